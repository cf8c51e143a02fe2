# npm 7 and 8 run scripts as the owner of the package's folder.
FROM node:16
WORKDIR /app
COPY . .
RUN cd client && npm ci
CMD ["node", "server.js"]
