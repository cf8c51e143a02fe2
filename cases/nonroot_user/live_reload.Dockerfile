# What is compiled anew at every change is mounted, and the program is made beside it.
FROM golang:1.24
RUN go install github.com/air-verse/air@v1.61.7
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
CMD ["air", "-c", ".air.toml"]
