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
CMD ["node", "server.js"]
