# A plain list of both users' commands becomes several RUN.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN git clone https://example.com/x /tmp/x \
    && make -C /tmp/x \
    && sudo make -C /tmp/x install \
    && sudo ldconfig \
    && git -C /tmp/x clean -f
CMD ["x"]
