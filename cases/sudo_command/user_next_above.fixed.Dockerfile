# The next user is named right behind: none is put back.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN make
USER root
RUN make install
USER 1000
CMD ["./app"]
