# Here it does.
FROM golang:1.22-bookworm AS build
COPY go.mod main.go ./
RUN go build -o /server main.go

FROM gcr.io/distroless/base-debian12
COPY --from=build /server /server
USER 10001:10001
CMD ["/server"]
