# The name is a variable's, and so is the account's.
FROM debian:12
ENV APP_USER=web
RUN useradd --uid 2500 $APP_USER
USER $APP_USER
CMD ["sleep", "1"]
