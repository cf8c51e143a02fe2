"""What commands need that make, change or remove files."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import flag_value
from fixer.context.need import HOME, Kind
from fixer.facts import programs as known
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge

#: Flags of these commands that take the next word.
_FILE_VALUES = {
    "install": frozenset("-m --mode -o --owner -g --group -S --suffix".split()),
    "mkdir": frozenset(("-m", "--mode")),
    "touch": frozenset(("-d", "-r", "-t")),
    "truncate": frozenset(("-s", "-r", "--size", "--reference")),
    "mkfifo": frozenset(("-m", "--mode")),
    "sed": frozenset(("-e", "-f", "--expression", "--file")),
}
_OWNERS = ("-o", "-g", "--owner", "--group")
_INSTALL_FOLDERS = regex(r"-[a-zA-Z]*d.*|--directory")


def files(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """Commands that make, change or remove files."""
    flags, operands, target = _file_words(name, argv)
    what = f"runs {name}"
    if name == "sed" and not any(f.startswith(("-i", "--in-place")) for f in flags):
        return
    folders = name == "mkdir"
    if name == "chmod":
        operands = operands[1:]
    elif name == "install" and any(f.startswith(_OWNERS) for f in flags):
        judge.note(Kind.ROOT, f"{what}, which changes the owner of files", here)
        return
    elif name == "install" and any(_INSTALL_FOLDERS.fullmatch(f) for f in flags):
        folders = True
    elif target is not None:
        operands, folders = [target], True
    elif name in ("sed", "cp", "ln", "install"):
        operands = operands[-1:]
    for word in operands:
        if word.lstrip("\"'").startswith(HOME) and name in known.FILE_MAKERS:
            judge.keeps_at_home(f"{what} on {word}", here)
            continue
        if "$" in word or "`" in word:
            if "tmp" not in word.lower():
                judge.note(Kind.UNKNOWN, f"runs {name} on {word}", here)
            continue
        folder = folders or word.endswith("/")
        path = posixpath.dirname(word.split("*", 1)[0]) + "/" if "*" in word else word
        judge.writes(path, what, here, file=not folder and "*" not in word)


def _file_words(name: str, argv: Sequence[str]) -> tuple[list[str], list[str], str | None]:
    """A command's flags without their values, its operands, and what `-t` names."""
    flags: list[str] = []
    operands: list[str] = []
    target: str | None = None
    values = _FILE_VALUES.get(name, frozenset())
    at = 1
    while at < len(argv):
        word = argv[at]
        if word[:1] != "-" or word == "-":
            operands.append(word)
        elif name in ("cp", "mv", "ln", "install") and word in ("-t", "--target-directory"):
            at += 1
            target = argv[at] if at < len(argv) else None
        else:
            flags.append(word)
            at += word in values
        at += 1
    return flags, operands, target


def outputs(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """What a program writes that is given the place among its words, where that is plain."""
    words = argv[1:]
    operands = [word for word in words if word[:1] != "-"]
    if name == "tar":
        _tar(judge, words, here)
        return
    if name == "dd":
        place = next((word[3:] for word in words if word.startswith("of=")), "")
    elif name == "unzip":
        place = f"{flag_value(words, '-d') or '.'}/"
    else:
        place = operands[-1 if name in known.WRITE_THE_LAST else 0] if operands else ""
    _output(judge, name, place, here)


def _tar(judge: Judge, words: Sequence[str], here: Here) -> None:
    """`tar -czf ARCHIVE …` makes an archive, `tar -xf ARCHIVE -C FOLDER` fills a folder."""
    short = [w.lstrip("-") for at, w in enumerate(words) if not at or w[:1] == "-" != w[1:2]]
    letters = "".join(short)
    if "--extract" in words or "--get" in words or "x" in letters:
        _output(judge, "tar", f"{flag_value(words, '-C', '--directory') or '.'}/", here)
    elif "--create" in words or {"c", "r", "u"} & {*letters}:
        at = next((i for i, w in enumerate(words) if w[:2] != "--" and w.endswith("f")), None)
        place = flag_value(words, "--file")
        if place is None and at is not None and at + 1 < len(words):
            place = words[at + 1]
        _output(judge, "tar", place or "", here)


def _output(judge: Judge, name: str, place: str, here: Here) -> None:
    if place.strip("-/.") and not {*"$`*~:"} & {*place}:
        folder = place.endswith("/")
        judge.writes(place.rstrip("/"), f"runs {name}", here, file=not folder)
