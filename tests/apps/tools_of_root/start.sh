#!/bin/sh
exec greet "$(basename "$0")"
