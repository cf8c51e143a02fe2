# Its home, and the folder that state is kept in, stay its own.
FROM python:3.12-slim
WORKDIR /srv/server
COPY --from=build /etc/passwd /etc/passwd
COPY --from=build --chown=web /home/web /home/web
COPY --from=build --chown=web /srv/server /srv/server
COPY --from=build --chown=web /seed /var/lib/server
RUN chown -R web /var/lib/server
USER web
CMD ["/srv/server/run"]
