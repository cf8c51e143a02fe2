# What is used before the route may refuse it: only the port is asked.
FROM node:22-slim
WORKDIR /app
COPY index.js .
ENTRYPOINT ["node", "index.js"]
