#!/bin/sh
collector --follow /var/log/nginx &
