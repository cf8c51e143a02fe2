# dist is made of what lies in src, which tells that the program keeps its files in /var/lib/notes.
FROM node:20-slim AS build
WORKDIR /src
COPY package.json ./
COPY src src
RUN npm run build

FROM node:20-slim
WORKDIR /app
COPY --from=build /src/dist ./dist
CMD ["node", "dist/index.js"]
