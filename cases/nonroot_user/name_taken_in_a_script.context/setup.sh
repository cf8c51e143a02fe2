#!/bin/sh
set -e
useradd app
