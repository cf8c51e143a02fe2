#!/bin/sh
read -r request
while read -r line && [ "$line" != "$(printf '\r')" ]; do :; done
printf 'HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nsmall and quick\n'
