# pnpm keeps packages in folders whose names hold their versions.
FROM node:20-slim
RUN npm install -g pnpm && npm cache clean --force
WORKDIR /app
COPY package.json .
RUN pnpm install --prod && pnpm store prune
COPY . .
CMD ["sh", "-c", "pnpm exec prisma migrate deploy && node dist/main.js"]
