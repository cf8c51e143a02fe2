# Nobody but root could install packages, so the base runs as root; what else it needs is not known.
FROM registry.example.com/team/runtime:4
RUN apt-get update && apt-get install -y libpq5
WORKDIR /app
COPY . .
ENTRYPOINT ["/app/serve"]
