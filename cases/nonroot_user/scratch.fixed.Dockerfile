# Nothing but a program: the number alone.
FROM scratch
COPY hello /hello
COPY --chown=10001:10001 static /static
USER 10001:10001
CMD ["/hello"]
