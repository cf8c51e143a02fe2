"""CODEOWNERS: who answers for a file, as GitHub and GitLab read it.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
https://docs.gitlab.com/user/project/codeowners/reference/
Gitea's patterns are regular expressions that anybody may have written: they are not run, and Gitea
asks the owners itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from fixer.forge.model import Kind
from fixer.workspace.read import ReadError, read

_PLACES: dict[Kind, tuple[str, ...]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
    "gitea": (),
}
_SECTION = re.compile(r"\^?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>.*)")


class Owners:
    """The rules of one file."""

    def __init__(self, text: str, *, sections: bool = False) -> None:
        #: Of each section, the patterns and their owners in the order of the file.
        self._sections: dict[str, list[tuple[re.Pattern[str], bool, tuple[str, ...]]]] = {}
        name, default = "", ()
        for line in text.splitlines():
            line = re.sub(r"(^|\s)#.*", "", line).strip()
            if not line:
                continue
            if sections and (found := _SECTION.fullmatch(line)):
                name, default = found["name"].strip().lower(), tuple(found["owners"].split())
                continue
            pattern, *owners = _words(line)
            excludes = sections and pattern.startswith("!")
            rule = _pattern(pattern[1:] if excludes else pattern)
            if rule is not None:
                given = tuple(owners) or default
                self._sections.setdefault(name, []).append((rule, excludes, given))

    def of(self, path: str) -> tuple[str, ...]:
        """The owners of a file, as they stand there: of each section, the last rule's."""
        found: dict[str, None] = {}
        for rules in self._sections.values():
            owners: tuple[str, ...] = ()
            for pattern, excludes, names in rules:
                if pattern.fullmatch(path):
                    if excludes:
                        owners = ()
                        break
                    owners = names
            found.update(dict.fromkeys(owners))
        return tuple(found)


def owners_of(top: str, kind: Kind) -> Owners:
    """The rules of the repository whose files lie under `top`; none where there is no file."""
    for place in _PLACES[kind]:
        path = os.path.join(top, place)
        if os.path.isfile(path) and not os.path.islink(path):
            try:
                return Owners(read(path).decode("utf-8", "replace"), sections=kind == "gitlab")
            except ReadError:
                return Owners("")
    return Owners("")


def reviewers(owners: tuple[str, ...]) -> Iterator[str]:
    """Those whom a forge can ask: users and teams, and not bare mail addresses."""
    for owner in owners:
        if owner.startswith("@") and not owner.startswith("@@"):
            yield owner[1:]


def _words(line: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", word) for word in re.findall(r"(?:\\.|[^\s\\])+", line)]


def _pattern(text: str) -> re.Pattern[str] | None:
    """A pattern for paths below the repository's root, which no path makes slow."""
    anchored = "/" in text.rstrip("/")
    parts = [part for part in text.split("/") if part]
    if not parts or parts.count("**") > 3:
        return re.compile(r".*", re.S) if text == "/" else None
    out = "" if anchored else r"(?:.*/)?"
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            out += r".+" if last else r"(?:[^/]+/)*?"
            continue
        out += _name(part)
        if not last:
            out += "/"
        elif text.endswith("/"):
            out += "/.+"
        elif not (anchored and part == "*"):
            out += r"(?:/.+)?"  # a folder's name stands for all below it
    return re.compile(out, re.S)


def _name(part: str) -> str:
    """One part of a pattern. What stands between two stars is found where it comes first."""
    head, *middle = (re.escape(each).replace(r"\?", "[^/]") for each in re.split(r"\*+", part))
    if not middle:
        return head
    return head + "".join(f"(?>[^/]*?{each})" for each in middle[:-1]) + f"[^/]*{middle[-1]}"
