# The end of the tag tells the system, whatever its start is.
ARG VERSION
FROM ruby:${VERSION}-alpine3.20
WORKDIR /app
COPY --chown=10001:10001 . .
RUN addgroup -g 10001 app \
    && adduser -u 10001 -G app -s /sbin/nologin -D app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["ruby", "app.rb"]
