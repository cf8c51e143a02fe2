# Nothing can be joined behind a command in the background.
FROM debian:12
RUN apt-get update && apt-get install -y curl &
