"""Which folder a build sends, where nobody says so."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fixer.dockerfile.document import Document

#: A source with one of these is not the name of one file or folder.
_NOT_PLAIN = frozenset("$*?[\\:<'\"")
#: So many names are looked for.
_MOST = 200


def build_context(document: Document, folder: str, top: str) -> str:
    """The build context of a Dockerfile in `folder`; both folders are real paths.

    It is that folder, unless something that COPY and ADD take is missing there, and all of it is in
    one above, at most in `top`: the Dockerfile of a part is often built from the root of the whole.
    The nearest such folder counts.
    """
    names = list(dict.fromkeys(_names(document)))[:_MOST]
    if names:
        _note(document, folder, names)
    if not names or _has(folder, names):
        return folder
    inside = top.rstrip(os.sep) + os.sep
    above = folder
    while above != top and above.startswith(inside):
        above = os.path.dirname(above)
        _note(document, above, names)
        if _has(above, names):
            return above
    return folder


def _note(document: Document, folder: str, names: list[str]) -> None:
    """Note what the answer depends on: the names in the folder, and what lies deeper."""
    document.looked.add(folder)
    for name in names:
        first, slash, _ = name.partition("/")
        if slash and os.path.lexists(os.path.join(folder, first)):
            document.looked.add(os.path.join(folder, name))


def _has(folder: str, names: list[str]) -> bool:
    return all(os.path.lexists(os.path.join(folder, name)) for name in names)


def _names(document: Document) -> Iterator[str]:
    """What is taken from the context by its name alone."""
    for instruction in document.instructions:
        if instruction.keyword not in ("COPY", "ADD") or instruction.flag("from") is not None:
            continue
        for source in instruction.values[:-1]:
            if _NOT_PLAIN.isdisjoint(source):
                name = posixpath.normpath("/" + source).lstrip("/")
                if name:
                    yield name


def takes_folders(document: Document) -> bool:
    """Whether COPY or ADD, or a mount, may take a whole folder of the build context."""
    if document.context is None:
        return False
    for outer in document.instructions:
        instruction = outer.trigger if outer.keyword == "ONBUILD" else outer
        if instruction is None:
            continue
        if instruction.keyword in ("COPY", "ADD"):
            if instruction.flag("from") is None and any(map(_is_folder, instruction.values[:-1])):
                return True
        elif instruction.keyword == "RUN" and instruction.mounts:
            return True
    return False


def _is_folder(source: str) -> bool:
    """Whether a source may be a folder: a name with a dot in it is a file's, most of the time."""
    name = source.rstrip("/").rpartition("/")[2]
    return "." not in name.strip(".") or source.endswith("/")


def context_folder(
    document: Document, context: os.PathLike[str] | str | None, top: str | None
) -> str | None:
    """The folder of the build context; None where it is not known.

    With a `top`, nobody says what it is, and it may be above `context`.
    """
    if context is None:
        return None
    folder = os.fspath(context)
    return folder if top is None or top == folder else build_context(document, folder, top)
