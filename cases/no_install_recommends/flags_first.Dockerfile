# Flags in front of the subcommand, combined ones, and apt.
FROM ubuntu:22.04
RUN apt-get -qq -y install jq && apt install -yq file
