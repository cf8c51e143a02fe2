# The entrypoint of Node's image gives it a script, which writes to a folder of root's.
FROM node:20-slim
WORKDIR /srv/shop
COPY server.js .
CMD ["server.js"]
