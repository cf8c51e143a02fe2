"""Set no password while an image is built.

Whoever has the image has its layers, and can read the password there or guess it at leisure; every
container has the same. Where nothing lets anyone log in, the account needs none.
https://docs.docker.com/build/building/secrets/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from fixer.catalog import transform
from fixer.context.elevation import doubt, use
from fixer.dockerfile.removal import dropped
from fixer.dockerfile.rewrite import drop_words
from fixer.dockerfile.shell import Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import commands_in
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.later import regex

_SOURCES = frozenset(("echo", "printf", "yes", "true"))
_TOOLS = frozenset(("chpasswd", "passwd", "useradd", "usermod", "adduser"))
_TRACE = regex(
    rb"passw|(?:user(?:add|mod)|adduser)(?:(?!user(?:add|mod)|adduser)[^&;|])*?"
    rb"\s(?:-\w*p|-\w*u\s*0\b|--uid[ =]0\b)"
)
#: Services and programs that ask for the password of an account.
_LOGINS = regex(
    rb"(?<!open)sshd?\b(?!-(?:key|add\b|agent\b|copy))|openssh(?!-clients?\b)|dropbear|ftpd"
    rb"|rstudio|jupyterhub|xrdp|cockpit|cups|samba|smbd|smbpasswd"
    rb"|dovecot|saslauthd|telnetd|shellinabox|ttyd|vnc|guac|webmin|\bpam\b|pam\.d|\blogin\b|\bsu\b"
    rb"|getty"
)
#: What is no password: it locks the account.
_LOCKS = frozenset(("!", "*", "!!", "!*", "x"))
#: Of passwd: the lock, the status, and how long a password is good.
_NO_PASSWORD = (
    *("-l", "--lock", "-S", "--status", "-e", "--expire", "-n", "--mindays", "-x", "--maxdays"),
    *("-w", "--warndays", "-i", "--inactive"),
)
_WHY = "a password in an image is known to all who have it, and nothing in sight asks for it"


@transform(
    answers=["CKV2_DOCKER_17"], needs=["chpasswd", "passwd", "useradd", "usermod", "adduser"]
)
def build_password(stage: Stage) -> Iterator[Edit | Skip]:
    gone: list[tuple[Command, str | None]] = []
    commands = list(commands_in(stage, _TRACE, _TOOLS))
    sets = any(not isinstance(_without(command), Unable | None) for command in commands)
    for command in commands:
        if _is_root_again(command):
            yield Skip(command.line, "an account with uid 0 is root by another name")
        # unlocking an account fails where no password is left
        done = True if sets and _unlocks(command) else _without(command)
        if done is None:
            continue
        login = next(_logins(stage), None)
        if login is not None:
            yield Skip(command.line, f"a password is set in the build: {login} may ask for it")
            continue
        unseen = doubt(stage)
        if unseen is None and stage.facts.family == "unknown":
            unseen = "the base image may ask for it"
        if done is True:
            gone.append((command, unseen))
            continue
        yield edit(
            done,
            line=command.line,
            why=f"{_WHY}, but {unseen}" if unseen else _WHY,
            safety=Safety.UNSAFE if unseen else Safety.HARDENING,
        )
    yield from dropped(stage.document, gone, _WHY)


def _is_root_again(command: Command) -> bool:
    if command.name == "usermod":
        return False
    return command.name in ("useradd", "adduser") and (
        command.flag_value("-u", "--uid") == "0" or command.text.startswith("useradd -ou 0 ")
    )


def _unlocks(command: Command) -> bool:
    return command.name == "passwd" and command.has_flag("-u", "--unlock")


def _logins(stage: Stage) -> Iterator[str]:
    """What may ask for a password, in the stages it is built on and in those built on it."""
    reason = use(stage)
    if reason:
        yield reason.partition(" runs ")[0]
    for member in (*stage.lineage, *stage.children):
        for instruction in member.instructions:
            found = _LOGINS.search(instruction.raw)
            if found:
                yield f"{found[0].decode()} in line {instruction.line}"


def _without(command: Command) -> Operation | Unable | Literal[True] | None:
    """What takes the password away; True is to drop the command, None that it sets none."""
    if command.name == "chpasswd":
        others = {other.name for other in command.element.commands if other is not command}
        if others - _SOURCES or (not others and not command.redirections):
            return Unable(command.instruction, "the passwords are made by other commands")
        return True
    if command.name == "passwd":
        if command.has_flag(*_NO_PASSWORD):
            return None
        if command.has_flag("-u", "--unlock"):
            return Unable(command.instruction, "an account is unlocked in the build")
        others = {other.name for other in command.element.commands if other is not command}
        if others - _SOURCES:
            return Unable(command.instruction, "the password is made by other commands")
        return True
    words = _password(command)
    if not words:
        return None
    rest = [word for word in command.flags if word not in words]
    if command.name == "usermod" and not rest:
        return True
    return drop_words(command, words)


def _password(command: Command) -> list[Word]:
    """The flag that sets a password, and the word behind it."""
    flags = command.flags
    for at, word in enumerate(flags):
        if word.text.startswith("--password="):
            value = word.text.partition("=")[2]
            return [] if value.strip("\"'") in _LOCKS else [word]
        if word.text in ("-p", "--password") and at + 1 < len(flags):
            locked = flags[at + 1].text.strip("\"'") in _LOCKS
            return [] if locked else [word, flags[at + 1]]
    return []
