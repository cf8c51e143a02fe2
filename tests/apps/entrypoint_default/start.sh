#!/bin/sh
set -eu
: "${QUEUE:=/var/opt/queue}"
mkdir -p "$QUEUE"
echo "in the queue" > "$QUEUE/first"
exec "$@"
