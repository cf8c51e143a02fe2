"""What a build compiles: the source that a file is made of, where the build context has it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.copies import copies
from fixer.context.need import within

if TYPE_CHECKING:
    from fixer.context.image import Image

#: Folders that compilers fill, and those of what they are given, seen from the project's.
_MADE = frozenset("dist build out lib compiled output".split())
_FOLDERS = ("src/", "", "lib/", "server/")
_SUFFIXES = (".ts", ".mts", ".js", ".mjs")
#: `COPY --from` is followed this far.
_HOPS = 4


def source_of(image: Image, path: str) -> bytes | None:
    """The source of a compiled file that no instruction is known to put at a path; or None.

    A file keeps its place below the folder for what is compiled: `src/a/b.ts` becomes
    `dist/a/b.js`, or `dist/src/a/b.js`.
    """
    for where, made in _origins(image, path, _HOPS):
        for project, name in _split(posixpath.splitext(made)[0]):
            for folder in _FOLDERS:
                for suffix in _SUFFIXES:
                    data = where.read(f"{project}/{folder}{name}{suffix}")
                    if data is not None:
                        return data
    return None


def _split(stem: str) -> Iterator[tuple[str, str]]:
    """The project's folder, and the file's name below the one for what is compiled."""
    parts = stem.split("/")
    for at, part in enumerate(parts[:-1]):
        if part in _MADE:
            yield "/".join(parts[:at]), "/".join(parts[at + 1 :])


def _origins(image: Image, path: str, hops: int) -> Iterator[tuple[Image, str]]:
    """The image with the path, and each stage that the file may be copied from, with its path."""
    from fixer.context.image import image_of

    yield image, path
    for _, copy, place in reversed(copies(image.stage)) if hops else ():
        origin = copy.flag("from")
        stage = image.stage.earlier(origin) if origin is not None else None
        if stage is None or place is None or not within(path, place):
            continue
        for source in copy.values[:-1]:
            inner = path[len(place.rstrip("/")) :].lstrip("/")
            below = posixpath.normpath(posixpath.join("/", source, inner))
            yield from _origins(image_of(stage), below, hops - 1)
