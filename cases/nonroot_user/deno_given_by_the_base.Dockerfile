# The entrypoint of Deno's image gives it what the image is told to run, and its cache is Deno's own.
FROM denoland/deno:2.1.4
WORKDIR /srv/bot
COPY . .
RUN deno cache main.ts
CMD ["run", "--allow-net", "main.ts"]
