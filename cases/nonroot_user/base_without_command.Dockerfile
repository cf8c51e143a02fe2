# An image for others to build on: they would run their RUN as the user.
FROM debian:12
RUN apt-get update && apt-get install -y build-essential
