# pnpm itself is in root's home, where corepack put it: the user would fetch it at every start.
FROM node:20-slim
RUN corepack enable
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
ENV COREPACK_HOME=/usr/local/share/corepack
# what the program needs
RUN pnpm install --frozen-lockfile --prod && pnpm store prune
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["pnpm", "start"]
