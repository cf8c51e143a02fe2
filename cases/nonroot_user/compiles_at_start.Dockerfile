# tsc writes to dist again when the container starts, where the build left files of root's.
FROM node:20-slim
WORKDIR /srv/shop
COPY package.json tsconfig.json ./
RUN npm install && npm cache clean --force
COPY . .
RUN npm run build
CMD ["npm", "start"]
