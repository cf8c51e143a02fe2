#!/bin/sh
set -eu
count=0
while :; do
    count=$((count + 1))
    echo "$count" > "$STATE/count"
    [ "$count" != "$1" ] || echo "counted to $(cat "$STATE/count")"
    sleep 0.2
done
