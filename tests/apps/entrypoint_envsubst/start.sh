#!/bin/sh
envsubst < /etc/app.conf.template > /etc/app.conf
exec cat /etc/app.conf
