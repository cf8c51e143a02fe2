# Nothing has to be done where everybody finds it, or where the program is started without it.
FROM node:20-slim AS told
ENV COREPACK_HOME=/opt/corepack
RUN corepack enable && corepack prepare yarn@4.5.0 --activate
WORKDIR /app
COPY . .
CMD ["yarn", "node", "shop.js"]

FROM node:20-slim
RUN corepack enable && corepack prepare yarn@4.5.0 --activate
WORKDIR /app
COPY . .
CMD ["node", "shop.js"]
