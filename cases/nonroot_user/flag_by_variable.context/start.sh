#!/bin/bash
set -e
bash ${DEBUG:+-x} /opt/control/serve.sh 8090
