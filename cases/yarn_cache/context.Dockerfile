# The build context shows that this is a later Yarn, which may run the program from its cache.
FROM node:20
COPY . .
RUN yarn install
