# prisma wants to write to its engines before it migrates anything, and stops where it cannot.
FROM node:20-slim
WORKDIR /app
COPY package.json .
RUN npm install && npm cache clean --force
COPY . .
CMD ["sh", "-c", "npx prisma migrate deploy && node dist/main.js"]
