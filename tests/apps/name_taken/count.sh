#!/bin/bash
set -eu
for number in 1 2 3; do echo "$number" >> numbers; done
echo "counted $(wc -l < numbers)"
