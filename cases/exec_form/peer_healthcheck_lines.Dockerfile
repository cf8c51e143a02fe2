# A line that begins with CMD is not always an instruction.
FROM debian:12
HEALTHCHECK --interval=30s \
    --timeout=3s \
    CMD curl --fail http://localhost/
RUN echo \
CMD server
CMD ["server"]
