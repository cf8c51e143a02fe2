"""Replacing a file whole, or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from fixer.workspace.read import ReadError, read, reason


class WriteError(Exception):
    """A file was not replaced and is as it was; the message is the reason, without its name."""


def replace(path: str, before: bytes, after: bytes) -> None:
    """Make `after` of the regular file `path`, which must still hold `before`. Raises WriteError.

    The text goes to a file beside it that then takes its place, with its mode, its extended
    attributes and, where permitted, its owner. Whatever goes wrong on the way, the old file stays
    and the new one is gone. Of a file with several names (hard links) only this name is replaced:
    the others keep the old text. Nothing is forced to the disk: after a power cut either text may
    be there, as with a file that an editor or git has written.
    """
    try:
        old = os.lstat(path)
        # A rename asks the folder alone; that its owner write-protected the file counts too.
        effective = os.access in os.supports_effective_ids
        if not os.access(path, os.W_OK, effective_ids=effective):
            raise WriteError("the file is read-only")
        _replace(path, before, after, old)
    except (OSError, ValueError) as error:
        raise WriteError(reason(error)) from error


def create(path: str, text: bytes) -> None:
    """Make the file `path`, which must not exist, with this text. Raises WriteError."""
    beside = os.path.join(os.path.dirname(path), f".fixer-{os.urandom(8).hex()}")
    try:
        try:
            with open(beside, "xb", buffering=0) as file:
                rest = memoryview(text)
                while rest:
                    rest = rest[file.write(rest) :]
            os.link(beside, path)  # fails where it exists, which a rename would not
        finally:
            with suppress(OSError):
                os.unlink(beside)
    except (OSError, ValueError) as error:
        raise WriteError(reason(error)) from error


def _replace(path: str, before: bytes, after: bytes, old: os.stat_result) -> None:
    beside = os.path.join(os.path.dirname(path), f".fixer-{os.urandom(8).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(beside, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
        with open(descriptor, "wb", buffering=0) as file:
            rest = memoryview(after)
            while rest:
                rest = rest[file.write(rest) :]
            if hasattr(os, "fchmod"):
                _keep(descriptor, path, old)
        try:
            now = read(path)
        except ReadError as error:
            raise WriteError(f"it was changed in the meantime: {error}") from error
        if now != before:
            raise WriteError("it was changed in the meantime")
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


def _keep(descriptor: int, path: str, old: os.stat_result) -> None:
    """Give the new file the old one's owner, extended attributes and mode, in this order.

    A change of owner takes special bits of the mode away, so that the mode comes last.
    """
    new = os.fstat(descriptor)
    if new.st_uid != old.st_uid:
        with suppress(OSError):
            os.fchown(descriptor, old.st_uid, -1)
    if new.st_gid != old.st_gid:
        with suppress(OSError):
            os.fchown(descriptor, -1, old.st_gid)
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # a file system without them
            for name in os.listxattr(path):
                with suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(path, name))
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
