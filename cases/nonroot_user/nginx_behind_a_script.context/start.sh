#!/bin/sh
set -eu

echo "window.api = \"${API_URL:-/api}\";" > /usr/share/nginx/html/env.js
nginx -t
exec "$@"
