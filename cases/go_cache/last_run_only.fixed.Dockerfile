# A later RUN compiles again, or may.
FROM golang:1.22 AS twice
RUN go build -o /bin/a ./a
RUN go test ./...
CMD ["a"]

FROM golang:1.22 AS script
RUN go build -o /bin/a ./a
RUN ./scripts/check.sh
CMD ["a"]

FROM golang:1.22 AS make
RUN go build -o /bin/a ./a
RUN make docs
CMD ["a"]

FROM golang:1.22 AS base
RUN go build -o /bin/a ./a

FROM base
RUN go build -o /bin/b ./b && go clean -cache
CMD ["/bin/b"]
