# One of two neighbours cannot be told apart; the other is put between the users by itself.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN make -C /tmp/x
USER root
RUN ldconfig
USER app
RUN make -C /tmp/x \
    # as root
    && sudo make -C /tmp/x install
USER root
# the rest
RUN make -C /tmp/y install
USER app
CMD ["x"]
