# A program of the application's leaves a file of root's where the server keeps the same.
FROM node:20-slim
WORKDIR /app
COPY . .
RUN npm run fill
CMD ["node", "server.js"]
