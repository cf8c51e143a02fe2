# A later rm without -f fails where nothing is left to remove; others read what is there.
FROM debian:12
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
RUN rm -f -r /var/lib/apt/lists/*
FROM debian:12
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
RUN apt-get clean && rm -f -r /var/lib/apt/lists/* /tmp/*
FROM debian:12
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
RUN apt-get update && apt-get install -y file && rm -r /var/lib/apt/lists/*
FROM debian:12
RUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*
RUN rm -rf /var/lib/apt/lists/*
FROM debian:12
RUN apt-get update && apt-get install -y jq
RUN cat /var/lib/apt/lists/*_Packages | wc -l > /srv/count
