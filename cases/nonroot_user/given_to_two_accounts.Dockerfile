# Two accounts of the base get something: neither is the program's for sure.
FROM node:20-slim
WORKDIR /app
COPY --chown=node . .
COPY --chown=www-data site /srv/site
CMD ["node", "server.js"]
