# MAINTAINER keeps quotes that nobody means: the label goes without them.
FROM alpine:3.20
MAINTAINER "Jane Roe <jane@example.com>"

FROM alpine:3.20
MAINTAINER 'Jane "JR" Roe'
