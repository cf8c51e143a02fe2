# What root leaves in a home that ENV names, the user cannot change: not done by default.
FROM node:22
ENV HOME=/home/node
RUN npm install -g yo
USER node
CMD ["yo"]
