# node loads what only development has, and that reads tsconfig.json.
FROM node:22-bookworm
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
EXPOSE 3000
CMD ["node", "-r", "tsconfig-paths/register", "dist/server.js"]
