#!/bin/sh
set -e

cat > /usr/share/nginx/html/env.js <<END
window.api = "${API_URL:-/api}";
END
