# The base has this account.
FROM node:20-alpine
WORKDIR /home/node
USER 1000:1000
CMD ["node", "main.js"]
