# The folder holds for both users' commands: they stay in one RUN.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN cd /tmp/x && make && sudo make install
CMD ["x"]
