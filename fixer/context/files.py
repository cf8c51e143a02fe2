"""The build context on disk: read only, never followed out of, and only as much as is wanted."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fixer.dockerfile.lazy import lazy
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.dockerfile.document import Document

#: Larger files are not read, in bytes.
LARGEST = 1024 * 1024
#: As many entries of the context are looked at when it is listed.
_ENTRIES = 5000
_LEVELS = 16
#: The patterns of one `.dockerignore` that are honoured, and how long each may be: no path is.
_PATTERNS = 5000
_LONGEST = 4096

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


class Context:
    """The files that a build sends. Paths are POSIX, relative to its folder.

    What `.dockerignore` excludes is not there; nor is what lies outside, whichever way a link
    leads there, nor anything but files and folders. Nothing here raises an OSError.
    """

    def __init__(
        self, root: str, dockerfile: str | None = None, looked: set[str] | None = None
    ) -> None:
        self.root = os.path.realpath(root)
        #: The paths on which what is said here depends: of a folder, on the names in it.
        self.looked: set[str] = set() if looked is None else looked
        self.looked.add(self.root)
        self._dockerfile = dockerfile
        #: A listing ended before all was looked at.
        self.cut_short = False
        self._listings: dict[int, list[str]] = {}
        self._matches: dict[str, list[str]] = {}

    @property
    def name(self) -> str:
        """The folder's own name."""
        return os.path.basename(self.root)

    @lazy
    def ignored(self) -> Ignored:
        """What `.dockerignore` says, or the Dockerfile's own beside it, which goes before."""
        if self._dockerfile is not None:
            path = os.path.abspath(f"{self._dockerfile}.dockerignore")
            self.looked.add(path)
            own = _read(path)
            if own is not None:
                return Ignored(own)
        path = os.path.join(self.root, ".dockerignore")
        if ".dockerignore" in self._names:
            self.looked.add(path)
        return Ignored(_read(path) or b"")

    @lazy
    def _names(self) -> frozenset[str]:
        """What is in the folder itself: most of what is asked for is not there."""
        try:
            return frozenset(os.listdir(self.root))
        except OSError:
            return frozenset()

    def _real(self, path: str) -> str | None:
        """Where a path is on disk, links resolved; None where that is not in the context."""
        if "\0" in path:
            return None
        parts = _parts(path)
        if parts is None:
            return None
        if parts and parts[0] not in self._names:
            return None
        full = os.path.join(self.root, *parts)
        if parts:
            self.looked.add(full)
        if not os.path.lexists(full):
            return None  # links cost more to follow
        try:
            real = os.path.realpath(full)
        except (OSError, ValueError):
            return None
        if real == self.root:
            return real
        inside = self.root.rstrip(os.sep) + os.sep
        if not real.startswith(inside):
            return None
        if self.ignored and parts and self.ignored.covers(parts):
            return None
        meant = tuple(real[len(inside) :].split(os.sep))
        if self.ignored and meant != parts and self.ignored.covers(meant):
            return None
        return real

    def read(self, path: str) -> bytes | None:
        """A file's content; None where it is not there, or larger than LARGEST."""
        real = self._real(path)
        return None if real is None else _read(real)

    def head(self, path: str, size: int) -> bytes | None:
        """The first bytes of a file of any length; None where it is not there."""
        real = self._real(path)
        return None if real is None else _read(real, size)

    def beside(self, path: str) -> bytes | None:
        """A file beside the context, as an absolute path: it is read whatever is ignored."""
        self.looked.add(path)
        return _read(path)

    def is_file(self, path: str) -> bool:
        mode = self.mode(path)
        return mode is not None and stat.S_ISREG(mode)

    def is_folder(self, path: str) -> bool:
        # a folder may be excluded and files in it brought back
        parts = _parts(path)
        if parts is None:
            return False
        if self.ignored.brings_back and parts and self.ignored.covers(parts):
            self.looked.add(os.path.join(self.root, *parts))
            real = os.path.realpath(os.path.join(self.root, *parts))
            return real.startswith(self.root.rstrip(os.sep) + os.sep) and os.path.isdir(real)
        mode = self.mode(path)
        return mode is not None and stat.S_ISDIR(mode)

    def mode(self, path: str) -> int | None:
        """The mode of a file or folder, its kind included (`stat.S_ISREG`); None if not there."""
        real = self._real(path)
        try:
            return None if real is None else os.lstat(real).st_mode
        except OSError:
            return None

    def exists(self, path: str) -> bool:
        return self.is_file(path) or self.is_folder(path)

    def match(self, pattern: str) -> list[str]:
        """The files and folders that a COPY's source with wildcards names, sorted."""
        if pattern not in self._matches:
            self._matches[pattern] = list(self._match(pattern))
        return self._matches[pattern]

    def _match(self, pattern: str) -> Iterator[str]:
        wanted = [_glob(part) for part in pattern.strip("/").split("/") if part not in ("", ".")]
        levels = len(wanted)
        if levels not in self._listings:
            self._listings[levels] = list(self.listing(levels))
        for path in self._listings[levels]:
            parts = path.split("/")
            if len(parts) == len(wanted) and all(
                glob.fullmatch(part) for glob, part in zip(wanted, parts, strict=True)
            ):
                yield path

    def listing(self, levels: int = _LEVELS) -> Iterator[str]:
        """Files and folders, `levels` deep, sorted within a folder; links to folders are not
        followed. Ends after a few thousand entries."""
        left = _ENTRIES
        pending = [("", 1)]
        while pending:
            folder, level = pending.pop()
            found: list[tuple[str, bool]] = []
            path = os.path.join(self.root, *_parts(folder) or ())
            self.looked.add(path)
            try:
                with os.scandir(path) as entries:
                    for entry in entries:
                        left -= 1
                        if left < 0:
                            self.cut_short = True
                            return
                        found.append((entry.name, entry.is_dir(follow_symlinks=False)))
            except OSError:
                continue
            below = []
            for name, is_folder in sorted(found):
                path = f"{folder}/{name}" if folder else name
                covered = self.ignored.covers(path.split("/"))
                if is_folder and level < levels and (not covered or self.ignored.brings_back):
                    below.append((path, level + 1))
                if not covered:
                    yield path
            pending.extend(reversed(below))


#: How far above a Dockerfile that is looked for which tells of its image.
_ABOVE = 3


def folders_around(document: Document) -> list[str]:
    """Where files may lie that tell of a document's image: its context's folder first, then its own
    and those above it, no further than its repository's."""
    context = context_of(document)
    folders = [context.root] if context is not None else []
    if document.path:
        folder = os.path.dirname(os.path.abspath(document.path))
        for _ in range(_ABOVE):
            folders.append(folder)
            if os.path.exists(os.path.join(folder, ".git")):
                break
            folder = os.path.dirname(folder)
    return [*dict.fromkeys(folders)]


def context_of(document: Document) -> Context | None:
    """The build context of a document, None where it is not known."""
    if document.context is None:
        return None
    root = document.context
    return document.once("context", lambda: Context(root, document.path, document.looked))


def _parts(path: str) -> tuple[str, ...] | None:
    """A path's parts, `.` and `..` taken out; None where it leads out by itself."""
    out: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not out:
                return None
            out.pop()
        elif part not in ("", "."):
            out.append(part)
    return tuple(out)


def _read(path: str, head: int | None = None) -> bytes | None:
    """The content, or the first bytes, of a regular file, which is not a link itself."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        if head is not None:
            return os.read(descriptor, head)
        if status.st_size > LARGEST:
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(LARGEST + 1)
        return data if len(data) <= LARGEST else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


# .dockerignore -----------------------------------------------------------------------------------


class _Pattern(NamedTuple):
    negated: bool
    #: None is `**`: any number of parts.
    parts: tuple[re.Pattern[str] | None, ...]


class Ignored:
    """The patterns of a `.dockerignore`; the last that matches a path or a folder above decides.

    Read as https://docs.docker.com/build/concepts/context/#dockerignore-files says. This is not
    git's language: a pattern is for the whole path, with or without a slash in it.
    """

    def __init__(self, text: bytes) -> None:
        self._patterns: list[_Pattern] = []
        lines = os.fsdecode(text.removeprefix(b"\xef\xbb\xbf")).split("\n")
        for line in lines[:_PATTERNS]:
            line = line.strip() if not line.startswith("#") and len(line) <= _LONGEST else ""
            negated = line.startswith("!")
            parts = _parts(line.removeprefix("!").strip())
            if line and parts:
                self._patterns.append(
                    _Pattern(negated, tuple(None if p == "**" else _glob(p) for p in parts))
                )
        #: Some pattern brings files back, maybe out of an ignored folder.
        self.brings_back = any(pattern.negated for pattern in self._patterns)

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def covers(self, path: Sequence[str]) -> bool:
        ignored = False
        for pattern in self._patterns:
            if ignored == pattern.negated and _matches(pattern.parts, path):
                ignored = not pattern.negated
        return ignored


def _matches(pattern: Sequence[re.Pattern[str] | None], path: Sequence[str]) -> bool:
    """Whether a pattern is for a path or one of the folders above it.

    `reached` are the numbers of path parts that the pattern's parts so far can stand for.
    """
    reached = {0}
    for part in pattern:
        if part is None:
            reached = set(range(min(reached), len(path) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(path) and part.fullmatch(path[at])}
        if not reached:
            return False
    return any(at > 0 for at in reached)


def _glob(part: str) -> re.Pattern[str]:
    """One part of a pattern of Go's `filepath.Match`.

    What stands between two `*` is matched as early as can be and not tried again later, which
    keeps a pattern of many stars from taking for ever.
    """
    pieces = [""]
    at = 0
    while at < len(part):
        ch = part[at]
        if ch == "*":
            pieces.append("")
        elif ch == "?":
            pieces[-1] += "."
        elif ch == "\\" and at + 1 < len(part):
            at += 1
            pieces[-1] += re.escape(part[at])
        elif ch == "[" and (found := _CLASS.match(part, at)):
            inside = found[2].replace("[", "\\[").replace("&&", "&\\&")
            pieces[-1] += f"[{'^' if found[1] else ''}{inside}]"
            at = found.end() - 1
        else:
            pieces[-1] += re.escape(ch)
        at += 1
    first, *others = pieces
    text = first
    if others:
        *middle, last = others
        text += "".join(f"(?>.*?{piece})" for piece in middle if piece) + ".*" + last
    try:
        return re.compile(text, re.DOTALL)
    except re.error:
        return re.compile(re.escape(part))


_CLASS = regex(r"\[(\^?)((?:\\.|[^\]\\])+)\]")
