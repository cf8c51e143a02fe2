# the file's own account has no home folder, and the program keeps something there: root's was there
FROM python:3.12-slim
RUN groupadd --gid 10001 -r app && useradd --uid 10001 -r -g app app
WORKDIR /app
COPY --chown=10001:10001 . .
RUN mkdir -p /home/app \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /home/app
USER 10001:10001
CMD ["python", "main.py"]
