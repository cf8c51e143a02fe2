"""nginx by who packages it: where it writes, and what its own configuration says.

As any user it starts, binds port 80 (on Docker 20.10 and later) and serves once these places are
its own or lie in /tmp: seen with Debian's nginx 1.22 and 1.26. What `user` says is ignored with a
warning then; on its end it cannot remove its pid file, which it logs and no more.
https://github.com/nginx/docker-nginx  https://sources.debian.org/src/nginx
https://gitlab.alpinelinux.org/alpine/aports/-/blob/master/main/nginx/APKBUILD
"""

from __future__ import annotations

from fixer.later import NamedTuple, regex

FOLDER = "/etc/nginx"
CONFIG = "/etc/nginx/nginx.conf"
LOGS = "/var/log/nginx"
ACCESS_LOG = f"{LOGS}/access.log"
ERROR_LOG = f"{LOGS}/error.log"

#: The folders for what nginx buffers.
TEMPORARY = (
    "client_body_temp_path",
    "proxy_temp_path",
    "fastcgi_temp_path",
    "uwsgi_temp_path",
    "scgi_temp_path",
)

_HTTP = ("http",)


class Build(NamedTuple):
    """nginx as somebody packages it."""

    #: Where it writes: folders, and files in folders of the system.
    folders: tuple[str, ...]
    files: tuple[str, ...]
    #: Its own configuration says where the process id is kept, in a line of its own.
    names_pid: bool
    #: What its own configuration includes that others may bring: the pattern, and the block.
    includes: tuple[tuple[str, tuple[str, ...]], ...]
    #: Its log files are links to the container's output.
    linked: bool = False
    #: A folder that only its account may enter, which holds its modules and links to its logs.
    closed: str = ""


OFFICIAL = Build(
    ("/var/cache/nginx",),
    ("/run/nginx.pid",),
    True,
    ((f"{FOLDER}/conf.d/*.conf", _HTTP),),
    linked=True,
)
DEBIAN = Build(
    ("/var/lib/nginx", LOGS),
    ("/run/nginx.pid",),
    True,
    (
        (f"{FOLDER}/modules-enabled/*.conf", ()),
        (f"{FOLDER}/conf.d/*.conf", _HTTP),
        (f"{FOLDER}/sites-enabled/*", _HTTP),
    ),
)
#: Up to Alpine 3.13 the sites are in conf.d; later that is for the main context.
ALPINE = Build(
    ("/var/lib/nginx", LOGS, "/run/nginx"),
    (),
    False,
    (
        (f"{FOLDER}/modules/*.conf", ()),
        (f"{FOLDER}/conf.d/*.conf", _HTTP),
        (f"{FOLDER}/http.d/*.conf", _HTTP),
    ),
    closed="/var/lib/nginx",
)

#: The packages that bring it.
PACKAGES = frozenset("nginx nginx-light nginx-full nginx-core nginx-extras".split())
#: Of a RUN, what has another repository bring packages of the same names.
OTHER_REPOSITORY = regex(rb"nginx\.org|add-apt-repository|ppa\.launchpad|openresty|sury\.org")
#: What every package brings to be included, and which writes nothing.
PACKAGED = regex(
    r"/etc/nginx/(?:mime\.types|fastcgi\.conf|(?:fastcgi|scgi|uwsgi|proxy)_params|koi-\w+|win-utf"
    r"|snippets/fastcgi-php\.conf)"
)
#: The folders of /etc/nginx that hold what is included.
INCLUDED = regex(
    rf"{FOLDER}/(?:conf\.d|http\.d|stream\.d|sites-enabled|sites-available|snippets|includes?"
    r"|modules(?:-enabled|-available)?|templates)(?:/.*)?"
)
