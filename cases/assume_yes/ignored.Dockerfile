# What hadolint is told to leave is left.
FROM debian:12
# hadolint ignore=DL3014
RUN apt-get update && apt-get install jq
