#!/bin/sh
. /opt/venv/bin/activate
exec "$@"
