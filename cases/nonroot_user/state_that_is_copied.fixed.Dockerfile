# What a COPY gives is not gone through once more, which would store all of it a second time.
FROM node:20-alpine AS builder
WORKDIR /site
COPY . .
RUN npm ci && npx next build && npm prune --omit=dev && npm cache clean --force
FROM node:20-alpine
RUN apk add --no-cache libc6-compat
WORKDIR /site
COPY --chown=10001:10001 --from=builder /site/node_modules node_modules
COPY --chown=10001:10001 --from=builder /site/.next .next
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /site/.next \
    && chown 10001:10001 /site /site/.next
USER 10001:10001
CMD ["npx", "next", "start"]
