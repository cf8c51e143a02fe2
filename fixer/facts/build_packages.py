"""Packages that compile Python's extension modules, and the libraries that those then load.

A library's development package brings the library along, so removing the one takes the other,
unless it is installed by its own name. The names are those of Debian 11 to 13 and Alpine 3.16 to
3.22 (packages.debian.org, pkgs.alpinelinux.org). A package whose library changes its name from
release to release is not listed, nor one that a running program may call.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The libraries that what was compiled with a Debian package needs, besides those of every base.
APT: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "gcc g++ build-essential make cmake autoconf automake pkg-config pkgconf libc6-dev"
        " linux-libc-dev ninja-build".split(),
        (),
    ),
    "python3-dev": ("python3",),
    "gfortran": ("libgfortran5",),
    "libpq-dev": ("libpq5",),
    "default-libmysqlclient-dev": ("libmariadb3",),
    "libmariadb-dev": ("libmariadb3",),
    "libmariadb-dev-compat": ("libmariadb3",),
}
#: As APT, for Alpine.
APK: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        "make cmake autoconf automake pkgconf pkgconfig musl-dev libc-dev linux-headers"
        " openssl-dev zlib-dev samurai ninja".split(),
        (),
    ),
    "python3-dev": ("python3",),
    "gcc": ("libgcc",),
    "g++": ("libstdc++",),
    "build-base": ("libstdc++",),
    "rust": ("libgcc",),
    "cargo": ("libgcc",),
    "gfortran": ("libgfortran",),
    "libffi-dev": ("libffi",),
    "postgresql-dev": ("libpq",),
    "libpq-dev": ("libpq",),
    "mariadb-dev": ("mariadb-connector-c",),
    "mariadb-connector-c-dev": ("mariadb-connector-c",),
    "jpeg-dev": ("libjpeg-turbo",),
    "libjpeg-turbo-dev": ("libjpeg-turbo",),
    "libpng-dev": ("libpng",),
    "freetype-dev": ("freetype",),
    "libxml2-dev": ("libxml2",),
    "libxslt-dev": ("libxslt",),
    "yaml-dev": ("yaml",),
    "gmp-dev": ("gmp",),
}
