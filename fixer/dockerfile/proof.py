"""Who the base image runs as, by what the file does on top of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage

#: Commands that fail for everyone but root, and the subcommands that do; none where all do.
_ANY: frozenset[str] = frozenset()
_INSTALLS = frozenset(
    "install update upgrade remove erase dist-upgrade makecache groupinstall".split()
)
_ONLY_ROOT = {
    **dict.fromkeys(("apt-get", "apt", "yum", "dnf", "microdnf", "tdnf", "zypper"), _INSTALLS),
    "apk": frozenset(("add", "del", "upgrade", "update")),
    **dict.fromkeys(("useradd", "groupadd", "usermod", "userdel", "groupmod", "groupdel"), _ANY),
    **dict.fromkeys(("adduser", "addgroup", "deluser", "delgroup"), _ANY),
}
_NAMES = tuple(name.encode() for name in _ONLY_ROOT)


def builds_as_root(stage: Stage) -> bool:
    """Whether the file does, before any USER, what only root can.

    Then the base image runs as root, whatever it is: on any other the build would fail.
    """
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword in ("USER", "SHELL"):
                return False
            if instruction.keyword != "RUN" or not any(n in instruction.raw for n in _NAMES):
                continue
            if instruction.exec_form is not None or instruction.script.problem is not None:
                continue
            if any(map(_only_root, instruction.script.commands)):
                return True
    return False


def _only_root(command: Command) -> bool:
    wanted = _ONLY_ROOT.get(command.name)
    if wanted is None or command.wrappers or (wanted and command.subcommand not in wanted):
        return False
    if command.has_flag("--help", "--version", "--root", "-R", "--installroot", "-p"):
        return False
    chain = command.chain
    return chain.block.kind == "script" and all(o.text == "&&" for o in chain.operators)
