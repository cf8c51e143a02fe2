"""The jobs of supercronic, which runs them as the user that it is run as itself."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fixer.context.image import image_of
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge

_FIELD = r"(?:[\d*?/][^\s]*|(?:[A-Za-z]{3}[,-]?)+)"
#: Five fields or a name, and a command; with seconds and a year there are up to seven.
_JOB = regex(rf"\s*(?:@\w+|{_FIELD}(?:\s+{_FIELD}){{4}})\s+(?:[\d*?][\d*?/,-]*\s+){{0,2}}(\S.*)")
#: Flags that take the next word.
_VALUES = frozenset(("-prometheus-listen-address", "-sentry-dsn", "-sentryDsn"))


def supercronic(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """`supercronic FILE`: what the jobs in the file need, if that is in sight."""
    files = [
        word
        for at, word in enumerate(argv)
        if at and word[:1] != "-" and argv[at - 1].replace("--", "-") not in _VALUES
    ]
    if not files:
        return
    path = posixpath.normpath(posixpath.join(here.folder or "/", files[-1]))
    data = image_of(judge.stage).read(path)
    if data is None or not judge.first_time(path):
        return
    from fixer.context.scripts import parse_script

    place = here.place._replace(name=posixpath.basename(path), script=True)
    inner = here._replace(place=place, whole=False, arguments=(), depth=here.depth + 1)
    for number, line in enumerate(data.split(b"\n")):
        job = _JOB.fullmatch(line.decode("utf-8", "replace"))
        if job is not None:
            # blank lines in front keep the number of the line
            judge.text(parse_script(b"\n" * number + job[1].encode()), inner)
