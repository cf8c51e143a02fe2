# Deno's image has its account on every system, under another number.
FROM denoland/deno:alpine-2.1.4
COPY --chown=deno:deno . .
USER deno
CMD ["run", "main.ts"]
