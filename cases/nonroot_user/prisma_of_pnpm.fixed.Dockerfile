# pnpm keeps packages in folders whose names hold their versions.
FROM node:20-slim
RUN npm install -g pnpm && npm cache clean --force
WORKDIR /app
COPY package.json .
RUN pnpm install --prod && pnpm store prune
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["sh", "-c", "pnpm exec prisma migrate deploy && node dist/main.js"]
