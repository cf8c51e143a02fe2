# MAINTAINER expands nothing; what LABEL would expand is escaped, and quotes in the middle too.
FROM alpine:3.20
MAINTAINER Jane "JR" Roe, $5 an hour, ${EMAIL}, "both" ends "quoted"
