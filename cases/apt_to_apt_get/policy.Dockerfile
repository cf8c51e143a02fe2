# apt-cache prints the same policy.
FROM debian:12
RUN apt-get update && apt policy nginx | grep Candidate
