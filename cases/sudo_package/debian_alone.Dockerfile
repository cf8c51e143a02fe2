# Nothing else is installed: the RUN goes, with its update and its tidying up.
FROM debian:12
RUN apt-get update && apt-get install -y sudo && rm -rf /var/lib/apt/lists/*
RUN useradd -m app
CMD ["sleep", "inf"]
