"""The text of a pull request: what changed and why, what is left, and how to say no.

Its last line is a comment that nobody sees: what was proposed, so that the same is never proposed
again after a person closed it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from fixer.forge.change import FileChange, Group
from fixer.report.markdown import escaped
from fixer.report.text import shown

_MARKER = re.compile(r"^<!-- fixer: (\{.*\}) -->\s*$", re.M)
#: So many places are written out for one transform before the rest is counted.
_PLACES = 50
_LEFT = 30
#: What is proposed is remembered file by file up to so many files, and as a whole beyond.
_FILES = 1000


class Marker(NamedTuple):
    """What a pull request remembers of itself."""

    change: str
    #: A name for the change of each file; empty where there are too many.
    files: tuple[str, ...] = ()
    #: The title that it was given: another one is a person's.
    title: str = ""
    #: The bot itself closed it: nobody said no.
    done: bool = False

    def line(self) -> str:
        """The comment."""
        said: dict[str, Any] = {"v": 1, "change": self.change, "title": self.title}
        if self.files:
            said["files"] = list(self.files)
        if self.done:
            said["done"] = True
        text = json.dumps(said, separators=(",", ":"))
        for each in "<>-":
            text = text.replace(each, f"\\u{ord(each):04x}")
        return f"<!-- fixer: {text} -->"


def marker_of(group: Group, title: str) -> Marker:
    """What to remember of a pull request for this group."""
    files = tuple(sorted(file.key for file in group.files)) if len(group.files) <= _FILES else ()
    return Marker(group.key, files, title)


def read_marker(body: str) -> Marker | None:
    """What the text of a pull request remembers; None where it is not the bot's."""
    found = _MARKER.findall(body.replace("\r\n", "\n"))
    if not found:
        return None
    try:
        said = json.loads(found[-1])
        files = tuple(str(each) for each in said.get("files", ()))
        return Marker(
            str(said["change"]), files, str(said.get("title", "")), bool(said.get("done"))
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def closed(body: str) -> str:
    """The text of a pull request that the bot closes: it says so, and blocks nothing later."""
    marker = read_marker(body) or Marker("")
    text = _MARKER.sub("", body.replace("\r\n", "\n")).rstrip()
    note = "**Closed: nothing of this is left to change.**"
    return f"{note}\n\n{text}\n\n{marker._replace(done=True).line()}\n"


def title(group: Group, prefix: str = "") -> str:
    """The title of a pull request, and of its commit. It is one line of at most 120 characters."""
    about = shown(group.about).replace("`", "'")
    if about.isidentifier() and "_" in about:
        said = f"Dockerfiles: {about.replace('_', ' ')}"
    elif about == ".":
        said = "Harden the Dockerfiles at the root"
    elif about.startswith("no "):
        said = f"Harden the Dockerfiles with {about}"
    elif about.startswith("@"):
        said = f"Harden the Dockerfiles of {about.replace('@', '')}"
    elif about:
        said = f"Harden the Dockerfiles: {about}"
    elif len(group.files) == 1:
        said = f"Harden {shown(group.files[0].path)}"
    else:
        said = f"Harden {len(group.files)} Dockerfiles"
    whole = f"{prefix} {said[0].lower()}{said[1:]}" if prefix else said
    return whole if len(whole) <= 120 else whole[:119] + "…"


def commit_message(group: Group, subject: str) -> str:
    """The message of the commit, without trailers: what each transform does, and where."""
    from fixer.catalog import transforms

    lines = [subject, ""]
    for name, places in _by_transform(group.files).items():
        known = transforms().get(name)
        files = len({path for path, _, _ in places})
        summary = f": {known.summary}" if known else ""
        lines.append(
            f"- {name}{summary} ({_count(len(places), 'edit')} in {_count(files, 'file')})"
        )
    return "\n".join(lines)


def body(group: Group, marker: Marker, limit: int) -> str:
    """The whole text, of at most `limit` characters: what does not fit is counted."""
    tail = "\n".join(["", "", *_silence(group), "", marker.line(), ""])
    room = limit - len(tail) - 200
    head = [*_opening(group), ""]
    for sections in (_PLACES, _LEFT), (8, 5), (1, 1):
        text = "\n".join([*head, *_why(group, sections[0]), *_verification(group),
                          *_left(group, sections[1])])  # fmt: skip
        if len(text) <= room:
            return text.rstrip() + tail
    cut = text[: max(room, 0)].rpartition("\n")[0]
    if cut.count("<details>") > cut.count("</details>"):
        cut += "\n\n</details>"
    return f"{cut}\n\n(There is more than fits here: see the changed files.)" + tail


def _opening(group: Group) -> Iterator[str]:
    edits = sum(len(file.outcome.changes) for file in group.files)
    names = len(_by_transform(group.files))
    yield (
        f"{_count(edits, 'edit')} by {_count(names, 'transform')} in "
        f"{_count(len(group.files), 'Dockerfile')}. Only the words that must change were changed."
    )


def _by_transform(files: Sequence[FileChange]) -> dict[str, list[tuple[str, int, str]]]:
    """For each transform its edits: the path, the line and the reason."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    for file in files:
        for change in file.outcome.changes:
            found.setdefault(change.transform, []).append((file.path, change.line, change.why))
    return dict(sorted(found.items()))


def _why(group: Group, most: int) -> Iterator[str]:
    from fixer.catalog import transforms

    yield "### What changed, and why"
    for name, places in _by_transform(group.files).items():
        known = transforms().get(name)
        yield ""
        yield f"**{_code(name)}**" + (f": {escaped(known.summary)}" if known else "")
        yield ""
        yield from _folded(
            [f"- {_code(f'{path}:{line}')} {escaped(why)}" for path, line, why in places], most
        )


def _left(group: Group, most: int) -> Iterator[str]:
    lines = []
    for file in (*group.files, *group.others):
        for skip in file.outcome.skips:
            name = f" {_code(skip.transform)}" if skip.transform else ""
            more = f" (`--{skip.safety.name.lower()}` applies it)" if skip.safety else ""
            place = _code(f"{file.path}:{skip.line}")
            lines.append(f"- {place}{name} {escaped(skip.reason)}{more}")
    if not lines:
        return
    yield ""
    yield "### Left for a person"
    yield ""
    yield from _folded(lines, most)


def _folded(lines: list[str], most: int) -> Iterator[str]:
    """The lines; many are folded away, and very many are counted."""
    shown_, more = lines[:most], len(lines) - most
    if len(shown_) > 8:
        yield f"<details><summary>{len(lines)} places</summary>"
        yield ""
    yield from shown_
    if more > 0:
        yield f"- and {more} more"
    if len(shown_) > 8:
        yield ""
        yield "</details>"


_STATUS = {
    "verified": "yes",
    "unchanged": "nothing left to verify",
    "before_fails": "no: it does not build as it is",
    "not_verified": "no: nothing of it passed",
    "error": "no",
}


def _verification(group: Group) -> Iterator[str]:
    said = [(file, file.verified) for file in (*group.files, *group.others) if file.verified]
    if not said:
        return
    yield ""
    yield "### Verified: built before and after"
    yield ""
    yield "| Dockerfile | verified | size | user | does the same |"
    yield "|---|---|---|---|---|"
    for file, made in said:
        compared = made.get("comparison") or {}
        sizes = [(made.get(each) or {}).get("size") for each in ("before", "after")]
        users = compared.get("user") or []
        behaviour = ", ".join(
            f"{name}: {told}" for name, told in (made.get("behaviour") or {}).items()
        )
        status = _STATUS.get(made["status"], made["status"])
        if made.get("dropped"):
            status += f"; {_count(len(made['dropped']), 'edit')} dropped"
        cells = (
            _code(file.path),
            escaped(status),
            escaped(_pair([_size(each) for each in sizes if each is not None])),
            escaped(_pair([str(each) for each in users])),
            escaped(behaviour),
        )
        yield "| " + " | ".join(cells) + " |"
    dropped = [(f, skip) for f, made in said for skip in made.get("dropped") or ()]
    if dropped:
        yield ""
        yield "Edits that failed, and are not in here:"
        yield ""
        for file, skip in dropped[:_LEFT]:
            place = f"{file.path}:{skip['line']}"
            yield f"- {_code(place)} {_code(skip['transform'])} {escaped(skip['reason'])}"


def _silence(group: Group) -> Iterator[str]:
    names = list(_by_transform(group.files)) or ["NAME"]
    yield "### How to say no"
    yield ""
    yield (
        f"- To one place: `# fixer: ignore[{names[0]}] reason` on the line above the instruction."
    )
    yield f'- To a transform: `ignore = ["{names[0]}"]` under `[tool.fixer]` in `pyproject.toml`.'
    yield "- To all of it: close this. The same change is not proposed again."
    yield ""
    yield (
        "Commits of yours on this branch are kept: from the first one on, it is no longer updated."
    )


def _code(said: str) -> str:
    """A code span. What would end it, or a table's cell, is shown as something like it."""
    text = shown(os.fsencode(said).decode("utf-8", "backslashreplace"))
    return f"`{text.replace('`', chr(0x2CB)).replace('|', chr(0x2223))}`"


def _pair(values: Sequence[str]) -> str:
    return " → ".join(dict.fromkeys(values))


def _size(number: int) -> str:
    value = float(number)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.2f} GB"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def suggestion(why: Iterable[str], key: str) -> str:
    """What a review comment says above the new lines, with a comment to know it again."""
    return "\n".join([*(escaped(each) for each in why), f"<!-- fixer: suggestion {key} -->"])
