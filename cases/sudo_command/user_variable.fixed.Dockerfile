# The user is put back as it was written.
FROM alpine:3.20
ARG WHO=app
RUN apk add --no-cache git
USER ${WHO}
CMD ["git"]
