# A RUN in exec form.
FROM debian:12
COPY --chmod=755 entrypoint.sh /
ENTRYPOINT ["/entrypoint.sh"]
