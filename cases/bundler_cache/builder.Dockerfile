# Only the assets leave this stage.
FROM ruby:3.3 AS build
RUN bundle install && rake assets:precompile

FROM nginx:1.27
COPY --from=build /app/public /usr/share/nginx/html
