# The cache is in the home of whoever installs, so the same user empties it.
FROM node:20
USER node
RUN npm ci && npm cache clean --force
RUN sudo npm install -g pm2 && sudo npm cache clean --force
RUN sudo -u app -H npm ci && sudo -u app -H npm cache clean --force
RUN sh -c 'cd /app && npm ci && npm cache clean --force'
RUN /usr/local/bin/npm ci && /usr/local/bin/npm cache clean --force
ONBUILD RUN npm install && npm cache clean --force
