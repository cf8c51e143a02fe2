# The application is in sight, and writes nothing: its folder is not gone through.
FROM node:20-slim
WORKDIR /srv/desk
COPY package.json ./
RUN npm install
COPY src src
RUN npm run check
CMD ["node", "src/desk.js"]
