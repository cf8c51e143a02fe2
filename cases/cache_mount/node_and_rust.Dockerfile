# npm's cache, and what Cargo fetches; its own places are known from the base.
FROM rust:1.80 AS build
COPY . .
RUN cargo build --release
FROM node:20-slim
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /target/release/tool /usr/local/bin/tool
CMD ["node", "server.js"]
