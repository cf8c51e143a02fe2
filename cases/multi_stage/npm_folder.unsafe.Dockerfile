# The client is built in a folder of its own.
FROM node:22-bookworm
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN cd client && npm run build
EXPOSE 3000
CMD ["node", "dist/server.js"]
