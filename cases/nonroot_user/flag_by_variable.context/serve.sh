#!/bin/bash
exec /opt/control/server --port "$1"
