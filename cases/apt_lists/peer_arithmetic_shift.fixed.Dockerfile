# What looks like a heredoc is a shift.
FROM debian:12
RUN echo $((1<<2)) && apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
RUN echo done
