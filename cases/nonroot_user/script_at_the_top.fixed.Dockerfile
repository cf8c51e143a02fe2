# A script works in /, where another user can write nothing: a reviewer is told.
FROM python:3.12-slim
RUN pip install requests
COPY handler.py /handler.py
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["python", "-u", "/handler.py"]
