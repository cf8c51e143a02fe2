# What is used before the route may refuse it: only the port is asked.
FROM node:22-slim
WORKDIR /app
COPY index.js .
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "setTimeout(() => process.exit(1), 3000); require('net').connect(8080, '127.0.0.1', () => process.exit(0))"]
ENTRYPOINT ["node", "index.js"]
