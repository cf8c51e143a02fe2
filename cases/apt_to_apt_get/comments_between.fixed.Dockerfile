# Comments among the words stay where they are.
FROM debian:12
RUN apt-get update && \
# needed by the build
    apt-get install -y \
    # compiler
    gcc \
    make
