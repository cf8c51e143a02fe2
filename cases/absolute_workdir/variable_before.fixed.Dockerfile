# A variable stays a variable.
FROM debian:12
ENV HOME_DIR=/opt/app
WORKDIR $HOME_DIR
WORKDIR $HOME_DIR/src
WORKDIR $HOME_DIR/src/static
