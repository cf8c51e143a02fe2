# MAINTAINER keeps quotes that nobody means: the label goes without, and those within are escaped.
FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jane Roe <jane@example.com>"

FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jane \"JR\" Roe"
