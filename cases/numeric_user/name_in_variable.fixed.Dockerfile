# The name is a variable's, and so is the account's.
FROM debian:12
ENV APP_USER=web
RUN useradd --uid 2500 $APP_USER
USER 2500:2500
CMD ["sleep", "1"]
