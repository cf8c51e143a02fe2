# Nothing is put into the cache.
FROM node:20
RUN npm --version && npm run build && npm config set fund false
RUN npm uninstall -g yarn
RUN echo npm install
