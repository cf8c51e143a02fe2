# One of two neighbours cannot be told apart; the other is put between the users by itself.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN make -C /tmp/x
RUN sudo ldconfig
RUN make -C /tmp/x \
    # as root
    && sudo make -C /tmp/x install
# the rest
RUN sudo make -C /tmp/y install
CMD ["x"]
