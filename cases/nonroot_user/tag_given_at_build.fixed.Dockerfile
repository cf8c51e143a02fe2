# All tags of python run as root; which system it is, is known only at build.
ARG VERSION
FROM python:${VERSION}
WORKDIR /app
COPY --chown=10001:10001 . .
RUN echo app:x:10001: >> /etc/group \
    && echo app:x:10001:10001::/home/app:/sbin/nologin >> /etc/passwd \
    && mkdir -p /home/app \
    && chown 10001:10001 /home/app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "app.py"]
