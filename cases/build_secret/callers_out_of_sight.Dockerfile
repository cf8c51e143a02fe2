# Who calls the build gives the token as a build argument: the mount would make that build fail.
FROM node:20
ARG NPM_TOKEN
RUN echo "//registry.npmjs.org/:_authToken=$NPM_TOKEN" > .npmrc && npm ci && rm -f .npmrc
