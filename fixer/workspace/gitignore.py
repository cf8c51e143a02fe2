"""Which paths a list of gitignore patterns covers, as git reads it.

https://git-scm.com/docs/gitignore. A pattern is compared part by part, so that it costs no more
than its length times the path's, whoever wrote it. pathspec is not used here: it lets a pattern
that brings a folder back (`!/src/`) bring back what an earlier line ignores within the folder
(`build/`), raises on `[z-a]`, and takes minutes for `*a*a*a*a*a*b`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from fixer.later import NamedTuple, regex

#: A part of a pattern: a name, a glob, or None for `**`, which is any number of parts.
Part = str | re.Pattern[str] | None

_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


#: No path is longer than half of this, and so no pattern need be, should it escape every character.
_LONGEST = 8192

_SPECIAL = regex(r"[*?\[\\]")
_NAMED_CLASS = regex(r"\[:([a-z]*):\]")


class _Rule(NamedTuple):
    ignores: bool
    #: Whether it is for folders only.
    folders: bool
    #: One part without a slash before it is compared with the last part of the path alone.
    anywhere: bool
    parts: tuple[Part, ...]


class Rules:
    """A list of patterns; the last one that matches decides."""

    __slots__ = ("_rules",)

    def __init__(self, lines: Iterable[str]) -> None:
        rules = [rule for line in lines if (rule := _rule(line))]
        self._rules = tuple(reversed(rules))

    @classmethod
    def read(cls, text: bytes) -> Rules:
        """The rules of a file's text."""
        return cls(os.fsdecode(text.removeprefix(b"\xef\xbb\xbf")).split("\n"))

    def __bool__(self) -> bool:
        return bool(self._rules)

    def verdict(self, path: Sequence[str], *, folder: bool) -> bool | None:
        """True where `path` is ignored, False where it is brought back, None where nothing is said.

        `path` is in parts, relative to the folder that the rules belong to. A path within an
        ignored folder is ignored as well, which is for the caller to know: see `covers`.
        """
        name = path[-1]
        for ignores, folders, anywhere, parts in self._rules:
            if folders and not folder:
                continue
            if anywhere:
                only = parts[0]
                if only == name if isinstance(only, str) else only is None or only.fullmatch(name):
                    return ignores
            elif _matches(parts, path):
                return ignores
        return None

    def covers(self, path: Sequence[str]) -> bool:
        """Whether the file `path`, or a folder on the way to it, is ignored by these rules."""
        return any(
            self.verdict(path[:end], folder=end < len(path)) for end in range(1, len(path) + 1)
        )


def _rule(line: str) -> _Rule | None:
    line = line.removesuffix("\r")
    if line.startswith("#") or len(line) > _LONGEST:
        return None
    # Trailing blanks do not count, but for one behind a backslash that is none's own.
    stripped = line.rstrip(" ")
    if stripped != line and (len(stripped) - len(stripped.rstrip("\\"))) % 2:
        stripped += " "
    line = stripped
    ignores = not line.startswith("!")
    line = line if ignores else line[1:]
    folders = line.endswith("/")
    line = line[:-1] if folders else line
    if not line:
        return None
    anywhere = "/" not in line
    parts = _parts(line.removeprefix("/"), anywhere)
    return _Rule(ignores, folders, anywhere, parts) if parts else None


def _parts(line: str, anywhere: bool) -> tuple[Part, ...] | None:
    """A pattern's parts; None where it can match nothing."""
    parts: list[Part] = []
    start = at = 0
    # What stands between the stars of the part.
    pieces = [""]
    while at <= len(line):
        char = line[at : at + 1]
        at += 1
        if char in ("/", ""):
            text = line[start : at - 1]
            if len(text) > 1 and not text.strip("*") and not anywhere:
                # Two of them in a row say no more than one.
                if not parts or parts[-1] is not None:
                    parts.append(None)
            else:
                parts.append(_glob(tuple(pieces)) if _SPECIAL.search(text) else text)
            start, pieces = at, [""]
        elif char == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append("")
        elif char == "?":
            pieces[-1] += "."
        elif char == "[":
            # A slash in a set matches nothing, and does not end the part.
            bracket = _bracket(line, at)
            if bracket is None:
                return None
            piece, at = bracket
            pieces[-1] += piece
        elif char == "\\":
            if at == len(line):
                return None
            pieces[-1] += re.escape(line[at])
            at += 1
        else:
            pieces[-1] += re.escape(char)
    if parts[-1] is None:
        # At the end it stands for all that is within, and not for the folder itself.
        parts.append(_glob(("", "")))
    return tuple(parts)


@lru_cache(maxsize=4096)
def _glob(pieces: tuple[str, ...]) -> re.Pattern[str]:
    """What matches the pieces with anything between them.

    Each piece but the last is found once, as far to the left as it goes, and never looked for
    again: more would find nothing that this does not.
    """
    first, *rest = pieces
    if rest:
        first += "".join(f"(?>.*?{piece})" for piece in rest[:-1]) + ".*" + rest[-1]
    return re.compile(first, re.DOTALL)


def _bracket(text: str, at: int) -> tuple[str, int] | None:
    """The regular expression for the set that begins at `at`, and where it ends."""
    negated = text[at : at + 1] in ("!", "^") and text[at : at + 1] != ""
    at += negated
    members = ""
    previous = ""
    first = True
    while first or text[at : at + 1] != "]":
        first = False
        char = text[at : at + 1]
        if char == "[" and (named := _NAMED_CLASS.match(text, at)):
            if named[1] not in _CLASSES:
                return None
            members += _CLASSES[named[1]]
            previous = ""
            at = named.end()
            continue
        ranged = char == "-" and previous and text[at + 1 : at + 2] not in ("", "]")
        at += bool(ranged)
        if text[at : at + 1] == "\\":
            at += 1
        char = text[at : at + 1]
        if not char:
            return None
        at += 1
        if not ranged:
            members += re.escape(char)
            previous = char
        else:
            if previous <= char:
                members += f"{re.escape(previous)}-{re.escape(char)}"
            previous = ""
    return (f"[{'^' * negated}{members}]", at + 1)


def _matches(parts: tuple[Part, ...], path: Sequence[str]) -> bool:
    """Whether the parts cover the whole path; `**` takes as little as it can, and then more."""
    at = here = 0
    # Where to go on from when what follows the last `**` turns out not to match.
    again: tuple[int, int] | None = None
    while here < len(path):
        part = parts[at] if at < len(parts) else ""
        if part is None:
            at += 1
            again = (at, here)
        elif part == path[here] if isinstance(part, str) else part.fullmatch(path[here]):
            at += 1
            here += 1
        elif again:
            at, here = again[0], again[1] + 1
            again = (at, here)
        else:
            return False
    return at == len(parts)
