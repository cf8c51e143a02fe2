# tsc writes to dist again when the container starts, where the build left files of root's.
FROM node:20-slim
WORKDIR /srv/shop
COPY package.json tsconfig.json ./
RUN npm install && npm cache clean --force
COPY --chown=10001:10001 . .
RUN npm run build
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /srv/shop/dist \
    && chown 10001:10001 /srv/shop \
    && chown -R 10001:10001 /srv/shop/dist
USER 10001:10001
CMD ["npm", "start"]
