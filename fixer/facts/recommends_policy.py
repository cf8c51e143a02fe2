"""The rules on what is missed of the packages that are no longer installed.

They are written in `data/recommends-policy.txt`, and how they are read is written at its head.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter

from fixer.facts.recommends_index import data
from fixer.later import NamedTuple, regex

_WORD = regex(r'"[^"]+"|\S+')


class Rule(NamedTuple):
    """A line of the table."""

    #: `keep`, `weigh`, `drop` or `doubt`.
    verdict: str
    by: tuple[str, ...]
    commands: frozenset[str]
    texts: tuple[str, ...]
    #: Commands of which it is known what for, once they are seen.
    plain: frozenset[str]

    def covers(self, name: str, section: str, named: bool) -> bool:
        """Whether the rule is about what is recommended by this package."""
        return any(
            named and _fits(pattern[1:], name, section)
            if pattern[0] == "="
            else _fits(pattern, name, section)
            for pattern in self.by
        )

    def misses(self, commands: frozenset[str], text: str, opaque: bool) -> bool | None:
        """Whether what the rule is about is missed; None where nobody knows."""
        if self.verdict == "doubt":
            return None
        return (
            self.verdict == "keep"
            or (self.verdict == "weigh" and opaque and self.plain.isdisjoint(commands))
            or not self.commands.isdisjoint(commands)
            or any(seen in text for seen in self.texts)
        )


class Policy:
    """The table. Of all rules that fit, the one that is written first decides."""

    def __init__(self, text: str) -> None:
        self._commands: dict[str, list[str]] = {}
        self._packages: dict[str, list[str]] = {}
        #: By the package's name, by its first character if it is a pattern, or by its section;
        #: with the place in the table, the pattern and the line.
        self._rules: dict[str, list[tuple[int, str, str]]] = {}
        for place, line in enumerate(text.splitlines()):
            words = line.split(None, 2)
            if not words or words[0].startswith("#"):
                continue
            if words[0] == "commands":
                commands = words[2].split() if len(words) > 2 else []
                self._commands[words[1]] = commands
                for command in commands:
                    self._packages.setdefault(command, []).append(words[1])
            else:
                for pattern in words[1].split(","):
                    key = pattern[0] if "*" in pattern else pattern
                    self._rules.setdefault(key, []).append((place, pattern, line))

    def commands(self, package: str) -> frozenset[str]:
        """The commands that a package is known to bring."""
        return frozenset((package, *self._commands.get(package, ())))

    def packages(self, command: str) -> list[str]:
        """The packages that are known to bring a command."""
        return [command, *self._packages.get(command, ())]

    @lru_cache(maxsize=8192)  # noqa: B019 (there is one policy, and it stays)
    def rule(self, package: tuple[str, str], by: tuple[str, str], named: bool) -> Rule | None:
        """The rule on a package, which `by` recommends; both are names with their sections."""
        name, section = package
        rules = [
            entry
            for key in (name, name[0], "*", f"@{section}")
            for entry in self._rules.get(key, ())
        ]
        rules.sort(key=itemgetter(0))
        for _, pattern, line in rules:
            if _fits(pattern, name, section):
                rule = _rule(line)
                if rule.covers(*by, named):
                    return rule
        return None


@lru_cache(maxsize=1024)
def _rule(line: str) -> Rule:
    verdict, _, by, *seen = _WORD.findall(line)
    return Rule(
        verdict,
        tuple(by.split(",")),
        frozenset(word for word in seen if word[0] not in '"!'),
        tuple(word.strip('"') for word in seen if word[0] == '"'),
        frozenset(word[1:] for word in seen if word[0] == "!"),
    )


def _fits(pattern: str, name: str, section: str) -> bool:
    """A name, a pattern with `*`, or `@` and a section of the archive."""
    if "*" not in pattern:
        return pattern == name or (pattern[0] == "@" and pattern[1:] == section)
    start, *middle, end = pattern.split("*")
    if not (name.startswith(start) and name.endswith(end)):
        return False
    at, last = len(start), len(name) - len(end)
    for part in middle:
        at = name.find(part, at, last)
        if at < 0:
            return False
        at += len(part)
    return at <= last


@lru_cache(maxsize=1)
def policy() -> Policy:
    """The table that comes with the project."""
    with open(data("recommends-policy.txt"), encoding="utf-8") as file:
        return Policy(file.read())
