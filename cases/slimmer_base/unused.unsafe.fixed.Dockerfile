# Only Python and Node are used; the digest is that of the full image.
FROM python:3.12-slim-bookworm AS build
RUN pip wheel -w /wheels flask
FROM node:20-bookworm-slim
CMD ["node", "app.js"]
FROM ruby:slim
