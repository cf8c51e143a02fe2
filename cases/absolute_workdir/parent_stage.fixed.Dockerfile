# The folder is that of the stage below.
FROM node:20 AS base
WORKDIR /usr/src/app

FROM base AS build
WORKDIR /usr/src/app/packages/api
