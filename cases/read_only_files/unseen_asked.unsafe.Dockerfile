# Where the program writes is not in sight, and it was asked for.
FROM python:3.12-slim
COPY --chown=10001:10001 --from=build /srv/server /srv/server
USER 10001:10001
CMD ["/srv/server"]
