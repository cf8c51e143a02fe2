# The file names a registry, and a variable for the token: it holds no secret.
FROM node:20
WORKDIR /app
COPY .npmrc package.json ./
RUN npm install
