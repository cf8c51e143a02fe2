# Whatever --chown says, what ADD unpacks belongs to whom it belongs in the archive.
FROM node:20-slim
WORKDIR /srv/shop
ADD shop.tar.gz .
CMD ["node", "server.js"]
