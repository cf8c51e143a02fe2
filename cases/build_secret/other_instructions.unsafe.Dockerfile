# ADD, FROM, ONBUILD and another value have no access to secrets: these arguments stay.
ARG REGISTRY_TOKEN
FROM registry.example.com/$REGISTRY_TOKEN/base
ARG GIT_TOKEN
ADD https://$GIT_TOKEN@git.example.com/archive.tar.gz /tmp/
ARG DB_PASSWORD
ENV DATABASE_URL=postgres://app:${DB_PASSWORD}@db/app
ONBUILD ARG NPM_TOKEN
ONBUILD RUN npm ci
