# This yarn leaves development out only with the help of a plugin.
FROM node:22-bookworm
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install --immutable
COPY . .
RUN yarn build
EXPOSE 3000
CMD ["node", "dist/server.js"]
