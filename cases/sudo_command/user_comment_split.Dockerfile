# A comment between the commands of two users: it would stand in the wrong RUN.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN make -C /tmp/x \
    # as root
    && sudo make -C /tmp/x install
CMD ["x"]
