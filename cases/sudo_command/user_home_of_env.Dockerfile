# What root leaves in a home that ENV names, the user cannot change.
FROM node:22
ENV HOME=/home/node
USER node
RUN sudo npm install -g yo
CMD ["yo"]
