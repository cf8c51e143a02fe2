# A server for development keeps what it compiles within node_modules, which are root's.
FROM node:20-alpine
WORKDIR /site
COPY package.json .
RUN npm install && npm cache clean --force
COPY . .
CMD ["npx", "vite", "--host", "0.0.0.0"]
