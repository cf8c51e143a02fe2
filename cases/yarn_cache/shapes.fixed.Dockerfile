# In subshells, branches, ONBUILD and behind comments.
FROM node:20
RUN (cd web && yarn install && yarn cache clean)
RUN if [ -f yarn.lock ]; then yarn --frozen-lockfile && yarn cache clean; else npm ci; fi
RUN apt-get update \
    # the program
    && yarn install --production \
    && yarn cache clean \
    && rm -rf /tmp/*
ONBUILD RUN yarn install && yarn cache clean
