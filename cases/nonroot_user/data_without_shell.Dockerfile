# WORKDIR makes the folder for root, and nothing in the image could give it to another user
FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /out/store .

FROM scratch
COPY --from=build /out/store /usr/bin/store
WORKDIR /var/lib/store
ENV STORE_DB_PATH=/var/lib/store/store.db
ENTRYPOINT ["/usr/bin/store"]
