# Unlocking an account that has no password fails; how long one is good is another matter.
FROM debian:12
RUN useradd -m app
RUN passwd -x 90 app
CMD ["app"]
