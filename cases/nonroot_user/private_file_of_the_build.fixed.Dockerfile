# What the build makes and closes is given to the user.
FROM debian:12
WORKDIR /app
COPY --chown=10001:10001 keeper .
RUN echo made > token && chmod 600 token
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/token
USER 10001:10001
CMD ["./keeper"]
