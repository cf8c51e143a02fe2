"""Report programs that are made setuid or setgid; take the bit from sudo and su where none runs.

A program with the bit runs as its owner whoever starts it: one mistake in it makes a user root, in
spite of USER. Containers that are started with `no-new-privileges` ignore the bit altogether.
https://docs.docker.com/reference/cli/docker/container/run/#security-opt
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.elevation import doubt, use
from fixer.dockerfile.accounts import positional
from fixer.dockerfile.removal import dropped
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import commands_in
from fixer.edit import Edit, Skip
from fixer.later import regex

_OCTAL = regex(r"0?[2-7][0-7]{3}\Z")
_SYMBOLIC = regex(r"(?:.*,)?(?P<who>[ugoa]*)[+=][rwxXt]*s")
_TRACE = regex(rb"chmod(?:(?!chmod)[^&;|])*?(?:[+=][rwxXt]*s|\b0?[2-7][0-7]{3}\b)")
_ELEVATORS = frozenset(
    f"{folder}/{name}" for folder in ("/usr/bin", "/bin") for name in ("sudo", "doas")
)


@transform(needs=["chmod"])
def setuid_bit(stage: Stage) -> Iterator[Edit | Skip]:
    gone: list[tuple[Command, str | None]] = []
    for command in commands_in(stage, _TRACE, ("chmod",)):
        words = positional(command)
        mode = words[0].text.strip("\"'") if words else ""
        found = _SYMBOLIC.match(mode)
        digit = int(mode[-4]) if _OCTAL.match(mode) else 0
        if not found and not digit & 6:
            continue
        if len(words) > 1 and all(word.text in _ELEVATORS for word in words[1:]):
            reason = use(stage)
            if reason:
                yield Skip(command.line, f"the setuid bit stays: {reason}")
            else:
                gone.append((command, doubt(stage)))
        elif digit == 2 or (found and found["who"] == "g"):
            yield Skip(
                command.line,
                "setgid: a program runs with the group of its file; a folder hands its group on",
            )
        else:
            yield Skip(
                command.line, "setuid: whoever starts the program is its owner while it runs"
            )
    yield from dropped(stage.document, gone, "nothing in sight runs sudo, which needs no bit then")
