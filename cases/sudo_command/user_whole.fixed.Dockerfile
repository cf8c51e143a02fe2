# The RUN is put between the users; neighbours share them, ENV between them does not matter.
FROM ubuntu:24.04
RUN useradd -m app
RUN apt-get update && apt-get install -y git
ENV LANG=C.UTF-8
# the tools
RUN make -C /opt/tool install
USER app
RUN make
CMD ["./app"]
