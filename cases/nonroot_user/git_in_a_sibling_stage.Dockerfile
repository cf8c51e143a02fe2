# git refuses the repository of another user: not only the stages of the image are built on the COPY.
FROM node:20-slim AS base
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
FROM base AS build
RUN mkdir dist && git rev-parse HEAD > dist/version
FROM base
COPY --from=build /app/dist dist
CMD ["node", "server.js"]
