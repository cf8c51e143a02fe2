# A folder, a pattern, and everything: COPY would give the mode to each file.
FROM debian:12
WORKDIR /app
COPY . .
COPY scripts /scripts
COPY *.sh /tools/
RUN chmod +x /app/entrypoint.sh /tools/*.sh && chmod -R +x /scripts
RUN chmod +x /scripts
RUN chmod +x /tools/a.sh
ENTRYPOINT ["/app/entrypoint.sh"]
