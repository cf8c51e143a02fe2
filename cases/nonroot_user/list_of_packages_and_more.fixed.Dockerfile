# A list of packages is copied, and the application behind it.
FROM node:20-alpine
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY --chown=10001:10001 src/ src/
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["npm", "start"]
