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
    The nearest such folder counts. So does one from which the file names its own folder: where it
    copies all, then builds in `apps/shop` and lies there itself, it is built from above.
    """
    names = list(dict.fromkeys(_names(document)))[:_MOST]
    if names:
        _note(document, folder, names)
    if not names or _has(folder, names):
        return _said_above(document, folder, top, names) or folder
    for above in _above(folder, top):
        _note(document, above, names)
        if _has(above, names):
            return above
    return folder


def _above(folder: str, top: str) -> Iterator[str]:
    inside = top.rstrip(os.sep) + os.sep
    above = folder
    while above != top and above.startswith(inside):
        above = os.path.dirname(above)
        yield above


def _said_above(document: Document, folder: str, top: str, names: list[str]) -> str | None:
    """The folder above from which the file names its own, behind a COPY of all there is."""
    places = list(_all_goes_to(document)) if folder != top else []
    for above in _above(folder, top) if places else ():
        own = os.path.relpath(folder, above).replace(os.sep, "/")
        if "/" in own and _names_folder(document, own):
            if any(place is None or f"{place}/".endswith(f"/{own}/") for place in places):
                return None  # the image has a folder of that name, for what is here
            _note(document, above, names)
            return above if _has(above, names) else None
    return None


def _all_goes_to(document: Document) -> Iterator[str | None]:
    """Where each `COPY . PLACE` puts all that there is."""
    for stage in document.stages:
        for o in stage.instructions:
            if o.keyword == "COPY" and o.flag("from") is None and o.values[:1] in ((".",), ("./",)):
                from fixer.context.copies import destination

                yield destination(stage, o)


def _names_folder(document: Document, own: str) -> bool:
    """Whether a command, or a COPY from another stage, names `own`, seen from where all is."""
    for instruction in document.instructions:
        if instruction.keyword != "RUN" and instruction.flag("from") is None:
            continue
        text = instruction.raw.decode("utf-8", "replace")
        at = text.find(own)
        while at >= 0:
            before, behind = text[:at][-1:], text[at + len(own) :][:1]
            if before in _BEFORE and behind in _BEHIND:
                return True
            at = text.find(own, at + 1)
    return False


#: What stands in front of a folder's name and behind it; it may be below another folder.
_BEFORE = frozenset(" \t\n/=\"'")
_BEHIND = frozenset(("", *" \t\r\n/\"';&)"))


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
