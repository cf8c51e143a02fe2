# Root was the user until the line above: USER moves behind the RUN.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN sudo mkdir /srv/app && sudo chown app /srv/app
WORKDIR /srv/app
CMD ["./app"]
