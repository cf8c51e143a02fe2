# The author gives the files to an account that the base has: what is there is that account's.
FROM node:20-slim
WORKDIR /app
COPY --chown=1000:1000 . .
RUN mkdir -p uploads && chown -R node:node /app
RUN chown 1000:1000 /app /app/uploads
USER 1000:1000
CMD ["node", "server.js"]
