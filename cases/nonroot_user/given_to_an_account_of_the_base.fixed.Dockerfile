# The author gives the files to an account that the base has: what is there is that account's.
FROM node:20-slim
WORKDIR /app
COPY . .
RUN mkdir -p uploads && chown -R node:node /app
USER 1000:1000
CMD ["node", "server.js"]
