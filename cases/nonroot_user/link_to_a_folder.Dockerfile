# What the program writes to is a link, which chown -R does not follow.
FROM node:20-slim
WORKDIR /app
COPY . .
RUN mkdir -p /data/uploads && ln -s /data/uploads uploads && ln -s /srv/reports /app/reports
CMD ["node", "server.js"]
