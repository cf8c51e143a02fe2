# However it is emptied, anywhere later in the RUN.
FROM node:20
RUN npm ci && npm cache clean --force
RUN npm ci && npm run build && npm cache clear -f
RUN npm ci && rm -rf /var/lib/apt/lists/* ~/.npm
RUN npm ci; npm run build; rm -rf /root/.npm/_cacache /tmp/*
RUN npm ci && find /root/.npm -type f -delete
RUN if [ -f package-lock.json ]; then npm ci; else npm install; fi && npm cache clean --force
