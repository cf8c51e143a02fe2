# The builder's cache reaches no image: only files are copied from it.
FROM node:20 AS build
RUN npm ci && npm run build

FROM nginx:1.27
COPY --from=build /app/dist /usr/share/nginx/html
