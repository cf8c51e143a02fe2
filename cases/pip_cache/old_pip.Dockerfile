# The release's own pip is 1.5, which refuses the flag.
FROM ubuntu:14.04
RUN apt-get update && apt-get install -y python-pip && pip install a
