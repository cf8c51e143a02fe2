# The store is on a mount, or filled for a later install.
FROM node:20 AS mounted
ENV PNPM_HOME=/pnpm
RUN --mount=type=cache,id=pnpm,target=/pnpm/store pnpm install --frozen-lockfile
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install

FROM node:20 AS fetched
RUN pnpm fetch --prod
RUN pnpm install --offline --prod

FROM node:20
RUN pnpm install
RUN pnpm install --prefer-offline --prod && pnpm store prune
