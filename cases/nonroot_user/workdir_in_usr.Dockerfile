# A folder directly in /usr that no distribution has is the application's, as is what it writes there.
FROM node:22-slim
WORKDIR /usr/notes
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY server.js ./
CMD ["node", "server.js"]
