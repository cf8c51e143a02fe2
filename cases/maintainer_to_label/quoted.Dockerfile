# MAINTAINER keeps quotes that nobody means: the label goes without, and those within are escaped.
FROM alpine:3.20
MAINTAINER "Jane Roe <jane@example.com>"

FROM alpine:3.20
MAINTAINER 'Jane "JR" Roe'
