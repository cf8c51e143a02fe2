#!/bin/sh
set -e
debootstrap --variant=minbase bookworm rootfs
mksquashfs rootfs system.squashfs
