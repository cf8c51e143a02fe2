# files that the build makes in a folder that it went to: root would keep them, and the program
# writes to them; what a subshell did not come back from is elsewhere
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN mkdir -p queue && cd queue && touch jobs.txt && echo 0 > ../counter
RUN (cd /tmp && touch later) && touch seen.txt
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/queue /app/queue/jobs.txt /app/counter /app/seen.txt
USER 10001:10001
CMD ["python", "worker.py"]
