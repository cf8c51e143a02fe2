# Every way to install fills the cache; a script that runs afterwards does not need it.
FROM node:20-slim
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev && npm cache clean --force
RUN npm install -g pm2 && npm cache clean --force && pm2 --version
RUN npm i && npm cache clean --force && npm run build
RUN cd client && npm --prefix . add left-pad && npm cache clean --force
