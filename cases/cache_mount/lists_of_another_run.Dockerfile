# A mount may have lost the lists by the time that the second RUN is built anew.
FROM debian:12
RUN apt-get update && apt-get install -y curl
RUN apt-get install -y jq
