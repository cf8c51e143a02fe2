# The start fetches the version that package.json names: nothing in the build has done so.
FROM node:22-slim AS base
ENV COREPACK_HOME=/usr/local/share/corepack
RUN corepack enable pnpm && corepack prepare pnpm@9.15.0 --activate

FROM base AS packages
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --prod --frozen-lockfile

FROM base
WORKDIR /app
COPY --chown=10001:10001 --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY --chown=10001:10001 lib ./lib
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /usr/local/share/corepack
USER 10001:10001
CMD ["pnpm", "start"]
