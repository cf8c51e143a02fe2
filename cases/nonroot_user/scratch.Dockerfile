# Nothing but a program: the number alone.
FROM scratch
COPY hello /hello
COPY static /static
CMD ["/hello"]
