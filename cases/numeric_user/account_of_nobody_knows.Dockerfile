# Where this account comes from is not in sight.
FROM debian:12
RUN ./install.sh
USER service
CMD ["sleep", "1"]
