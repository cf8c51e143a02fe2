#!/bin/sh
set -eu

collector --follow /var/log/nginx &
exec "$@"
