# What the store links into node_modules stays; the metadata goes.
FROM node:20
RUN npm install -g pnpm@9
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile --prod && pnpm store prune
RUN cd web && pnpm add express && pnpm store prune && pnpm build
