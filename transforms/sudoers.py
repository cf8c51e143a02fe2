"""Leave out what is written to /etc/sudoers where nothing runs sudo.

A NOPASSWD line makes a process root that was given another user for a reason: whoever takes over
the service takes the container with it. The files go with everything done to them: their mode,
their check, their copy.
https://docs.docker.com/build/building/best-practices/#user
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.elevation import doubt, use
from fixer.dockerfile.removal import drop_pipelines
from fixer.dockerfile.rewrite import delete_instruction, drop_words
from fixer.dockerfile.shell import Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import is_sudoers
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit

#: They write what they are given, and do nothing else.
_SOURCES = frozenset(("echo", "printf", "cat", "yes", "true"))
#: They do to files what their words say.
_ON_FILES = frozenset(("chmod", "chown", "chgrp", "touch", "mkdir", "install", "cp", "mv", "rm"))


@transform(answers=["DL3004", "AVD-DS-0010", "CKV2_DOCKER_1"], needs=["sudoers", "visudo", "doas"])
def sudoers(stage: Stage) -> Iterator[Edit | Skip]:
    if not stage.document.pattern(("/etc/sudoers", "/etc/doas", "sudoers", "visudo", "doas")):
        return
    written = False
    for outer in stage.instructions:
        instruction = outer.trigger or outer
        if instruction.keyword in ("COPY", "ADD"):
            if is_sudoers(instruction.values[-1]):
                written = True
                yield _judged(stage, outer.line, delete_instruction(stage.document, outer))
        elif instruction.keyword == "RUN" and stage.readable(instruction):
            whole: list[Command] = []
            for command in instruction.script.commands:
                words = _files(command)
                if not words or (command.name == "rm" and not written):
                    continue
                written = True
                if command.element in [other.element for other in whole]:
                    continue
                if _only(command, words):
                    whole.append(command)
                elif command.name in ("chmod", "chown", "chgrp"):
                    yield _judged(stage, command.line, drop_words(command, words))
                elif command.name not in ("test", "[", "grep", "rm", "ls"):
                    yield Skip(
                        command.line, f"{command.name or 'this'} does more than sudo's files"
                    )
            if whole:
                line = whole[0].line
                yield _judged(stage, line, drop_pipelines(stage.document, whole))


def _judged(stage: Stage, line: int, done: Operation | Unable) -> Edit | Skip:
    reason = use(stage)
    if reason:
        return Skip(line, f"the rights of sudo stay: {reason}")
    unseen = doubt(stage)
    return edit(
        done,
        line=line,
        why=f"nothing in sight runs sudo, but {unseen}"
        if unseen
        else "nothing runs sudo: its rights only serve whoever breaks in",
        safety=Safety.UNSAFE if unseen else Safety.HARDENING,
    )


def _files(command: Command) -> list[Word]:
    """The words of a command that name files of sudo's configuration."""
    if command.name == "visudo":
        return [command.words[0]]
    words = (*command.words[1:], *command.redirections)
    return [word for word in words if is_sudoers(word.text.lstrip("0123456789&<>| "))]


def _only(command: Command, files: list[Word]) -> bool:
    """Whether a command, and the pipeline it is in, does nothing but change those files."""
    others = [other for other in command.element.commands if other is not command]
    if any(other.name not in _SOURCES and not _files(other) for other in others):
        return False
    if any(word in command.redirections for word in files):
        return command.name in _SOURCES or command.name == "tee"
    paths = [word for word in command.words[1:] if word.text.strip("\"'").startswith("/")]
    if command.name == "visudo":
        return True
    if command.name == "tee":
        return all(is_sudoers(word.text) for word in command.words[1:] if word.text[0] != "-")
    if command.name in ("sed", "perl", "ex"):
        return is_sudoers(command.words[-1].text)
    if command.name in ("cp", "mv", "install"):
        return is_sudoers(command.words[-1].text)
    return command.name in _ON_FILES and all(is_sudoers(word.text) for word in paths)
