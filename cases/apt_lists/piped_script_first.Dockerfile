# A script from the network may install with the lists: it runs before anything that surely does.
FROM buildpack-deps:bookworm-scm
RUN apt-get update
RUN curl -fsSL https://example.com/packages.sh | bash -s -- --yes
RUN apt-get install -y unzip
