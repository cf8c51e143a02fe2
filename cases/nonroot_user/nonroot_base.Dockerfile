# This base has a user of its own.
FROM gcr.io/distroless/python3-debian12:nonroot
COPY main.py /app/main.py
CMD ["/app/main.py"]
