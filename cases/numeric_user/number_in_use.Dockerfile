# 1000 may be meant to be the account's own number.
FROM debian:12
RUN useradd --create-home worker
COPY --chown=1000:1000 . /home/worker
USER worker
CMD ["sleep", "1"]
