# NodeSource's script fetches the lists itself.
FROM buildpack-deps:bookworm-scm
RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash -
RUN apt-get update && apt-get install -y nodejs && rm -rf /var/lib/apt/lists/*
