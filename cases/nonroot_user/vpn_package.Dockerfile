# What is started is out of sight, but what is installed for it is of use to root alone.
FROM golang:1.24-alpine AS build
WORKDIR /src
COPY . .
RUN go build -o /connect .

FROM alpine:3.22
RUN apk add --no-cache openvpn
COPY --from=build /connect /usr/local/bin/
ENTRYPOINT ["connect"]
