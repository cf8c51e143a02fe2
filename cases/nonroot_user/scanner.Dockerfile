# As another user it scans in another way, and refuses most of its flags.
FROM alpine:3.20
RUN apk add --no-cache nmap
ENTRYPOINT ["nmap"]
CMD ["--help"]
