# What the script runs is not in sight: it may compile again, over what the build made as root.
FROM node:20-slim
WORKDIR /app
COPY package.json .
RUN npm install && npm cache clean --force
COPY . .
RUN npm run build
CMD ["npm", "start"]
