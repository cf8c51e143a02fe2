# npm starts node, the port is $PORT or 3000, and express serves /health.
FROM node:22-alpine
WORKDIR /app
COPY package.json server.js ./
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "setTimeout(() => process.exit(1), 3000); require('http').get({host: '127.0.0.1', port: process.env.PORT || 3000, path: '/health'}, r => process.exit(r.statusCode < 400 ? 0 : 1))"]
CMD ["npm", "start"]
