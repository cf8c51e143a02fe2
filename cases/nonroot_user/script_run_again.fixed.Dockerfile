# The script that the build ran as root is run again at every start, over what it has made.
FROM node:20-slim
WORKDIR /app
COPY package.json ./
RUN npm install
COPY --chown=10001:10001 . .
RUN npm run build
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD npm run build && npm start
