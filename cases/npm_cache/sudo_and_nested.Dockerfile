# The cache is in the home of whoever installs, so the same user empties it.
FROM node:20
USER node
RUN npm ci
RUN sudo npm install -g pm2
RUN sudo -u app -H npm ci
RUN sh -c 'cd /app && npm ci'
RUN /usr/local/bin/npm ci
ONBUILD RUN npm install
