# The start fetches the version that package.json names: nothing in the build has done so.
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
