# The build begins files that the program goes on with.
FROM debian:bookworm-slim
WORKDIR /opt/visits
COPY --chown=10001:10001 visits.pl .
RUN apt-get update && apt-get install -y sqlite3 && rm -rf /var/lib/apt/lists/*
RUN echo 41 >counter && touch seen.log 2>/dev/null \
    && sqlite3 visits.db "create table visit (day text)"
RUN echo greeting | tee greeting.txt
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /opt/visits /opt/visits/counter /opt/visits/seen.log /opt/visits/visits.db /opt/visits/greeting.txt
USER 10001:10001
CMD perl visits.pl
