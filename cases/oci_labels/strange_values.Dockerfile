# What is no plain text does not get into a Dockerfile.
FROM node:20-slim
LABEL org.opencontainers.image.source="https://git.example.com/team/shop"
CMD ["node", "server.js"]
