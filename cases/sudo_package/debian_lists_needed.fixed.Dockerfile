# A later RUN installs from the lists: only the package goes.
FROM debian:12
RUN apt-get update
RUN apt-get install -y curl
CMD ["curl", "https://example.com"]
