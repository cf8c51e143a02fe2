# It is named where a program reads it: a script that is written, a word of xargs, a nested shell.
FROM debian:12
RUN apt-get update && apt-get install -y sudo
RUN printf 'sudo make\n' > /usr/local/bin/build
CMD ["build"]
FROM debian:12
RUN apt-get update && apt-get install -y sudo
RUN find / -name x | xargs sudo rm
FROM debian:12
RUN apt-get update && apt-get install -y sudo
CMD ["bash", "-c", "echo $HOME; sudo make"]
