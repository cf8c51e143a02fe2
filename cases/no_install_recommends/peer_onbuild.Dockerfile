# The trigger stays one.
FROM debian:12
ONBUILD RUN cd /app && apt-get install -y jq
