"""Reading a file that somebody else may have put there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

#: The largest file that is read, in bytes. A Dockerfile of a megabyte is already a mistake.
LIMIT = 5_000_000

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    # Opening a FIFO that nobody writes to would otherwise wait for ever.
    | getattr(os, "O_NONBLOCK", 0)
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class ReadError(Exception):
    """A file was not read; the message is the reason, without the file's name."""


def read(path: str, *, follow: bool = False) -> bytes:
    """The bytes of the regular file `path`; a link only with `follow`. Raises ReadError.

    Nothing else is ever opened; should something else take the file's place at that very moment,
    opening it does not wait and it is not read. A file that grows ends at the limit.
    """
    try:
        found = os.stat(path) if follow else os.lstat(path)
        _regular(found)
        descriptor = os.open(path, _FLAGS if follow else _FLAGS | _NO_LINK)
    except (OSError, ValueError) as error:
        raise ReadError(reason(error)) from error
    with open(descriptor, "rb", buffering=0) as file:
        _regular(os.fstat(descriptor))
        try:
            return bounded(file.read)
        except OSError as error:
            raise ReadError(reason(error)) from error


def _regular(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ReadError(f"it is {kind(found.st_mode)}, not a regular file")
    if found.st_size > LIMIT:
        raise ReadError(too_large(found.st_size))


def bounded(read: Callable[[int], bytes | None]) -> bytes:
    """Everything that `read` gives, up to the limit. Raises ReadError beyond it, and OSError."""
    parts: list[bytes] = []
    size = 0
    while part := read(LIMIT + 1 - size):
        parts.append(part)
        size += len(part)
        if size > LIMIT:
            raise ReadError(too_large(None))
    return b"".join(parts)


def too_large(size: int | None) -> str:
    """The reason for which a file of `size` bytes is not read; None where its end is unknown."""
    said = f"it has {size:,} bytes" if size is not None else "it does not end"
    return f"{said}; a Dockerfile may have {LIMIT:,}"


def kind(mode: int) -> str:
    """What a file of this mode is, with its article."""
    names = {
        stat.S_IFDIR: "a folder",
        stat.S_IFIFO: "a FIFO",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
        stat.S_IFLNK: "a link",
    }
    return names.get(stat.S_IFMT(mode), "something else")


def reason(error: OSError | ValueError) -> str:
    """What went wrong, without the name of the file, which the caller knows how to write."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error)
