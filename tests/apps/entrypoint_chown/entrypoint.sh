#!/usr/bin/env bash
set -euo pipefail
mkdir -p /app/media
chown -R www-data:www-data /app/media
exec "$@"
