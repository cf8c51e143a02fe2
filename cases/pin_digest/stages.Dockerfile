# Names of stages are no images: in any case, by number, through an argument; nor is scratch.
ARG FINAL=runtime
FROM scratch AS Golang
FROM golang AS runtime
COPY --from=GOLANG /a /b
COPY --from=0 /a /b
RUN --mount=from=Golang,target=/x true
FROM ${FINAL} AS base-amd64
FROM base-${TARGETARCH}
