#!/bin/sh
sudo kill -HUP 1
