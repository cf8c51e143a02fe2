# The runner mounts its folder at /github/workspace.
FROM python:3.11-slim
COPY review.py /review.py
WORKDIR /github/workspace
CMD ["python", "/review.py"]
