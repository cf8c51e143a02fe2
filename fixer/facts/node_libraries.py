"""Libraries of Node's that write where one of their arguments says."""

from __future__ import annotations

from fixer.later import NamedTuple


class Library(NamedTuple):
    """Which arguments of its functions name what it writes; whether that is a folder."""

    #: By their number.
    places: dict[int, bool]
    #: By their key in an object that is given.
    keys: dict[str, bool]


def _folder(*keys: str, at: int | None = None) -> Library:
    return Library({} if at is None else {at: True}, dict.fromkeys(keys, True))


def _file(*keys: str, at: int | None = None) -> Library:
    return Library({} if at is None else {at: False}, dict.fromkeys(keys, False))


#: By the module that a function comes from.
LIBRARIES = {
    "bunyan": _file("path"),
    "cacache": _folder(at=0),
    "conf": _folder("cwd"),
    "connect-sqlite3": _folder("dir"),
    "electron-store": _folder("cwd"),
    "extract-zip": _folder("dir"),
    "file-stream-rotator": _file("filename"),
    "flat-cache": _folder(at=1),
    "keyv-file": _file("filename"),
    "lmdb": _file("path"),
    "lokijs": _file(at=0),
    "lowdb/adapters/FileAsync": _file(at=0),
    "lowdb/adapters/FileSync": _file(at=0),
    "make-dir": _folder(at=0),
    "mkdirp": _folder(at=0),
    "nedb-promises": _file("filename", at=0),
    "node-json-db": _file(at=0),
    "node-localstorage": _folder(at=0),
    "pouchdb": _folder(at=0),
    "rotating-file-stream": _folder("path"),
    "session-file-store": _folder("path"),
    "@seald-io/nedb": _file("filename"),
    "steno": _file(at=0),
    "tar": _folder("cwd", "C"),
    "unzipper": _folder("path"),
    "write-file-atomic": _file(at=0),
}
