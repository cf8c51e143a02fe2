# What the image starts needs the modules.
FROM golang:1.22
COPY . .
RUN go mod download
CMD ["go", "run", "."]
