# The image runs instructions of its own when this is built.
FROM registry.example.com/team/filled:1
WORKDIR /app
COPY shop .
CMD ["./shop"]
