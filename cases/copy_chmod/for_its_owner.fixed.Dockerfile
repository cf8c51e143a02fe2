# What is meant for its owner alone, all may run: who can read a script can run it.
FROM debian:12
COPY --chmod=755 run.sh /usr/local/bin/run.sh
CMD ["run.sh"]
