# Where the program writes is not in sight, and it was asked for.
FROM python:3.12-slim
COPY --from=build /srv/server /srv/server
USER 10001:10001
CMD ["/srv/server"]
