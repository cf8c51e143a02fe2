# It is done already.
FROM golang:1.22 AS build
COPY go.mod main.go ./
RUN CGO_ENABLED=0 go build -o /server .
FROM scratch
COPY --from=build /server /server
CMD ["/server"]
