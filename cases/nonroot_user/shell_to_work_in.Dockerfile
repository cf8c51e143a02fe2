# A place to work in, not a service.
FROM ubuntu:22.04
RUN apt-get update && apt-get install -y git vim
CMD ["/bin/bash"]
