"""Which tags may name the same image more exactly: `3.12.4-slim-bookworm` beside `3.12-slim`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fixer.later import NamedTuple

_VERSION = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)", re.ASCII)
#: Names that say nothing of what they stand for.
_MOVING = frozenset({"latest", "stable", "lts", "current", "edge", "mainline", "rolling"})


class _Tag(NamedTuple):
    text: str
    #: Of the first part that is one: `3.12.4` is (3, 12, 4).
    version: tuple[int, ...]
    #: All other parts.
    words: frozenset[str]


def more_exact(tag: str, tags: Iterable[str]) -> list[str]:
    """Those of `tags` that say all that `tag` says and more, the likeliest first.

    That is the newest version, with as few words as there need be.
    """
    wanted = _parse(tag)
    found = [each for each in map(_parse, tags) if _is_more_exact(each, wanted)]
    found.sort(key=lambda each: (len(each.words), each.text))
    found.sort(key=lambda each: each.version, reverse=True)
    return [each.text for each in found]


def _parse(text: str) -> _Tag:
    version: tuple[int, ...] = ()
    words = set()
    for part in text.split("-"):
        found = _VERSION.fullmatch(part)
        if found and not version:
            version = tuple(int(number) for number in found[1].split("."))
        elif part not in _MOVING:
            words.add(part)
    return _Tag(text, version, frozenset(words))


def _is_more_exact(tag: _Tag, wanted: _Tag) -> bool:
    if tag.version[: len(wanted.version)] != wanted.version:
        return False
    if not all(any(_says(word, each) for word in tag.words) for each in wanted.words):
        return False
    more_words = len(tag.words) > len(wanted.words) or tag.words != wanted.words
    return len(tag.version) > len(wanted.version) or (bool(tag.version) and more_words)


def _says(word: str, wanted: str) -> bool:
    """`alpine3.20` says `alpine`."""
    return word == wanted or (word.startswith(wanted) and word[len(wanted)].isdigit())
