#!/bin/bash
jq -r '"one is \(.eur)"' /etc/rates.json | tee /opt/rates/last
cat "$HOME/note.txt"
