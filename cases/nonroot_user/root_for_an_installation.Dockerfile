# This USER root is for the RUN below it, not for the program.
FROM debian:12
WORKDIR /app
USER root
RUN apt-get update && apt-get install -y ca-certificates
COPY app .
CMD ["./app"]
