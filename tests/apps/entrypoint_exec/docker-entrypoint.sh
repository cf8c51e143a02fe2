#!/bin/bash
set -e

if [ "${1#-}" != "$1" ]; then
    set -- python serve.py "$@"
fi

export GREETING="${GREETING:-good morning}"

exec "$@"
