# Root was the user until the line above: USER moves behind the RUN.
FROM ubuntu:24.04
RUN useradd -m app
RUN mkdir /srv/app && chown app /srv/app
USER app
WORKDIR /srv/app
CMD ["./app"]
