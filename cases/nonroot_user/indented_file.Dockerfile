# Instructions below FROM are indented: what is put between them is, too.
FROM node:20-alpine AS build
    WORKDIR /app
    COPY . .
    RUN node build.js

FROM node:20-alpine
    WORKDIR /app

    # what was built
    COPY --from=build /app/dist ./dist

    # start
    CMD ["node", "dist/main.js"]
