# Not root already: who that is in numbers is another transform's.
FROM node:20
WORKDIR /app
COPY . .
USER node
CMD ["node", "main.js"]
