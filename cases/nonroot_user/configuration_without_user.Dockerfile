# All that the image says of itself is that it runs as root.
FROM registry.example.com/team/plain:1
WORKDIR /app
COPY shop .
CMD ["./shop"]
