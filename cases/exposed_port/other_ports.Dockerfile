# Another number that holds these digits, a range, a variable.
FROM debian:12
ARG PORT=2375
EXPOSE 12375 2375/udp 2370-2380 ${PORT}
CMD ["sleep", "infinity"]
