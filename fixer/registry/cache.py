"""Answers of earlier runs, in the user's cache folder. It holds no secret.

SQLite, so that any number of processes may use it at once. Whatever is wrong with the file or its
folder, there is only no cache: a file that is broken, or that another version made, is dropped.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fixer.later import NamedTuple
from fixer.registry.model import ImageConfig, Lookup, is_digest

if TYPE_CHECKING:
    import sqlite3

_NAME = "registry.sqlite3"
#: One more for each change of the tables or of ImageConfig.
_VERSION = 1
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS digest (
  endpoint TEXT, repository TEXT, tag TEXT, digest TEXT NOT NULL, media_type TEXT NOT NULL,
  asked REAL NOT NULL, PRIMARY KEY (endpoint, repository, tag)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS config (
  digest TEXT, platform TEXT, config TEXT NOT NULL, PRIMARY KEY (digest, platform)
) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
COMMIT;
"""
#: How long to wait for another process, in seconds.
_PATIENCE = 2.0
#: Digests that nobody asked for in so many seconds are dropped.
_KEPT = 30 * 86_400.0
#: Answers of SQLite that say the file is no good: SQLITE_ERROR (no such table), CORRUPT, NOTADB.
_BROKEN = frozenset({1, 11, 26})

_T = TypeVar("_T")
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class DigestKey(NamedTuple):
    #: The host that answered: what a mirror says is not what the registry says.
    endpoint: str
    repository: str
    tag: str


class ConfigKey(NamedTuple):
    #: Of the index or manifest; it can only ever have one configuration.
    digest: str
    platform: str


class Cache:
    """The file. A connection lives only as long as one call, so that processes may fork."""

    def __init__(self, folder: Path | None, max_age: float) -> None:
        """`folder` is the user's cache folder where None; `max_age` is in seconds."""
        self._folder = folder
        self._max_age = max_age

    def digests(self, keys: Sequence[DigestKey]) -> dict[DigestKey, Lookup]:
        """What is known of `keys` and young enough."""
        now = time.time()

        def read(connection: sqlite3.Connection) -> dict[DigestKey, Lookup]:
            found = {}
            for key in keys:
                row = connection.execute(
                    "SELECT digest, media_type, asked FROM digest "
                    "WHERE endpoint = ? AND repository = ? AND tag = ?",
                    key,
                ).fetchone()
                # A time in the future is a clock's mistake.
                if row and is_digest(row[0]) and 0 <= now - row[2] < self._max_age:
                    found[key] = Lookup(row[0], str(row[1]))
            return found

        return self._read(read) if keys and self._max_age > 0 else {}

    def configs(self, keys: Sequence[ConfigKey]) -> dict[ConfigKey, ImageConfig]:
        """What is known of `keys`, however old."""

        def read(connection: sqlite3.Connection) -> dict[ConfigKey, ImageConfig]:
            found = {}
            for key in keys:
                row = connection.execute(
                    "SELECT config FROM config WHERE digest = ? AND platform = ?", key
                ).fetchone()
                if row and (config := _load(row[0])) is not None:
                    found[key] = config
            return found

        return self._read(read) if keys else {}

    def keep(
        self,
        digests: Mapping[DigestKey, Lookup],
        configs: Mapping[ConfigKey, ImageConfig],
    ) -> None:
        """Store what was learnt just now."""
        now = time.time()

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT OR REPLACE INTO digest VALUES (?, ?, ?, ?, ?, ?)",
                [(*key, it.digest, it.media_type, now) for key, it in digests.items()],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO config VALUES (?, ?, ?)",
                [(*key, _dump(config)) for key, config in configs.items()],
            )
            connection.execute("DELETE FROM digest WHERE asked < ?", (now - _KEPT,))
            connection.execute("COMMIT")

        if digests or configs:
            self._do(write, create=True)

    def _read(self, work: Callable[[sqlite3.Connection], dict[_Key, _Value]]) -> dict[_Key, _Value]:
        return self._do(work, create=False) or {}

    def _do(self, work: Callable[[sqlite3.Connection], _T], create: bool) -> _T | None:
        """What `work` returns, or None where there is no cache to do it with.

        Where the file is no good, it is dropped and `work` is done with a new one.
        """
        import sqlite3

        for _ in range(2):
            try:
                path = self._path(create)
            except (OSError, ValueError):
                return None
            if path is None:
                return None
            found = _identity(path)
            try:
                with closing(_connect(path)) as connection:
                    return work(connection)
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 1) & 0xFF not in _BROKEN:
                    return None
                if found == _identity(path):  # nobody else dropped it meanwhile
                    _drop(path)
            except (OSError, ValueError, TypeError, OverflowError):
                return None
        return None

    def _path(self, create: bool) -> Path | None:
        if self._folder is None:
            import platformdirs

            self._folder = platformdirs.user_cache_path("dockerfile-fixer", appauthor=False)
        path = self._folder / _NAME
        if create:
            # What images one uses is nobody else's business.
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        elif not path.exists():
            return None
        return path


def _connect(path: Path) -> sqlite3.Connection:
    """A connection to a file with our tables in it. Raises sqlite3.Error."""
    import sqlite3

    # No write-ahead log: of two that begin one at once, the second does not wait but fails.
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            connection.executescript(_SCHEMA)
        elif version != _VERSION:
            raise sqlite3.DatabaseError  # without a code: it is dropped
        # A lost answer is asked for again; waiting for the disk is not worth it.
        connection.execute("PRAGMA synchronous = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_ctime_ns


def _drop(path: Path) -> None:
    # The journal goes first: replayed into another file it would break that one.
    for suffix in ("-journal", "-wal", "-shm", ""):
        with suppress(OSError):
            os.unlink(f"{path}{suffix}")


def _dump(config: ImageConfig) -> str:
    return json.dumps({**config._asdict(), "env": dict(config.env), "labels": dict(config.labels)})


def _load(text: object) -> ImageConfig | None:
    try:
        values = json.loads(str(text))
        tuples = {key: tuple(it) for key, it in values.items() if isinstance(it, list)}
        return ImageConfig(**{**values, **tuples})
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
