# The builder's store reaches no image.
FROM node:20 AS build
RUN pnpm install && pnpm build

FROM nginx:1.27
COPY --from=build /app/dist /usr/share/nginx/html
