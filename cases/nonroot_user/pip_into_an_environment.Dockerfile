# The virtual environment that comes first in PATH is what it writes to.
FROM python:3.12-slim
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /srv
COPY . .
CMD ["sh", "-c", "pip install -r requirements.txt && gunicorn app:app"]
