# In subshells, branches, ONBUILD and behind comments.
FROM node:20
RUN (cd web && yarn install)
RUN if [ -f yarn.lock ]; then yarn --frozen-lockfile; else npm ci; fi
RUN apt-get update \
    # the program
    && yarn install --production \
    && rm -rf /tmp/*
ONBUILD RUN yarn install
