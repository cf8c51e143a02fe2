# No USER follows: root would have to be named as the user of the image. A builder may end so.
FROM debian:12 AS builder
RUN useradd -m app
USER app
RUN make
USER root
FROM debian:12
RUN useradd -m app
COPY --from=builder /x /x
RUN sudo -u app make check
CMD ["x"]
