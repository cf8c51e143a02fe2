# What hadolint is told to leave is left.
FROM debian:12
# hadolint ignore=DL3027
RUN apt update && apt install -y jq
