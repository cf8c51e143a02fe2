# What the script runs is not in sight: it may compile again, over what the build made as root.
FROM node:20-slim
WORKDIR /app
COPY package.json .
RUN npm install && npm cache clean --force
COPY --chown=10001:10001 . .
RUN npm run build
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /app
USER 10001:10001
CMD ["npm", "start"]
