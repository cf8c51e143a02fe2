"""Which files of an image are an application's, and which are others each time they are made."""

from __future__ import annotations

import re

#: What a distribution lays out and an application does not live in.
_SYSTEM = frozenset("bin boot dev etc lib lib32 lib64 libx32 proc run sbin sys usr var".split())
#: Below these an application may live after all.
WITHIN = ("usr/src/", "var/www/", "usr/share/nginx/", "var/lib/", "var/log/", "var/cache/")
#: What programs write down with the time of day in it, or in the order in which it came.
_VARIES = re.compile(
    r"(?:^|/)(?:__pycache__|\.cache|_cacache|_logs|_update-notifier-last-checked|\.git/index)(?:/|$)"
    r"|\.(?:py[co]|log(?:\.\d+|\.gz)?|pid|lock)$"
    r"|^var/(?:log|cache)/"
    r"|^var/lib/(?:apk|apt|dbus|dpkg|pam|pacman|portage|rpm|shells\.state|systemd|ucf|zypp)(?:/|$)"
)


def is_application(path: str) -> bool:
    """Whether a file may be of an application; the path has no first slash."""
    return path.partition("/")[0] not in _SYSTEM or path.startswith(WITHIN)


def has_contents(path: str) -> bool:
    """Whether what a file holds tells something: it is an application's, and no log or cache."""
    return is_application(path) and not _VARIES.search(path)
