# The argument only feeds the variable: both go.
FROM node:20-slim
CMD ["node", "server.js"]
