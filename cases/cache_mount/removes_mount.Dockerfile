# A folder with a mount in it cannot be removed: rm would fail.
FROM python:3.12-slim
RUN pip install flask && rm -rf /root/.cache
