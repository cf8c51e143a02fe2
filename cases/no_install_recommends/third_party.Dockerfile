# Nobody knows here what a package of another repository recommends.
FROM debian:12
RUN apt-get update && apt-get install -y example-agent
