# ADD unpacks no zip.
FROM node:20-slim
WORKDIR /srv/shop
ADD pages.zip server.js ./
CMD ["node", "server.js"]
