# The package fetches its browser as it is installed, for the one who installs it.
FROM node:20-slim
WORKDIR /app
COPY package.json .
RUN npm install && npm cache clean --force
COPY . .
CMD ["node", "shot.js"]
