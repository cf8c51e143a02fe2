# A backslash is itself in a MAINTAINER, and an escape in a LABEL.
FROM alpine:3.20
MAINTAINER CORP\jane "the \" boss"
