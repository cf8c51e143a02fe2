# The number is a build argument's: USER follows it.
FROM debian:12
ARG UID=1500
ARG GID=1600
RUN groupadd -g ${GID} web && useradd -u ${UID} -g web web
USER ${UID}:${GID}
CMD ["sleep", "1"]
