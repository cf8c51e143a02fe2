# syntax=docker/dockerfile:1
# The owner, or who may read it, is said.
FROM node:20
USER node
RUN --mount=type=cache,target=/home/node/.npm,uid=1000 --mount=type=secret,id=t,mode=0444 npm ci
