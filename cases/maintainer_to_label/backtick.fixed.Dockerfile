# escape=`
# With this directive it is the backtick that a LABEL would take away.
FROM alpine:3.20
LABEL org.opencontainers.image.authors="CORP\jane ```$me`` and ``me"
