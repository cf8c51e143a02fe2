# npm's cache, and what Cargo fetches; its own places are known from the base.
FROM rust:1.80 AS build
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git/db \
    cargo build --release
FROM node:20-slim
WORKDIR /app
COPY package*.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev
COPY --from=build /target/release/tool /usr/local/bin/tool
CMD ["node", "server.js"]
