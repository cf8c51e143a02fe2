# Every way to install fills the cache; a script that runs afterwards does not need it.
FROM node:20-slim
WORKDIR /app
COPY package*.json ./
RUN npm ci --omit=dev
RUN npm install -g pm2 && pm2 --version
RUN npm i && npm run build
RUN cd client && npm --prefix . add left-pad
