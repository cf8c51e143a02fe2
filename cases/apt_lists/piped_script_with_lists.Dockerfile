# NodeSource's script fetches the lists itself.
FROM buildpack-deps:bookworm-scm
RUN apt-get update
RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash -
RUN apt-get install -y nodejs
