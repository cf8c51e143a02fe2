# Accounts are made, one by the name that a variable holds, which is the usual one.
FROM debian:12
ARG WHO=app
RUN useradd $WHO
RUN useradd other
CMD ["sleep", "1"]
