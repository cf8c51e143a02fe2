"""`# syntax=docker/dockerfile:…`: put in, or raised, where an instruction needs a newer one."""

from __future__ import annotations

from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Operation, Splice, Unable
from fixer.later import regex

#: What a build without the directive is read by depends on its builder; this is always recent.
_RECENT = b"# syntax=docker/dockerfile:1"

_VERSION = regex(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[a-z]+)?\Z")
#: Tags that move with the newest version.
_MOVING = frozenset(("latest", "labs", "master", "upstream"))


def require_syntax(
    document: Document, instruction: Instruction, version: tuple[int, int]
) -> tuple[Operation | Unable, ...]:
    """What gives the document at least that version of the Dockerfile syntax.

    The operation counts as one of `instruction`, which needs it. Nothing is to be done where the
    directive is recent enough; it is Unable where the version is pinned by digest or not known.
    Two edits of one transform must not both hold it: the second finds nothing to splice.
    """
    for name, value, number in document.directives:
        if name == "syntax":
            return _raised(document, instruction, value.split(" ")[0], number, version)
    start = 3 if document.source.startswith(b"\xef\xbb\xbf") else 0
    return (Operation(instruction, (Splice(start, start, _RECENT + document.eol, -1),)),)


def _raised(
    document: Document,
    instruction: Instruction,
    reference: str,
    number: int,
    version: tuple[int, int],
) -> tuple[Operation | Unable, ...]:
    name, at, _ = reference.partition("@")
    head, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:
        head, tag = name, "latest"
    found = _VERSION.match(tag)
    if tag in _MOVING and not at:
        return ()
    if found is not None:
        known = (int(found[1]), int(found[2]) if found[2] else None)
        if known[0] > version[0] or (known[1] is not None and known >= version):
            return ()
        if known == (version[0], None) and not at:
            return ()
    if at:
        return (Unable(instruction, "the version of # syntax= is pinned by digest"),)
    major, minor = version
    if found is not None:
        newer = f"{major}.{minor}" + (".0" if found[3] else "") + (found[4] or "")
    elif tag == "experimental":
        newer = "labs"
    else:
        return (Unable(instruction, f"it is not known what # syntax={reference} can do"),)
    lines = document.source.split(b"\n")
    text = f"{head}:{tag}" if colon else head
    encoded = text.encode("utf-8", "surrogateescape")
    line = lines[number - 1]
    start = sum(len(each) + 1 for each in lines[: number - 1])
    start += line.index(encoded, line.index(b"=")) + len(head.encode()) + 1
    return (Operation(instruction, (Splice(start, start + len(tag), newer.encode(), -1),)),)
