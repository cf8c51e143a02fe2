# A number already, as literal or in a variable.
FROM debian:12
ARG UID=1000
USER 1000
USER ${UID}:0
CMD ["sleep", "1"]
