# syntax=example.com/acme/frontend:2
# Another frontend reads this file, escape characters and all.
FROM debian:12
RUN apt-get update && apt-get install -y jq
