# What the build makes and closes is given to the user.
FROM debian:12
WORKDIR /app
COPY keeper .
RUN echo made > token && chmod 600 token
CMD ["./keeper"]
