# Two users in turn: what stands between two RUN of root is not put back and taken again.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN make -C /tmp/x && sudo make -C /tmp/x install
RUN sudo ldconfig && make -C /tmp/x clean
CMD ["x"]
