# The comment that a checker reads stays above its instruction.
FROM debian:12

# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y jq

# check=skip=JSONArgsRecommended
CMD jq --version
