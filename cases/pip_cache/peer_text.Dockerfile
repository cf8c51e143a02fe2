# The words are there, and no command is.
FROM python:3.12
RUN echo "pip install is great"
COPY <<'EOF' /usage
pip install app
EOF
