# Another group, the account's own group, a group that is made, a variable, a number.
FROM alpine:3.20
RUN addgroup -S admin
RUN adduser -D -G wheel app
RUN adduser -D other && addgroup other users
FROM debian:12
RUN useradd -g sudo app
RUN useradd -G $GROUPS app && usermod -aG 27 app
RUN adduser --ingroup sudo last
CMD ["sleep", "inf"]
