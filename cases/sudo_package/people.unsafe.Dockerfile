# An image for people to work in: not by default.
FROM ubuntu:24.04
RUN apt-get update && apt-get install -y sudo git
CMD ["bash"]
