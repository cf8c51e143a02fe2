# The answer comes through the pipe.
FROM debian:12
RUN yes | apt-get install jq
RUN echo y | apt-get install file
