# Nothing here speaks of a later Yarn, so it is applied, but not among the safest.
FROM node:20
COPY . .
RUN yarn install
