# Another stage copies the cache, or the folder that it is in.
FROM maven:3.9 AS build
COPY . .
RUN mvn package
FROM golang:1.22 AS modules
COPY go.mod go.sum ./
RUN go mod download
FROM eclipse-temurin:17
COPY --from=build /root/.m2 /root/.m2
COPY --from=modules /go/pkg/mod /go/pkg/mod
