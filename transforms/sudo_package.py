"""Leave out the packages sudo and doas where nothing runs them.

They are setuid programs whose one purpose is to make a user root; a process that is broken into
finds them ready. A build has root already, and a service is started as the user that it needs.
https://docs.docker.com/build/building/best-practices/#user
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.elevation import configures, doubt, script_of, use
from fixer.dockerfile.removal import drop_pipelines, is_idle
from fixer.dockerfile.rewrite import drop_words
from fixer.dockerfile.shell import Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import INSTALLS, PACKAGES, installs
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Safety, Skip, edit

_LISTS = (
    "/var/lib/apt/lists",
    "/var/cache/apt",
    "/var/cache/apk",
    "/var/cache/yum",
    "/var/cache/dnf",
)


_APT = frozenset(("apt-get", "apt", "aptitude"))


@transform(answers=["DL3004", "AVD-DS-0010", "CKV2_DOCKER_1"], needs=["sudo", "doas", "opendoas"])
def sudo_package(stage: Stage) -> Iterator[Edit | Skip]:
    whole: list[Instruction] = []
    for install in installs(stage, PACKAGES):
        names = [word for word in _packages(install) if _bare(word.text) in PACKAGES]
        if not names:
            continue
        reason = use(stage) or configures(stage)
        if reason:
            yield Skip(install.line, f"{_bare(names[0].text)} stays: {reason}")
            continue
        unseen = doubt(stage)
        if len(names) < len(_packages(install)):
            done = drop_words(install, names)
        elif install.instruction in whole:
            continue  # it is looked at again when the other is gone
        else:
            whole.append(install.instruction)
            beside = _preparations(stage, install)
            idle = _is_preparation if beside else is_idle
            done = drop_pipelines(stage.document, [install, *beside], idle)
        why = f"nothing in sight runs {_bare(names[0].text)}"
        yield edit(
            done,
            line=install.line,
            why=f"{why}, but {unseen}" if unseen else f"{why}: a user's way to root goes",
            safety=Safety.UNSAFE if unseen else Safety.HARDENING,
        )


def _bare(text: str) -> str:
    return text.strip("\"'").partition("=")[0]


def _packages(install: Command) -> list[Word]:
    """The packages that a command installs, if it installs any."""
    if install.name == "pacman":
        named = any(w.text.startswith("-S") or w.text == "--sync" for w in install.flags)
        flags = {word.start for word in install.flags}
        return [w for w in install.words[1:] if w.start not in flags] if named else []
    return install.operands if install.subcommand in INSTALLS[install.name] else []


def _preparations(stage: Stage, install: Command) -> list[Command]:
    """What stands beside the only install of a list to make it ready and to tidy up after it."""
    commands = install.instruction.script.commands
    if any(c is not install and c.name in INSTALLS and not _is_preparation(c) for c in commands):
        return []
    if any(script_of(stage, command) for command in commands):
        return []  # it may install from the lists
    tidied = any(command.name == "rm" for command in commands if _is_preparation(command))
    beside = [c for c in commands if c.chain is install.chain and _is_preparation(c)]
    beside = [c for c in beside if c.name != "set"]
    if install.name in _APT and not tidied and _relied_on(stage, install):
        return []
    return beside


def _is_preparation(command: Command) -> bool:
    if command.piped or command.redirections:
        return False
    if command.name == "rm":
        return all(
            w.text.startswith(("-", *_LISTS)) or w.text == "/tmp/*" for w in command.words[1:]
        )
    if command.name in INSTALLS:
        return command.subcommand in ("update", "clean", "autoclean", "makecache", "refresh")
    return is_idle(command)


def _relied_on(stage: Stage, install: Command) -> bool:
    """Whether a later instruction installs from the lists that this one fetches."""
    for later in (stage, *stage.children):
        for run in later.runs():
            commands = run.script.commands
            updated = any(c.subcommand == "update" for c in commands if c.name in _APT)
            if run.start > install.instruction.start and not updated:
                for command in commands:
                    if command.name in _APT and command.subcommand == "install":
                        return True
                    if script_of(later, command):
                        return True
    return False
