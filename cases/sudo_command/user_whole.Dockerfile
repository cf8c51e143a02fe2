# The RUN is put between the users; neighbours share them, ENV between them does not matter.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN sudo apt-get update && sudo apt-get install -y git
ENV LANG=C.UTF-8
# the tools
RUN sudo make -C /opt/tool install
RUN make
CMD ["./app"]
