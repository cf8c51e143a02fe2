#!/bin/sh
SUDO=sudo
$SUDO mkdir /srv/data
