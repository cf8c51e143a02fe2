#!/bin/sh
chown -R www-data /srv
exec "$@"
