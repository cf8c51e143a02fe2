# The second RUN works with what the first has fetched.
FROM golang:1.22 AS build
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN --network=none go build -o /server .
FROM maven:3.9 AS java
COPY pom.xml .
RUN mvn dependency:go-offline
COPY src src
RUN mvn -o package
FROM debian:12
COPY --from=build /server /server
COPY --from=java target/app.jar /app.jar
