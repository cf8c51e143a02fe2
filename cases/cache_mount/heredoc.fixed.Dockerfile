# A heredoc, and a line that begins below its keyword.
FROM python:3.12-slim
RUN --mount=type=cache,target=/root/.cache/pip \
    <<EOT
pip install flask
pip install gunicorn
EOT
RUN \
  --mount=type=cache,target=/root/.cache/pip \
  pip install httpx
