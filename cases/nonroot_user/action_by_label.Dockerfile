# Actions of GitHub's were described by labels, and are: the runner's folder is mounted.
FROM alpine:3.23
LABEL "com.github.actions.name"="Count words"
RUN apk add --no-cache bash
COPY count.sh /count.sh
ENTRYPOINT ["/count.sh"]
