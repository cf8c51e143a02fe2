# A server for development keeps what it compiles within node_modules, which are root's.
FROM node:20-alpine
WORKDIR /site
COPY package.json .
RUN npm install && npm cache clean --force
COPY --chown=10001:10001 . .
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && mkdir -p /site/node_modules/.vite /site/node_modules/.vite-temp \
    && chown 10001:10001 /site \
    && chown -R 10001:10001 /site/node_modules/.vite /site/node_modules/.vite-temp
USER 10001:10001
CMD ["npx", "vite", "--host", "0.0.0.0"]
