# The end of the tag tells the system, whatever its start is.
ARG VERSION
FROM ruby:${VERSION}-alpine3.20
WORKDIR /app
COPY . .
CMD ["ruby", "app.rb"]
