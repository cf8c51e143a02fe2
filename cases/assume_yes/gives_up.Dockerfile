# A list that ends the build by itself does not go on after the failure.
FROM debian:12
RUN apt-get update && apt-get install jq || exit 1
RUN apt-get update && apt-get install file || { echo "no file" >&2; exit 1; }
