# The application is in sight, and writes nothing: its folder is not gone through.
FROM node:20-slim
WORKDIR /srv/desk
COPY package.json ./
RUN npm install
COPY src src
RUN npm run check
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/desk
USER 10001:10001
CMD ["node", "src/desk.js"]
