# pnpm itself is in root's home, where corepack put it: the user would fetch it at every start.
FROM node:20-slim
RUN corepack enable
WORKDIR /app
COPY package.json pnpm-lock.yaml ./
# what the program needs
RUN pnpm install --frozen-lockfile --prod && pnpm store prune
COPY . .
CMD ["pnpm", "start"]
