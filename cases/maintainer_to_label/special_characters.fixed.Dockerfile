# MAINTAINER expands nothing; what LABEL would expand is escaped, and quotes in the middle too.
FROM alpine:3.20
LABEL org.opencontainers.image.authors="Jane \"JR\" Roe, \$5 an hour, \${EMAIL}, \"both\" ends \"quoted\""
