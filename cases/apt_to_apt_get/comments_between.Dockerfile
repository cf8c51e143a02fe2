# Comments among the words stay where they are.
FROM debian:12
RUN apt update && \
# needed by the build
    apt install -y \
    # compiler
    gcc \
    make
