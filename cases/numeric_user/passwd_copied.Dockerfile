# The accounts of the stage that made them.
FROM debian:12 AS build
RUN useradd --uid 4000 --no-create-home svc
FROM scratch
COPY --from=build /etc/passwd /etc/passwd
COPY app /app
USER svc
CMD ["/app"]
