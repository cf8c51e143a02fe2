# the script is seen to install nothing with apt, whatever its name
FROM debian:bookworm-slim
COPY install-scheduler.sh /usr/local/bin/
RUN apt-get update && apt-get install -y --no-install-recommends curl
RUN /usr/local/bin/install-scheduler.sh
