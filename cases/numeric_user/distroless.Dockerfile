# Distroless images have one account.
FROM gcr.io/distroless/static-debian12
COPY app /app
USER nonroot
CMD ["/app"]
