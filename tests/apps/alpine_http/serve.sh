#!/bin/sh
# One caller after the other.
while true; do
    nc -l -p 8080 -e /srv/answer.sh
done
