"""How registries are asked: the user's own configuration, never a repository's.

A mirror says what a tag means, and an insecure host may be impersonated: who rewrites somebody
else's Dockerfiles must not be sent there by a file that lies beside them. So `[registry]` stands in
`config.toml` in the user's configuration folder, or in the file that FIXER_CONFIG names:

    offline = false                        # ask nobody

    [registry]
    mirrors."docker.io" = ["mirror.corp:5000", "harbor.corp/hub"]   # asked first, in order
    insecure = ["registry.test:5000"]      # its certificate is not verified
    ca = "/etc/corp/ca.pem"                # trusted besides the public authorities
    credentials = true                     # those of Docker and Podman
    connections = 8                        # requests at once
    connect-time = 5.0                     # seconds, as are all that follow
    read-time = 10.0
    request-time = 20.0
    total-time = 120.0                     # for a whole run
    max-age = 86400                        # of an answer that was kept
    cache = "/var/cache/fixer"             # a folder; use-cache = false keeps nothing

    [checksums]                            # of files that ADD fetches
    hosts = ["files.corp", "10.0.0.7:81"]  # asked though their addresses are private ones
    max-size = 512                         # MiB
    file-time = 120.0
    total-time = 600.0
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fixer.config import ConfigError, table
from fixer.workspace.read import ReadError, read

if TYPE_CHECKING:
    from fixer.registry import Settings

_NUMBERS = ("connect-time", "read-time", "request-time", "total-time")


def settings(*, refresh: bool = False) -> Settings:
    """The user's settings. With `refresh`, no answer of an earlier run counts unless it says so.

    Raises ConfigError.
    """
    from fixer.registry import Settings

    path, named = _path()
    chosen = Settings(max_age=0.0) if refresh else Settings()
    if not named and not os.path.lexists(path):
        return chosen
    try:
        values = table(path, read(path, follow=True))
    except ReadError as error:
        raise ConfigError(path, str(error)) from error
    return chosen._replace(**_Reader(path).settings(values))


def _path() -> tuple[str, bool]:
    """The user's configuration file, and whether it was named."""
    named = os.environ.get("FIXER_CONFIG")
    if named:
        return named, True
    import platformdirs

    return os.path.join(platformdirs.user_config_dir("dockerfile-fixer"), "config.toml"), False


class _Reader:
    """Takes the values one by one, and says exactly which one is wrong."""

    def __init__(self, path: str) -> None:
        self._path = path

    def settings(self, values: dict[str, Any]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key, value in values.items():
            if key == "offline":
                out[key] = self._boolean(key, value)
            elif key == "registry" and isinstance(value, dict):
                out |= self._registry(value)
            elif key == "checksums" and isinstance(value, dict):
                out |= self._checksums(value)
            else:
                raise self._error(key, "is not known")
        return out

    def _registry(self, values: dict[str, Any]) -> dict[str, Any]:
        readers: dict[str, Callable[[str, Any], Any]] = {
            "mirrors": self._mirrors,
            "insecure": lambda key, value: frozenset(self._texts(key, value)),
            "ca": self._file,
            "cache": self._file,
            "credentials": self._boolean,
            "use-cache": self._boolean,
            "connections": self._count,
            "max-age": self._seconds,
            **dict.fromkeys(_NUMBERS, self._positive),
        }
        out = self._table("registry", values, readers)
        return {name.replace("-", "_"): value for name, value in out.items()}

    def _checksums(self, values: dict[str, Any]) -> dict[str, Any]:
        readers: dict[str, Callable[[str, Any], Any]] = {
            "hosts": lambda key, value: frozenset(self._texts(key, value)),
            "max-size": lambda key, value: int(self._positive(key, value, "MiB") * (1 << 20)),
            "file-time": self._positive,
            "total-time": self._positive,
        }
        names = {
            "hosts": "private_hosts",
            "max-size": "file_size",
            "file-time": "file_time",
            "total-time": "files_time",
        }
        out = self._table("checksums", values, readers)
        return {names[name]: value for name, value in out.items()}

    def _table(
        self, table: str, values: dict[str, Any], readers: dict[str, Callable[[str, Any], Any]]
    ) -> dict[str, Any]:
        out = {}
        for name, value in values.items():
            key = f"{table}.{name}"
            if name not in readers:
                raise self._error(key, "is not known")
            out[name] = readers[name](key, value)
        return out

    def _error(self, key: str, reason: str) -> ConfigError:
        return ConfigError(self._path, f"{key} {reason}")

    def _boolean(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self._error(key, "must be true or false")
        return value

    def _seconds(self, key: str, value: Any, unit: str = "seconds") -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
            raise self._error(key, f"must be a number of {unit}")
        return float(value)

    def _positive(self, key: str, value: Any, unit: str = "seconds") -> float:
        if self._seconds(key, value, unit) == 0:
            raise self._error(key, f"must be a number of {unit}, and not 0")
        return float(value)

    def _count(self, key: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 64:
            raise self._error(key, "must be a number from 1 to 64")
        return value

    def _texts(self, key: str, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._error(key, "must be a list of texts")
        return value

    def _file(self, key: str, value: Any) -> Any:
        from pathlib import Path

        if not isinstance(value, str) or not value or "\0" in value:
            raise self._error(key, "must be a path")
        return Path(os.path.dirname(self._path), os.path.expanduser(value))

    def _mirrors(self, key: str, value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
        from fixer.dockerfile.reference import parse_reference

        if not isinstance(value, dict):
            raise self._error(key, "must be a table")
        out = []
        for host, names in value.items():
            mirrors = tuple(self._texts(f'{key}."{host}"', names))
            out.append((host, mirrors))
            for name in mirrors:
                parsed = parse_reference(f"{name}/image")
                if parsed is None or not f"{name}/".startswith(f"{parsed.registry}/"):
                    raise self._error(key, f"holds {name!r}, which is no host")
        return tuple(out)
