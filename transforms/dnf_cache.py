"""Clean up behind dnf, yum, microdnf and tdnf in the RUN that installed with them.

The metadata of the repositories is large, goes stale, and is fetched anew when it is needed; a
later `clean all` cannot take it out of the layer that holds it. The command takes the metadata, the
packages and what was made of them, so there is no folder left to remove. It is not added where the
cache is on a mount, is read later on, or is kept on purpose.
https://dnf.readthedocs.io/en/latest/command_ref.html#clean-command
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import cache_mounted, ends_to_clean, has_alternative, needed_by
from fixer.dockerfile.rewrite import add_command_after
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Safety, Skip, edit

#: Where each has its cache, from release to release; yum is another name of dnf since RHEL 8.
_CACHES = {
    "dnf": ("/var/cache/dnf", "/var/cache/libdnf5"),
    "dnf5": ("/var/cache/libdnf5",),
    "yum": ("/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"),
    "microdnf": ("/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"),
    "tdnf": ("/var/cache/tdnf",),
}
_TOOLS = tuple(_CACHES)
_FETCHES = frozenset(
    "install reinstall update upgrade update-minimal upgrade-minimal downgrade swap distro-sync "
    "groupinstall groupupdate localinstall group module builddep download".split()
)


@transform(answers=["DL3032", "DL3040"], needs=["dnf", "microdnf", "tdnf", "yum"])
def dnf_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for run in stage.runs(*_TOOLS):
        for tool in _TOOLS:
            commands = [c for c in run.script.commands if c.name == tool]
            fetches = [c for c in commands if c.subcommand in _FETCHES]
            planned = ends_to_clean(fetches, commands, _clean_behind)
            if not planned:
                continue
            line = planned[0][1].line
            if reason := _left_alone(stage, run, planned):
                yield Skip(line, reason)
                continue
            yield edit(
                *(add_command_after(last, _clean(fetch)) for fetch, last in planned),
                why=f"what {tool} cached is fetched anew when it is needed",
                safety=Safety.SAFE,
                line=line,
            )
            break  # another tool's command may belong to the same place: in the next round


def _clean_behind(fetch: Command) -> bool:
    later = (c for c in fetch.script.commands if c.start > fetch.start)
    return any(_cleans(command, fetch) for command in later)


def _cleans(command: Command, fetch: Command) -> bool:
    if command.name == fetch.name and command.subcommand == "clean":
        everything = any(word.literal == "all" for word in command.operands)
        return everything and _root(command) == _root(fetch)
    if command.name not in ("rm", "find"):
        return False
    for word in command.words[1:]:
        _, found, folder = word.text.partition("/var/cache/")
        names = [posixpath.basename(path) for path in _CACHES[fetch.name]]
        if found and (folder.strip("*") == "" or any(name in folder for name in names)):
            return True
    return False


def _root(command: Command) -> list[str]:
    """The flag that says where to install, as written; the cache is in there too."""
    flags = [word.text for word in command.flags]
    for at, text in enumerate(flags):
        if text.startswith("--installroot"):
            return flags[at : at + 1] if "=" in text else flags[at : at + 2]
    return []


def _clean(command: Command) -> str:
    sudo = ["sudo"] if command.wrapper("sudo") else []
    return " ".join([*sudo, command.words[0].text, *_root(command), "clean", "all"])


def _left_alone(stage: Stage, run: Instruction, planned: list[tuple[Command, Command]]) -> str:
    """Why nothing is cleaned, or nothing."""
    last = planned[-1][1]
    if kind := cache_mounted(run, *_CACHES[last.name]):
        return f"the cache is on a {kind} mount"
    if reason := needed_by(stage, last, *_CACHES[last.name]):
        return reason
    for _, command in planned:
        if has_alternative(command):
            return f"another command may run in the place of {command.name}"
    source = stage.document.source
    if b"keepcache=1" in source or b"keepcache=True" in source or b"cachedir=" in source:
        return "the file keeps the cache on purpose"
    if b"-C" in source or b"--cacheonly" in source or b"--network=none" in source:
        for other in stage.document.stages:
            for command in other.commands(*_TOOLS):
                offline = command.instruction.flag("network") == "none"
                if offline or command.has_flag("-C", "--cacheonly"):
                    return f"{command.name} on line {command.line} reads the cache"
    return ""
