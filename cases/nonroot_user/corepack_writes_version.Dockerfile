# Where package.json names no version, the corepack of Node 20 and 22 writes one into it, at the start too.
FROM node:22-slim AS base
RUN corepack enable pnpm && corepack prepare pnpm@9.15.0 --activate

FROM base AS packages
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --prod --frozen-lockfile

FROM base
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY lib ./lib
CMD ["pnpm", "start"]
