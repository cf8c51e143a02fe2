# Instructions below FROM are indented: what is put between them is, too.
FROM node:20-alpine AS build
    WORKDIR /app
    COPY . .
    RUN node build.js

FROM node:20-alpine
    WORKDIR /app

    # what was built
    COPY --chown=10001:10001 --from=build /app/dist ./dist

    RUN addgroup -g 10001 app \
        && adduser -u 10001 -G app -s /sbin/nologin -D app \
        && chown 10001:10001 /app
    USER 10001:10001

    # start
    CMD ["node", "dist/main.js"]
