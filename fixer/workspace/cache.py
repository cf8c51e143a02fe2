"""What became of files in earlier runs, so that a tree that did not change is not parsed again.

A result is known by a digest of the file's content, of what was to be done to it, and of the
fixer's own code and facts. It counts as long as all that was looked at in the build context, and
all that a registry answered, is the same. Where a file's status (time, size, inode) is that of the
run before, its content is not even read, as git does it.

It is one SQLite file of the user's own. Whatever is wrong with it costs time, never a result: it
is left alone for the rest of the run.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, Any

from fixer.later import NamedTuple
from fixer.workspace.find import entry_path

if TYPE_CHECKING:
    from fixer.engine import Options
    from fixer.workspace.run import Job, Outcome

#: The layout of the file. One of another number is made anew.
_LAYOUT = 2
#: So many results are kept, the latest ones.
_MOST = 200_000
#: Results are written so many at a time.
_BATCH = 1000
#: Rows are asked for so many at a time: to ask costs more than a row does.
_AT_ONCE = 500
#: So many looks at the disk are remembered: those at folders serve several files.
_REMEMBERED = 5000
#: A status says nothing of a file that was written so shortly before, in nanoseconds.
_FRESH = 2_000_000_000
#: How long to wait for another process, in seconds.
_PATIENCE = 2.0
#: Larger files are not looked into; their status decides.
_LARGEST = 1 << 20

_TABLES = """
CREATE TABLE results (
    key BLOB NOT NULL UNIQUE, looked TEXT NOT NULL, answers TEXT NOT NULL, outcome TEXT NOT NULL,
    after BLOB
);
CREATE TABLE files (
    path BLOB NOT NULL, options BLOB NOT NULL, looked BLOB NOT NULL, status TEXT NOT NULL,
    result INTEGER NOT NULL, PRIMARY KEY (path, options)
) WITHOUT ROWID;
"""

#: When and how a path was last changed: time, size, number, mode, and more of what is no folder.
Status = tuple[int, ...]
#: What a registry answered: the method, its arguments, and a digest of the answer.
Answer = tuple[str, Sequence[Any], str]


class Hit(NamedTuple):
    """What became of a file in an earlier run. `after` is the new text, packed, if it is known."""

    key: bytes
    outcome: str
    answers: list[Answer]
    after: bytes | None

    @property
    def changed(self) -> bool:
        return self.outcome.startswith('{"changed": true')


class Cache:
    """The results of earlier runs, in the file `path`. Nothing here raises."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._here = os.getcwd()
        self._connection: sqlite3.Connection | None = None
        self._results: list[tuple[Any, ...]] = []
        self._files: list[tuple[Any, ...]] = []
        self._statuses: dict[str, Status | None] = {}
        self._digests: dict[str, str] = {}
        self._found: dict[tuple[bytes, bytes], Hit | None] = {}
        try:
            self._connection = self._open()
        except sqlite3.OperationalError:
            pass  # another process has it, or there can be none here
        except (OSError, sqlite3.Error):
            with suppress(OSError):
                os.unlink(path)
            with suppress(OSError, sqlite3.Error):
                self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
        # No write-ahead log: of two that begin one at once, the second does not wait but fails.
        connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        connection.execute("PRAGMA synchronous = OFF")
        if _layout(connection) != _LAYOUT:
            connection.execute("BEGIN IMMEDIATE")
            if _layout(connection) != _LAYOUT:  # nobody else made it while this one waited
                _make(connection)
            connection.execute("COMMIT")
        return connection

    def find(self, jobs: Iterable[Job]) -> Iterator[Hit | None]:
        """What became of each file that is as it was; None of the others."""
        jobs = iter(jobs)
        while some := list(islice(jobs, _AT_ONCE)):
            rows: dict[tuple[bytes, bytes], tuple[Any, ...]] = {}
            try:
                rows = self._rows(some)
            except (sqlite3.Error, ValueError):
                self._give_up()
            for job in some:
                yield self._find(job, rows)

    def _find(self, job: Job, rows: Mapping[tuple[bytes, bytes], tuple[Any, ...]]) -> Hit | None:
        if self._connection is None or job.options is None:
            return None
        try:
            options = fingerprint(job)
            place = self._absolute(job.path), options
            if place in self._found:
                return self._found[place]
            hit = self._by_status(rows.get(place))
            if hit is None:
                hit = self._by_content(self._connection, job.path, options)
            if not job.options.offline:  # it is asked for once more
                self._found[place] = hit
        except (sqlite3.Error, ValueError, TypeError, KeyError):
            self._give_up()
            return None
        return hit

    def _rows(self, jobs: Sequence[Job]) -> dict[tuple[bytes, bytes], tuple[Any, ...]]:
        """What is kept of these files, by path and options: a look at the file for all of them."""
        if self._connection is None:
            return {}
        rows = self._connection.execute(
            "SELECT path, options, f.looked, status, key, outcome, answers, after"
            " FROM files f JOIN results r ON r.rowid = result"
            f" WHERE path IN ({', '.join('?' * len(jobs))})",
            [self._absolute(job.path) for job in jobs],
        )
        return {(row[0], row[1]): row[2:] for row in rows}

    def _absolute(self, path: str) -> bytes:
        return os.fsencode(entry_path(self._here, path) if path[:1] != os.sep else path)

    def _by_status(self, row: tuple[Any, ...] | None) -> Hit | None:
        if row is None:
            return None
        looked, status, key, outcome, answers, after = row
        paths = os.fsdecode(looked).split("\0")
        if repr([self._status(each) for each in paths]) != status:
            return None
        return Hit(key, outcome, _answers(answers), after)

    def _by_content(self, connection: sqlite3.Connection, path: str, options: bytes) -> Hit | None:
        try:
            with open(path, "rb", buffering=0) as file:
                key = key_of(options, file.read(_LARGEST + 1))
        except OSError:
            return None
        row = connection.execute(
            "SELECT looked, outcome, answers, after FROM results WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        looked = json.loads(row[0])
        for each, digest in looked:
            if self._digest(each) != digest:
                return None
        self._remember(path, options, key, [each for each, _ in looked])
        return Hit(key, row[1], _answers(row[2]), row[3])

    def add(self, job: Job, outcome: Outcome) -> None:
        """Keep what became of a file that is on the disk as it was read; `job` has a `record`."""
        key = outcome.key
        if self._connection is None or not key or outcome.trace:
            return
        looked = sorted(outcome.looked)
        found = json.dumps([[each, self._digest(each)] for each in looked])
        answers = json.dumps(outcome.answers)
        self._results.append((key, found, answers, _written(outcome), outcome.kept or None))
        self._remember(job.path, job.record, key, looked)
        if len(self._results) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is to be kept. The cache is of no use any more."""
        self._flush()
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _flush(self) -> None:
        if self._connection is None or not (self._results or self._files):
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", self._results
            )
            self._connection.executemany(
                "INSERT OR REPLACE INTO files SELECT ?, ?, ?, ?, rowid FROM results WHERE key = ?",
                self._files,
            )
            (last,) = self._connection.execute("SELECT max(rowid) FROM results").fetchone()
            if last and last > _MOST:
                self._connection.execute("DELETE FROM results WHERE rowid <= ?", (last - _MOST,))
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            self._give_up()
        self._results.clear()
        self._files.clear()

    def _give_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()

    def _remember(self, path: str, options: bytes, key: bytes, looked: Iterable[str]) -> None:
        """Keep how the files are that a result is of, unless they are too young for that."""
        place = self._absolute(path)
        paths = dict.fromkeys((os.fsdecode(place), *looked))
        statuses = {each: self._status(each) for each in paths}
        now = time.time_ns()
        if any(status is not None and now - status[0] <= _FRESH for status in statuses.values()):
            return
        folders = {each for each, status in statuses.items() if status and S_ISDIR(status[3])}
        for each in paths:
            # What is not there cannot come to be there without its folder being another.
            if statuses[each] is None and os.path.dirname(each) in folders:
                del statuses[each]
        names = os.fsencode("\0".join(statuses))
        self._files.append((place, options, names, repr(list(statuses.values())), key))

    def _status(self, path: str) -> Status | None:
        """When and how a path was last changed; None where there is none."""
        if path not in self._statuses:
            if len(self._statuses) > _REMEMBERED:
                self._statuses.clear()
            self._statuses[path] = _status(path)
        return self._statuses[path]

    def _digest(self, path: str) -> str:
        """What is at a path, by its content; of a folder by the names in it."""
        if path not in self._digests:
            if len(self._digests) > _REMEMBERED:
                self._digests.clear()
            self._digests[path] = _digest(path)
        return self._digests[path]


def _layout(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def _make(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    ).fetchall():
        connection.execute(f'DROP TABLE "{name}"')
    for statement in filter(str.strip, _TABLES.split(";")):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_LAYOUT}")


def _answers(text: str) -> list[Answer]:
    return json.loads(text) if text != "[]" else []


def _status(path: str) -> Status | None:
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return None
    status: Status = found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode
    if S_ISDIR(found.st_mode):
        return status
    if S_ISLNK(found.st_mode):
        with suppress(OSError):
            target = os.stat(path)
            status += target.st_mtime_ns, target.st_size, target.st_ino, target.st_mode
    return (*status, found.st_ctime_ns)


def _digest(path: str) -> str:
    try:
        found = os.stat(path)
        made = blake2b(str((found.st_mode, os.path.realpath(path))).encode(), digest_size=16)
        if S_ISDIR(found.st_mode):
            made.update("\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape"))
        elif S_ISREG(found.st_mode) and found.st_size <= _LARGEST:
            with open(path, "rb", buffering=0) as file:
                made.update(file.read(_LARGEST + 1))
        else:
            made.update(str((found.st_size, found.st_mtime_ns)).encode())
    except (OSError, ValueError):
        return "-"
    return made.hexdigest()


# Of what a result is known -----------------------------------------------------------------------


def fingerprint(job: Job) -> bytes:
    """A digest of what is to be done, and of the code that does it; empty for nothing."""
    options = job.options
    if options is None:
        return b""
    own = "\0".join(
        map(str, (options.context, options.top, options.services, job.accepted, job.path))
    )
    common = _common(options._replace(context=None, top=None, path=None, services=()))
    return blake2b(common + own.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def key_of(fingerprint: bytes, source: bytes) -> bytes:
    """What the result for a text is known by; empty where it is too large to be kept."""
    if len(source) > _LARGEST:
        return b""
    return blake2b(fingerprint + source, digest_size=20).digest()


@lru_cache(maxsize=256)
def _common(options: Options) -> bytes:
    """Most files have these options in common."""
    said = [
        sorted(value) if isinstance(value, frozenset) else value
        for value in (getattr(options, name) for name in options._fields)
    ]
    return blake2b(_version() + repr(said).encode("utf-8", "replace"), digest_size=16).digest()


@lru_cache(maxsize=1)
def _version() -> bytes:
    """A digest of the fixer's own files, by their status: another code, other results."""
    import importlib
    import sys

    made = blake2b(sys.version.encode(), digest_size=16)
    for package in ("fixer", "fixer.transforms"):
        for top in importlib.import_module(package).__path__:
            for folder, below, names in os.walk(top):
                below[:] = sorted(name for name in below if name != "__pycache__")
                for name in sorted(names):
                    found = os.stat(os.path.join(folder, name))
                    made.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return made.digest()


def _written(outcome: Outcome) -> str:
    problem = outcome.problem
    return json.dumps(
        {
            "changed": outcome.changed,
            "changes": outcome.changes,
            "skips": outcome.skips,
            "problem": [problem.reason, problem.line] if problem else None,
            "context": outcome.context,
            "root": outcome.root,
        }
    )


def outcome_of(path: str, hit: Hit) -> Outcome:
    """The outcome that was kept, for the file `path`."""
    from fixer.edit import Safety, Skip
    from fixer.engine import Change, Problem
    from fixer.workspace.run import Outcome

    said = json.loads(hit.outcome)
    return Outcome(
        path,
        changed=said["changed"],
        changes=[
            Change(name, line, why, Safety(safety)) for name, line, why, safety in said["changes"]
        ],
        skips=[
            Skip(line, reason, Safety(safety) if safety else None, name, fails)
            for line, reason, safety, name, fails in said["skips"]
        ],
        problem=Problem(*said["problem"]) if said["problem"] else None,
        failure="fixed" if said["problem"] else None,
        context=said["context"],
        root=said["root"],
    )


# What a registry answers -------------------------------------------------------------------------


class Recorder:
    """A registry that notes what it is asked, and a digest of what it answers."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry
        self.answers: list[Answer] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._registry, name)

        def ask(*arguments: Any) -> Any:
            answer = method(*arguments)
            self.answers.append((name, _plain(arguments), _summary(answer)))
            return answer

        return ask


def _plain(arguments: Sequence[Any]) -> list[Any]:
    return [list(each) if isinstance(each, tuple) else each for each in arguments]


def _summary(answer: object) -> str:
    return blake2b(repr(answer).encode("utf-8", "replace"), digest_size=12).hexdigest()


def same_answers(answers: Iterable[Answer], registry: Any) -> bool:
    """Whether a registry, which may be None, still answers as it did."""
    from fixer.dockerfile.reference import ImageReference

    for name, arguments, summary in answers:
        if registry is None:
            return False
        asked = [ImageReference(*each) if isinstance(each, list) else each for each in arguments]
        if _summary(getattr(registry, name)(*asked)) != summary:
            return False
    return True
