# The user is put back as it was written.
FROM alpine:3.20
ARG WHO=app
USER ${WHO}
RUN sudo apk add --no-cache git
CMD ["git"]
