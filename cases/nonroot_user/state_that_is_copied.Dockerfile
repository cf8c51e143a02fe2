# What a COPY gives is not gone through once more, which would store all of it a second time.
FROM node:20-alpine AS builder
WORKDIR /site
COPY . .
RUN npm ci && npx next build && npm prune --omit=dev && npm cache clean --force
FROM node:20-alpine
RUN apk add --no-cache libc6-compat
WORKDIR /site
COPY --from=builder /site/node_modules node_modules
COPY --from=builder /site/.next .next
CMD ["npx", "next", "start"]
