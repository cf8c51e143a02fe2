"""Report files that everyone may write; give a shared temporary folder its sticky bit.

What everyone may write, a process that is broken into may change as well: code, configuration, the
programs on the PATH. The folder belongs to the user that writes there: `COPY --chown`, `install
-d -o`. In /tmp the sticky bit keeps one user from replacing the files of another.
https://refspecs.linuxfoundation.org/FHS_3.0/fhs/ch03s18.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.accounts import positional
from fixer.dockerfile.rewrite import replace_word
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import commands_in
from fixer.edit import Edit, Safety, Skip, edit
from fixer.later import regex

_OCTAL = regex(r"0?[0-7]?[0-7]{2}[2367]\Z")
_SYMBOLIC = regex(r"(?:.*,)?[ug]*[oa][ugoa]*[+=][rxXst]*w")
_TRACE = regex(
    rb"chmod(?:(?!chmod)[^&;|])*?"
    rb"(?:\b0?[0-7]{2,3}[2367]\b|(?<![ugoa])(?=[ug]*[ao])[ugoa]++[+=][rxXst]*w)"
)
_SHARED = frozenset(("/tmp", "/tmp/", "/var/tmp", "/var/tmp/"))


@transform(needs=["chmod"])
def world_writable(stage: Stage) -> Iterator[Edit | Skip]:
    for command in commands_in(stage, _TRACE, ("chmod",)):
        words = positional(command)
        mode = words[0].text.strip("\"'") if words else ""
        if not _OCTAL.match(mode) and not _SYMBOLIC.match(mode):
            continue
        sticky = mode[:-3].lstrip("0") in ("1", "3", "5", "7") and mode[-4:].isdigit()
        if sticky and not command.has_flag("-R", "--recursive"):
            continue
        shared = len(words) > 1 and all(word.text in _SHARED for word in words[1:])
        if shared and _made_sticky(command):
            continue
        if shared and mode in ("777", "0777") and not command.has_flag("-R", "--recursive"):
            yield edit(
                replace_word(command, words[0], "1777"),
                line=command.line,
                why="without the sticky bit, users may replace each other's temporary files",
                safety=Safety.HARDENING,
            )
            continue
        yield Skip(
            command.line,
            f"everyone may write what `{command.text}` names: "
            "give it to the user that writes there instead",
        )
    for instruction in stage.instructions:
        if instruction.keyword in ("COPY", "ADD") and _OCTAL.match(instruction.flag("chmod") or ""):
            yield Skip(instruction.line, "everyone may write what is copied")


def _made_sticky(command: Command) -> bool:
    """Whether a command behind it in the RUN gives the folders their sticky bit."""
    paths = {word.text for word in positional(command)[1:]}
    for other in command.script.commands:
        words = positional(other) if other.name == "chmod" else []
        if other.start > command.start and len(words) > 1 and "t" in words[0].text:
            paths -= {word.text for word in words[1:]}
    return not paths
