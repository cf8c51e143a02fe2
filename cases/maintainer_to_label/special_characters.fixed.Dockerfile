# MAINTAINER expands nothing, LABEL does; quotes in the middle are the text's own.
FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jane \"JR\" Roe, \$5 an hour, \${EMAIL}, \"both\" ends \"quoted\""
