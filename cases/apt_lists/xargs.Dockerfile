# A list of packages that xargs hands over: that installs, too, and needs the lists.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends jq
COPY packages.txt tools.txt /tmp/
RUN grep -v '^#' /tmp/packages.txt | xargs apt-get install -y
RUN xargs -r -a /tmp/tools.txt apt-get install -y
RUN find /tmp -name '*.txt' | xargs rm -f
