# Nothing has to be done where everybody finds it, or where the program is started without it.
FROM node:20-slim AS told
ENV COREPACK_HOME=/opt/corepack
RUN corepack enable && corepack prepare yarn@4.5.0 --activate
WORKDIR /app
COPY . .
CMD ["yarn", "node", "shop.js"]

FROM node:20-slim
RUN corepack enable && corepack prepare yarn@4.5.0 --activate
WORKDIR /app
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["node", "shop.js"]
