"""What is known of a path that an application's own code makes up, and what writing there needs."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from fixer.context.need import Kind
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge


class Text(NamedTuple):
    """What is known of a text: all of it, or how it starts."""

    text: str
    complete: bool = True


#: What is no file of the image: a buffer, or a file whose opening is judged by itself.
NO_FILE = Text("/dev/null")
TEMPORARY = Text("/tmp/", False)


def joined(left: Text, right: Text | None) -> Text:
    """Two parts of a path; an absolute second part goes for the whole."""
    if not left.complete:
        return left
    if right is None:
        return Text(left.text.rstrip("/") + "/", False)
    return Text(posixpath.join(left.text, right.text), right.complete)


def added(left: Text, right: Text | None) -> Text | None:
    """One text behind another; None where nothing of it is known."""
    if right is None or not left.complete:
        return Text(left.text, False) if left.text else None
    return Text(left.text + right.text, right.complete)


def folder_of(path: Text) -> Text | None:
    if path.complete:
        return Text(posixpath.dirname(path.text))
    head, slash, _ = path.text.rpartition("/")
    return Text(head + slash, False) if slash else None


def write(judge: Judge, value: Text | None, what: str, here: Here, *, file: bool = True) -> None:
    """Note that a file, or else a folder, is written. `what` is a verb.

    One of a name that is open may be anywhere, unless its start is known.
    """
    if value is None or not (value.complete or value.text):
        judge.note(Kind.UNKNOWN, "writes to a path that is not known", here)
    elif value.text.startswith("~"):
        judge.keeps_at_home(f"{what} {value.text}", here)
    elif not value.text:
        return
    elif value.complete:
        judge.writes(value.text, f"{what} {value.text}", here, file=file)
    else:
        folder = value.text.rpartition("/")[0] or ("/" if value.text[0] == "/" else ".")
        judge.writes(folder, f"{what} files in {folder}", here)
