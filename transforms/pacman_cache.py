"""Remove the packages that pacman downloaded in the RUN that installed them.

pacman keeps the file of every package that it downloaded. `pacman -Scc --noconfirm` does not help:
the default answer to its question is no, and that is the one taken.
https://wiki.archlinux.org/title/Pacman#Cleaning_the_package_cache
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import cache_mounted, ends_to_clean, needed_by
from fixer.dockerfile.rewrite import add_command_after
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit

REMOVE = "rm -rf /var/cache/pacman/pkg/*"
_CACHE = "/var/cache/pacman/pkg"
_ABOVE = ("/var/cache", "/var/cache/pacman", _CACHE)


@transform(needs=["pacman"])
def pacman_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for run in stage.runs("pacman"):
        commands = [c for c in run.script.commands if c.name == "pacman"]
        fetches = [c for c in commands if _fetches(c)]
        for fetch, last in ends_to_clean(fetches, commands, _removed_behind):
            if reason := _left_alone(stage, fetch):
                yield Skip(fetch.line, reason)
                continue
            text = f"sudo {REMOVE}" if last.wrapper("sudo") else REMOVE
            yield edit(
                add_command_after(last, text),
                why="pacman keeps the file of every package that it installed",
                safety=Safety.SAFE,
                line=last.line,
            )


def _fetches(command: Command) -> bool:
    """Whether packages are downloaded to be installed: `-S name`, `-Syu`, `-U https://…`."""
    letters = "".join(w.text[1:] for w in command.flags if w.text[:2] != "--")
    if "U" in letters or command.has_flag("--upgrade"):
        return any("://" in word.text for word in command.words)
    if "S" not in letters and not command.has_flag("--sync"):
        return False
    if set("cgilpsw") & set(letters) or command.has_flag("--downloadonly", "--print", "--search"):
        return False
    targets = len(command.words) - 1 > len(command.flags)
    return targets or "u" in letters or command.has_flag("--sysupgrade")


def _removed_behind(fetch: Command) -> bool:
    for command in fetch.script.commands:
        if command.start < fetch.start:
            continue
        if command.name in ("rm", "find"):
            if any(word.text.rstrip("/*") in _ABOVE for word in command.words):
                return True
        elif command.name == "pacman" and command.has_flag("-c", "--clean"):
            # Only where something answers its question.
            if command.piped or any(word.text[:1] == "<" for word in command.redirections):
                return True
    return False


def _left_alone(stage: Stage, fetch: Command) -> str:
    """Why nothing is removed, or nothing."""
    if kind := cache_mounted(fetch.instruction, _CACHE):
        return f"the cache is on a {kind} mount"
    if reason := needed_by(stage, fetch, _CACHE):
        return reason
    if fetch.has_flag("-r", "--root", "--sysroot", "--cachedir"):
        return "the cache is in another place"
    return ""
