# The application comes out of an archive of the build context, which root unpacks.
FROM node:20-slim
WORKDIR /srv/shop
COPY shop.tgz /tmp/
RUN tar -xzf /tmp/shop.tgz -C /srv/shop && rm /tmp/shop.tgz
CMD ["node", "server.js"]
