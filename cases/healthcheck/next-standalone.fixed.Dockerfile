# What `next build` makes of a standalone application listens where PORT and HOSTNAME say.
FROM node:20-alpine AS builder
WORKDIR /app
COPY . .
RUN npm ci && npm run build && npm cache clean --force
FROM node:20-alpine
WORKDIR /app
COPY --from=builder /app/public ./public
COPY --from=builder --chown=1000:1000 /app/.next/standalone ./
COPY --from=builder --chown=1000:1000 /app/.next/static ./.next/static
USER 1000:1000
EXPOSE 3000
ENV PORT=3000
ENV HOSTNAME="0.0.0.0"
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "setTimeout(() => process.exit(1), 3000); require('net').connect(process.env.PORT || 3000, '127.0.0.1', () => process.exit(0))"]
CMD ["node", "server.js"]
