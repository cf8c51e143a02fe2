# The entrypoint of Deno's image gives it what the image is told to run, and its cache is Deno's own.
FROM denoland/deno:2.1.4
WORKDIR /srv/bot
COPY --chown=10001:10001 . .
RUN deno cache main.ts
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /deno-dir \
    && chown 10001:10001 /srv/bot \
    && chown -R 10001:10001 /deno-dir
USER 10001:10001
CMD ["run", "--allow-net", "main.ts"]
