#!/bin/sh
exec su -s /bin/sh runner -c 'echo "as $(id -un)"'
