# A heredoc, and a line that begins below its keyword.
FROM python:3.12-slim
RUN <<EOT
pip install --no-cache-dir flask
pip install gunicorn
EOT
RUN \
  pip install --no-cache-dir httpx
