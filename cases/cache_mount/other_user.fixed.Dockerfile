# The cache belongs to the user who fills it.
FROM node:20-slim
RUN useradd --uid 1001 --create-home --home-dir /home/web web
USER web
WORKDIR /home/web
COPY package*.json ./
RUN --mount=type=cache,target=/home/web/.npm,uid=1001,gid=1001 npm ci
CMD ["node", "server.js"]
