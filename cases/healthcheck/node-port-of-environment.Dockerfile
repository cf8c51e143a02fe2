# npm starts node, the port is $PORT or 3000, and express serves /health.
FROM node:22-alpine
WORKDIR /app
COPY package.json server.js ./
EXPOSE 3000
CMD ["npm", "start"]
