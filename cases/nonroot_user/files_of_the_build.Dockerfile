# The build begins files that the program goes on with.
FROM debian:bookworm-slim
WORKDIR /opt/visits
COPY visits.pl .
RUN apt-get update && apt-get install -y sqlite3 && rm -rf /var/lib/apt/lists/*
RUN echo 41 >counter && touch seen.log 2>/dev/null \
    && sqlite3 visits.db "create table visit (day text)"
RUN echo greeting | tee greeting.txt
CMD perl visits.pl
