# what a variable may add is a flag of the shell's, not the script
FROM debian:bookworm-slim
WORKDIR /opt/control
COPY . .
CMD ["/opt/control/start.sh"]
