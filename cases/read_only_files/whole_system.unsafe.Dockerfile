# What is in it, and which of it is written to, nobody knows.
FROM scratch
COPY --from=build --chown=65532:65532 /rootfs/ /
USER 65532:65532
ENTRYPOINT ["/server"]
