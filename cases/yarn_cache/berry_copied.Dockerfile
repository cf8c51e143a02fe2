# The files of a later Yarn are copied: under Plug'n'Play the program runs from the cache.
FROM node:20
COPY package.json yarn.lock .yarnrc.yml ./
COPY .yarn ./.yarn
RUN yarn install
CMD ["yarn", "start"]
