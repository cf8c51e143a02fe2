# The file holds a token: the context shows it. Of two sources one is left, in a folder.
FROM node:20
WORKDIR /app
COPY package.json .npmrc /app/
RUN npm install && rm .npmrc
