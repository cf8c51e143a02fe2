# A continuation may come directly behind the name, and names may be quoted.
FROM \
    debian:12\
    AS base
FROM "alpine:3.20"
FROM debian:12
