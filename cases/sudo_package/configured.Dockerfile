# A supervisor starts what is not in sight, a Makefile runs as a user, a variable names sudo.
FROM debian:12
RUN apt-get update && apt-get install -y sudo supervisor
CMD ["supervisord", "-n"]
FROM debian:12
RUN apt-get update && apt-get install -y sudo make && useradd app
USER app
RUN make
CMD ["sleep", "inf"]
FROM debian:12
ENV AS_ROOT=sudo
RUN apt-get update && apt-get install -y sudo
CMD ["sleep", "inf"]
