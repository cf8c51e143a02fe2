"""Write down the checksum of a file that ADD fetches.

What a URL answers can be another file at any time, put there by its owner or by whoever has taken
his place; with `--checksum` the builder takes the file of today or stops. The file is fetched for
it, so that this is done on request: `--checksums`. A URL without a version in it, or with `latest`
or a branch, is meant to change, and so is an archive that is made anew for whoever asks; with a
checksum the build stops when it does, so that these are left to `--unsafe`. The builder must know
Dockerfile syntax 1.6, as BuildKit does from 0.12 on; Docker's classic one reads past the flag.
https://docs.docker.com/reference/dockerfile/#add---checksum
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.stages import Environment, Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Edit, Safety, Skip, edit
from fixer.later import regex

_WHY = "what {} answers may be another file tomorrow; the builder now takes today's, or stops"
_PLAIN = "; it came without encryption: compare the checksum with the one that its makers publish"
_REMOTE = regex(r"https?://")
#: A version, a date, or a commit.
_VERSION = regex(r"\d+\.\d+|\d+_\d+_\d+|\d{4}-\d\d-\d\d|\d{8}|\b[0-9a-f]{40}\b")
_TAG = regex(r"/releases/download/[^/]*\d[^/]*/")
_MOVING = frozenset(
    "latest stable current edge rolling nightly daily snapshot master main trunk head develop"
    " development".split()
)
#: Of what a forge packs for whoever asks, the files stay the same, but not the bytes.
_MADE_ANEW = regex(r"//codeload\.|//github\.com/[^/]+/[^/]+/archive/|/-/archive/|/(?:tar|zip)ball/")
_WORDS = regex(r"[a-z]+")
#: Where a URL may hold a password or a token: it is not repeated.
_SECRET = regex(r"(?<=//)[^/]*@|[?#].*")
_FRONTEND = regex(r"[^:@]*:(\d+)\.(\d+)[\d.]*(-labs)?(?:@|$)")


@transform(given=["checksums", "registry"], needs=["add"])
def add_checksum(stage: Stage) -> Iterator[Edit | Skip]:
    registry = stage.document.registry
    for outer in stage.instructions:
        instruction = outer.trigger or outer
        if registry is None or instruction.keyword != "ADD" or instruction.flag("checksum"):
            continue
        urls = ((_url(stage, outer, each), each) for each in instruction.values[:-1])
        url, written = next((each for each in urls if each[0]), ("", ""))
        parts = _parts(url)
        if not url or (parts and parts.path.endswith(".git")):
            continue  # local files, or a repository
        shown = _SECRET.sub("", written.strip("'\""))
        if problem := _problem(stage, outer, parts):
            yield Skip(outer.line, f"{shown} gets no checksum: {problem}")
            continue
        found = registry.file(url)
        if found.digest is None:
            yield Skip(outer.line, f"{shown} gets no checksum: {found.reason}")
        elif found.media_type == "text/html" and not url.endswith((".html", ".htm")):
            yield Skip(outer.line, f"{shown} gets no checksum: it answers a web page")
        else:
            start = instruction.value_start
            first = instruction.logical[start]
            yield edit(
                replace_text(instruction, start, start + 1, f"--checksum={found.digest} {first}"),
                why=_WHY.format(shown) + (_PLAIN if url.startswith("http:") else ""),
                safety=Safety.UNSAFE if _changes(url) else Safety.HARDENING,
            )


def _url(stage: Stage, outer: Instruction, source: str) -> str:
    """The URL that a source is, by all that the file says; empty where it is none."""
    known = Environment() if outer.trigger else stage.state(outer).environment
    try:
        text = expand(source, known, outer.escape).text
    except WordError:
        return ""
    return text if _REMOTE.match(text) else ""


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _problem(stage: Stage, outer: Instruction, parts: SplitResult | None) -> str:
    """Why ADD cannot have a checksum there; empty where it can."""
    instruction = outer.trigger or outer
    if instruction is not outer:
        return "ONBUILD: it is fetched for files that may be read by an older builder"
    if instruction.heredocs or len(instruction.values) != 2:
        return "ADD takes one for a single source only"
    if parts is None or not parts.hostname:
        return "it is no URL that can be asked"
    if "@" in parts.netloc:
        return "a password may stand in it"
    if frontend := _old_frontend(stage.document):
        return f"# syntax={frontend} knows none, 1.6 does"
    if names := _given(stage, instruction):
        return f"another value for {names} would make it another file"
    return ""


def _old_frontend(document: Document) -> str:
    for name, value, _ in document.directives:
        found = _FRONTEND.match(value.split(" ")[0]) if name == "syntax" else None
        if found and (int(found[1]), int(found[2])) < (1, 5 if found[3] else 6):
            return found[0].rstrip("@")
    return ""


def _given(stage: Stage, instruction: Instruction) -> str:
    """The variables in the source whose value is not for this file alone to say."""
    known = Environment()
    for each in (i for ancestor in stage.lineage for i in ancestor.instructions):
        if each is instruction:
            break
        if each.keyword == "ENV":
            known = known.extended(
                [(n, None if "$" in value else value) for n, value in each.pairs]
            )
    names = dict.fromkeys(re.findall(r"\$\{?(\w+)", instruction.values[0]))
    return ", ".join(name for name in names if known[name] is None)


def _changes(url: str) -> bool:
    """Whether a URL is one whose file is meant to change, by its words."""
    path = url.partition("://")[2].partition("/")[2].lower()
    versioned = _VERSION.search(path) or _TAG.search(path)
    moving = not _MOVING.isdisjoint(_WORDS.findall(path)) or _MADE_ANEW.search(url)
    return bool(moving or not versioned)
