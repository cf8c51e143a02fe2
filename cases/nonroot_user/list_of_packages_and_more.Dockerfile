# A list of packages is copied, and the application behind it.
FROM node:20-alpine
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY src/ src/
CMD ["npm", "start"]
