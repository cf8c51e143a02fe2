# Told of a browser, the package fetches none.
FROM node:20-slim
ENV PUPPETEER_SKIP_DOWNLOAD=true
WORKDIR /app
COPY package.json .
RUN npm install && npm cache clean --force
COPY . .
CMD ["node", "shot.js"]
