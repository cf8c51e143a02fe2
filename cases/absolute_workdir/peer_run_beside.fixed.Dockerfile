# Only the WORKDIR changes: the folder that a RUN goes to by itself, and what it does there, stay.
FROM debian:12
WORKDIR /app
RUN cd sub; ls || true
ONBUILD RUN cd /app && npm ci
RUN cd build && make all
