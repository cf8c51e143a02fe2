# What is installed globally may be nowhere but in the store.
FROM node:20
RUN pnpm add -g turbo
RUN pnpm install --store-dir /store
