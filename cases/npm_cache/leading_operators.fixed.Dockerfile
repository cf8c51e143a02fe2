# The style of the place is kept, comments stay where they are.
FROM node:20
RUN apk add --no-cache npm \
    # the program
    && npm ci \
    && npm cache clean --force \
    # npm is not needed to run it
    && apk del npm \
    && rm -rf /tmp/*
