#!/bin/sh
sudo chown app /data
exec "$@"
