"""Call apt-get, not apt.

apt is made for a person at a terminal: it says so itself on standard error, and what its options
do may change from release to release. apt-get does the same for an image. `apt upgrade` installs
new packages too where an upgrade needs them, as apt-get does with `--with-new-pkgs`. What only apt
prints (`apt list`, `apt search`, `apt show`) is left. apt deletes the packages that it downloaded,
apt-get keeps them; the official images of Debian and Ubuntu delete them after either.
https://manpages.debian.org/stable/apt/apt.8.en.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import cache_mounted
from fixer.dockerfile.rewrite import add_flag, replace_word
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit

#: Subcommands that both know and that do the same.
_SAME = frozenset(
    "install reinstall remove purge autoremove auto-remove autopurge update dist-upgrade clean "
    "autoclean auto-clean distclean dist-clean build-dep satisfy source download changelog".split()
)

_DOWNLOADS = frozenset(
    "install reinstall upgrade dist-upgrade full-upgrade build-dep satisfy".split()
)


@transform(answers=["DL3027"], needs=["apt"])
def apt_to_apt_get(stage: Stage) -> Iterator[Edit | Skip]:
    for command in stage.commands("apt"):
        line, subcommand = command.line, command.subcommand
        operations: list[Operation | Unable] = []
        program = "apt-get"
        if subcommand == "upgrade":
            if not command.has_flag("--with-new-pkgs"):
                operations.append(add_flag(command, "--with-new-pkgs"))
        elif subcommand == "full-upgrade":
            word = next(w for w in command.words if w.literal == subcommand)
            operations.append(replace_word(command, word, "dist-upgrade"))
        elif subcommand == "policy":
            program = "apt-cache"
        elif subcommand not in _SAME:
            said = f"apt {subcommand}".strip()
            yield Skip(line, f"no other tool prints or does the same as `{said}`")
            continue
        if subcommand in _DOWNLOADS and _keeps_downloads(command, stage):
            yield Skip(line, "without docker-clean apt-get would keep the packages it downloads")
            continue
        folder, slash, _ = command.words[0].text.rpartition("/")
        operations.insert(0, replace_word(command, command.words[0], folder + slash + program))
        why = "apt is made for a terminal, and its command line is not stable"
        yield edit(*operations, why=why, safety=Safety.SAFE, line=line)


def _keeps_downloads(command: Command, stage: Stage) -> bool:
    """Whether this file took away what deletes downloaded packages in the official images."""
    if b"docker-clean" not in stage.document.source:
        return False
    if cache_mounted(command.instruction, "/var/cache/apt/archives"):
        return False
    return not any(
        other.name in ("apt", "apt-get") and other.subcommand == "clean"
        for other in command.script.commands
    )
