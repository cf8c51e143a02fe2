# The base has this account.
FROM node:20-alpine
WORKDIR /home/node
USER node
CMD ["node", "main.js"]
