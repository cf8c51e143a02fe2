# Two manifests: whose name it is, nobody says.
FROM node:20-slim
LABEL org.opencontainers.image.source="https://git.example.com/team/shop"
CMD ["node", "server.js"]
