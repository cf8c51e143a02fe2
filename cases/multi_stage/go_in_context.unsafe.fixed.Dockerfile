# The context holds nothing but sources.
FROM golang:1.22-alpine AS build
WORKDIR /src
COPY . .
RUN apk add --no-cache git && go build -o server ./cmd/server

FROM gcr.io/distroless/static-debian12
WORKDIR /src
EXPOSE 8080
COPY --from=build /src/server /src/server
CMD ["./server"]
