# The cache belongs to the user who fills it.
FROM node:20-slim
RUN useradd --uid 1001 --create-home --home-dir /home/web web
USER web
WORKDIR /home/web
COPY package*.json ./
RUN npm ci
CMD ["node", "server.js"]
