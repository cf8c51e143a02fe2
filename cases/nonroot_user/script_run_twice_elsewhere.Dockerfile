# The script's own program says that it makes pages in /srv/pages alone.
FROM node:20-slim
WORKDIR /app
COPY . .
RUN npm run build
CMD npm run build && npm start
