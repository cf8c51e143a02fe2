# An image for people to work in: its command is a shell, or it has none.
FROM ubuntu:24.04
RUN apt-get update && apt-get install -y sudo git
CMD ["bash"]
FROM ubuntu:24.04
RUN apt-get update && apt-get install -y sudo git
