# MAINTAINER expands nothing, LABEL does; quotes in the middle are the text's own.
FROM alpine:3.20
MAINTAINER Jane "JR" Roe, $5 an hour, ${EMAIL}, "both" ends "quoted"
