# The archive holds a tool of the system's, and nothing of the application.
FROM node:20-slim
COPY tool.tar.gz /tmp/
RUN tar -xzf /tmp/tool.tar.gz -C /usr/local/bin && rm /tmp/tool.tar.gz
WORKDIR /srv/shop
COPY . .
CMD ["node", "server.js"]
