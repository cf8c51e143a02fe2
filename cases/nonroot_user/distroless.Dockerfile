# No shell, so no command can make an account: the number alone; WORKDIR makes its folder for it.
FROM golang:1.22 AS build
COPY . /src
RUN cd /src && go build -o /server .
FROM gcr.io/distroless/static-debian12
WORKDIR /data
COPY --from=build /server /server
ENTRYPOINT ["/server"]
