# The author says root where nothing else is built: his word.
FROM debian:12
COPY agent /opt/agent/agent
USER root
CMD ["/opt/agent/agent"]
