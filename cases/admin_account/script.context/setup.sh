#!/bin/sh
set -e
mkdir -p /srv/data
chown super:super /srv/data
