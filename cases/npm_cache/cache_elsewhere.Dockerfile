# Who says where the cache is has a plan for it.
FROM node:20
RUN npm ci --cache /tmp/npm && rm -rf /tmp/npm
RUN npm_config_cache=/tmp/npm npm ci
RUN HOME=/tmp npm ci
RUN export npm_config_cache=/tmp/npm && npm ci && rm -rf /tmp/npm
