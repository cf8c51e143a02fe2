# The script that the build ran as root is run again at every start, over what it has made.
FROM node:20-slim
WORKDIR /app
COPY package.json ./
RUN npm install
COPY . .
RUN npm run build
CMD npm run build && npm start
