#!/bin/sh
set -e
if [ "$(id -u)" = "0" ]; then
    find . \! -user store -exec chown store '{}' +
    exec gosu store "$0" "$@"
fi
exec "$@"
