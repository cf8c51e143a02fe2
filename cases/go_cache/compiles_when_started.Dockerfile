# The image compiles when it starts, or is there to be worked in.
FROM golang:1.22 AS run
RUN go build ./...
CMD ["go", "run", "."]

FROM golang:1.22 AS reload
RUN go install github.com/air-verse/air@latest
CMD ["air"]

FROM golang:1.22 AS script
RUN go build ./...
ENTRYPOINT ["./entrypoint.sh"]

FROM golang:1.22 AS shell_script
RUN go build ./...
ENTRYPOINT ["sh", "/start"]

FROM golang:1.22 AS shell
RUN go build ./...
CMD ["bash"]

FROM golang:1.22
RUN go install golang.org/x/tools/gopls@latest
