"""A command's words, what only runs another command taken off."""

from __future__ import annotations

from collections.abc import Sequence

from fixer.facts.programs import FRONTS, SHELLS, SWITCHES, Front, Switch
from fixer.later import NamedTuple, regex

_ASSIGNMENT = regex(r"[A-Za-z_][A-Za-z0-9_]*=")
_SUDO_FLAG = regex(r"-[AbEHKknPSVis]+|--[a-z-]+(?:=.*)?")


class Unwrapped(NamedTuple):
    """What a command comes to."""

    #: The program with its arguments; empty where it only names a user or a front.
    argv: tuple[str, ...]
    sudo: bool = False
    #: Whom it is run as, and by what program; sudo without a user is root.
    as_user: str | None = None
    switch: str = ""
    #: The text of `sh -c`, which is what is run then.
    script: str | None = None
    #: The base names of the programs in front of it.
    fronts: tuple[str, ...] = ()


def base_name(word: str) -> str:
    return word.rpartition("/")[2]


def unwrap(words: Sequence[str]) -> Unwrapped:
    """Take off `exec`, `tini --`, `env A=b`, `gosu app`, `sudo -E` … and `sh -c`."""
    rest = list(words)
    sudo = False
    as_user: str | None = None
    switch = ""
    fronts: list[str] = []
    script: str | None = None
    while rest:
        name = base_name(rest[0])
        if name in SWITCHES:
            user, rest, script = _switched(SWITCHES[name], rest[1:], name)
            if name == "sudo":
                sudo = True
            if user and (name not in ("sudo", "doas") or user not in ("root", "0")):
                as_user, switch = user, name
            fronts.append(name)
        elif name in SHELLS and (text := shell_text(rest)) is not None:
            script = text
            rest = []
        elif name in FRONTS and (inner := _behind(FRONTS[name], rest[1:])) is not None:
            fronts.append(name)
            rest = inner
        elif len(fronts) and fronts[-1] in ("env", "sudo") and _ASSIGNMENT.match(rest[0]):
            rest = rest[1:]
        else:
            break
        if script is not None:
            break
    return Unwrapped(tuple(rest), sudo, as_user, switch, script, tuple(fronts))


def shell_text(words: Sequence[str]) -> str | None:
    """The script of `sh -c SCRIPT`, `bash -lc SCRIPT`, `busybox sh -c SCRIPT`."""
    at = 2 if base_name(words[0]) == "busybox" and len(words) > 1 and words[1] in SHELLS else 1
    while at < len(words):
        word = words[at]
        if word[:1] not in "-+" or len(word) < 2:
            return None
        if word[0] == "-" and word[1] != "-" and "c" in word[1:]:
            at += 1
            while at < len(words) and words[at] in ("--", "-e", "-x", "-l"):
                at += 1
            return words[at] if at < len(words) else None
        at += 2 if word in ("-o", "+o", "-O", "--rcfile", "--init-file") else 1
    return None


def _behind(front: Front, words: list[str]) -> list[str] | None:
    """The command behind a front's own words; None where there is none."""
    if front.dashes:
        return words[words.index("--") + 1 :] or None if "--" in words else None
    if front.subcommands:
        at = 0
        while at < len(words) and words[at][:1] == "-":
            at += 2 if words[at] in front.values else 1
        if at == len(words) or words[at] not in front.subcommands:
            return None
        words = words[at + 1 :]
    at = 0
    operands = front.operands
    while at < len(words):
        word = words[at]
        if word == "--":
            at += 1
            break
        if word[:1] == "-" and len(word) > 1:
            at += 2 if word in front.values else 1
        elif _ASSIGNMENT.match(word) or (word == front.optional and at + 1 < len(words)):
            at += 1
        elif operands:
            operands -= 1
            at += 1
        else:
            break
    return words[at:] or None


def _switched(switch: Switch, words: list[str], name: str) -> tuple[str, list[str], str | None]:
    """(user, command, shell text) behind gosu, su, sudo … `words` are those behind its name."""
    user = ""
    script: str | None = None
    at = 0
    named = not switch.operand
    while at < len(words):
        word = words[at]
        flag, equals, value = word.partition("=")
        if word == "--":
            at += 1
            if named:
                break
        elif word in switch.scripts:
            script = words[at + 1] if at + 1 < len(words) else ""
            at += 2
        elif word in switch.users:
            user = words[at + 1] if at + 1 < len(words) else ""
            named = True
            at += 2
        elif equals and flag in (switch.users | switch.scripts | switch.values):
            if flag in switch.users:
                user, named = value, True
            elif flag in switch.scripts:
                script = value
            at += 1
        elif word in switch.values:
            at += 2
        elif word[:1] == "-" and word not in ("-",):
            short = next((f for f in switch.users if len(f) == 2 and word[:2] == f), None)
            if short and len(word) > 2:
                user, named = word[2:], True
            at += 1
        elif word == "-":
            at += 1
        elif name == "sudo" and _ASSIGNMENT.match(word):
            at += 1
        elif not named:
            user, named = word, True
            at += 1
            if not switch.scripts:
                break
        elif switch.scripts and name == "su" and script is None:
            at += 1  # su has no command but that of -c
        else:
            break
    rest = words[at:]
    if script is not None:
        rest = []
    user = (user or switch.default).partition(":")[0]
    return user, rest, script


def flag_value(argv: Sequence[str], *flags: str) -> str | None:
    """What the first of these flags is given; None where none is there, or nothing behind it."""
    for at, word in enumerate(argv):
        name, equals, value = word.partition("=")
        if name in flags:
            if equals:
                return value
            return argv[at + 1] if at + 1 < len(argv) else None
    return None
