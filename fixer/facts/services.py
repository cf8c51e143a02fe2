"""What well-known images of services need when they run as their authors mean them to.

From the entrypoints of Docker's official images (https://github.com/docker-library) and the
Dockerfiles of the others; they hold for every tag of the last years. What an image is not known to
need stands in none of the tables, and an image that is in none is not judged.
"""

from __future__ import annotations

from fixer.later import NamedTuple, regex

#: The entrypoint starts as root, gives its folders to its own user (CHOWN, FOWNER), looks into what
#: is closed to others (DAC_OVERRIDE), and goes on as that user (SETGID, SETUID).
_DROPS = ("CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID")
#: The same with `setpriv --bounding-set=-all`, which stops where it may not do that.
_SETPRIV = (*_DROPS, "SETPCAP")
#: A server whose workers are another user's, whom its master ends.
_MASTER = (*_DROPS, "KILL", "NET_BIND_SERVICE")


class ServiceImage(NamedTuple):
    """An image whose own program is known."""

    #: First words of commands that start it. A command of flags alone starts it, too.
    programs: frozenset[str] = frozenset()
    #: Of the capabilities that a container has by itself, without `CAP_`.
    capabilities: tuple[str, ...] = ()
    #: It starts as a user of its own, who needs none of them.
    unprivileged: bool = False
    #: The first major version for which all of this holds; older ones are not known.
    since: int = 0
    #: Folders that it fills anew at every start; None where it is not known where it writes.
    scratch: tuple[str, ...] | None = None
    #: Folders of what it keeps; the image declares them as volumes.
    state: tuple[str, ...] = ()
    #: The first major version that declares them no longer. It stays set in what `service_image`
    #: finds unless the tag names an older one.
    bare_from: int | None = None
    #: Folders, and ends of files' names, that are mounted for it to read, and change nothing else.
    reads: tuple[str, ...] = ()
    #: Variables that have it write elsewhere.
    variables: frozenset[str] = frozenset()

    @property
    def volumes(self) -> tuple[str, ...]:
        """The folders that are volumes by the image itself."""
        return self.state if self.bare_from is None else ()

    @property
    def bare(self) -> tuple[tuple[str, str], ...]:
        """The folders of what it keeps that may be none, each with the reason."""
        why = "its data goes there, and newer versions of its image make no volume for it"
        return tuple((path, why) for path in self.state if path not in self.volumes)


def _drops(programs: str, scratch: str | None, state: str, variables: str = "") -> ServiceImage:
    return ServiceImage(
        frozenset(programs.split()),
        _DROPS,
        scratch=None if scratch is None else tuple(scratch.split()),
        state=tuple(state.split()),
        reads=(".sql", ".sql.gz", "/etc/localtime", "/etc/timezone"),
        variables=frozenset(variables.split()),
    )


def _own_user(programs: str, state: str | None = None, reads: str = "") -> ServiceImage:
    return ServiceImage(
        frozenset(programs.split()),
        unprivileged=True,
        scratch=None if state is None else (),
        state=tuple((state or "").split()),
        reads=tuple(reads.split()),
    )


#: By the repository of docker.io. PostgreSQL declares a folder in that one before version 18.
_IMAGES = {
    "postgres": _drops(
        "postgres", "/var/run/postgresql", "/var/lib/postgresql", "PGDATA POSTGRES_INITDB_WALDIR"
    ),
    "redis": _drops("redis-server", "", "/data")._replace(capabilities=_SETPRIV, bare_from=8),
    "valkey/valkey": _drops("valkey-server", "", "/data", "VALKEY_EXTRA_FLAGS"),
    "mysql": _drops("mysqld", None, "/var/lib/mysql"),
    "mariadb": _drops("mariadbd mysqld", "/run/mysqld", "/var/lib/mysql"),
    "mongo": _drops("mongod", None, "/data/db /data/configdb"),
    "rabbitmq": _drops("rabbitmq-server", None, "/var/lib/rabbitmq"),
    "nginx": ServiceImage(
        frozenset(["nginx"]),
        _MASTER,
        scratch=("/run", "/var/cache/nginx"),
        reads=("/usr/share/nginx/html", ".pem", ".crt", ".key"),
        variables=frozenset(["NGINX_ENVSUBST_OUTPUT_DIR"]),
    ),
    "httpd": ServiceImage(
        frozenset(["httpd-foreground"]),
        _MASTER,
        scratch=("/usr/local/apache2/logs",),
        reads=("/usr/local/apache2/htdocs",),
    ),
    "memcached": _own_user("memcached", ""),
    "prom/prometheus": _own_user(
        "", "/prometheus", "/etc/prometheus /usr/share/prometheus"
    )._replace(since=2),
    "prom/alertmanager": _own_user("", "/alertmanager", "/etc/alertmanager"),
    "prom/pushgateway": _own_user(""),
    "grafana/grafana": _own_user("")._replace(since=6),
    "grafana/loki": _own_user("")._replace(since=2),
    "nginxinc/nginx-unprivileged": _own_user("nginx", "", "/usr/share/nginx/html"),
}


def service_image(repository: str, tag: str | None = None) -> ServiceImage | None:
    """What is known of the image of this repository of docker.io; None where nothing is."""
    known = _IMAGES.get(repository.removeprefix("library/"))
    number = regex(r"v?(\d+)").match(tag or "")
    if known is None or number is None:
        return known
    major = int(number[1])
    if major < known.since:
        return None
    if known.bare_from is not None and major < known.bare_from:
        return known._replace(bare_from=None)
    return known


#: Capabilities that the program of an image has in its file: where a container may not have them,
#: the kernel refuses to start it. By repository.
FILE_CAPABILITIES = {
    "caddy": ("NET_BIND_SERVICE",),
    "dunglas/frankenphp": ("NET_BIND_SERVICE",),
}
