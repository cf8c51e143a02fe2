# Where the program writes is not in sight: it is only told.
FROM python:3.12-slim
COPY --chown=10001:10001 --from=build /srv/server /srv/server
USER 10001:10001
CMD ["/srv/server"]
