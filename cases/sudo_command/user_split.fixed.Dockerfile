# A plain list of both users' commands becomes several RUN.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN git clone https://example.com/x /tmp/x \
    && make -C /tmp/x
USER root
RUN make -C /tmp/x install \
    && ldconfig
USER app
RUN git -C /tmp/x clean -f
CMD ["x"]
