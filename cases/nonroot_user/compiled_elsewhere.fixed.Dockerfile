# dist is made of what lies in src, which tells that the program keeps its files in /var/lib/notes.
FROM node:20-slim AS build
WORKDIR /src
COPY package.json ./
COPY src src
RUN npm run build

FROM node:20-slim
WORKDIR /app
COPY --chown=10001:10001 --from=build /src/dist ./dist
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /var/lib/notes \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /var/lib/notes
USER 10001:10001
CMD ["node", "dist/index.js"]
