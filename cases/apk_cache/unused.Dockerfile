# What nothing in sight uses may be meant for the images built on this one.
FROM alpine:3.20
RUN apk update
RUN echo done
