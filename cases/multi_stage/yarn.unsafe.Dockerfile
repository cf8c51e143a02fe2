# Yarn, and a program that a bundler makes.
FROM node:lts-alpine
WORKDIR /app
COPY package.json yarn.lock ./
RUN --mount=type=cache,target=/root/.yarn yarn install --frozen-lockfile
COPY tsconfig.json ./
COPY src ./src
RUN yarn build
CMD ["node", "--enable-source-maps", "build/server.js"]
