"""Clean up behind zypper in the RUN that installed with it.

The metadata of the repositories is fetched anew when it is needed, also for a repository that is
not refreshed by itself; a later `clean` cannot take it out of the layer that holds it. Without
`--all` zypper cleans the packages only.
https://manpages.opensuse.org/Tumbleweed/zypper/zypper.8.en.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import cache_mounted, ends_to_clean, has_alternative, needed_by
from fixer.dockerfile.rewrite import add_command_after, add_flag
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Safety, Skip, edit

_FETCHES = frozenset(
    "install in update up dist-upgrade dup patch verify ve source-install si "
    "install-new-recommends inr".split()
)
_CACHE = "/var/cache/zypp"
_CLEANS = ("clean", "cc")
_SOME = ("-m", "--metadata", "-M", "--raw-metadata", "-r", "--repo")


@transform(answers=["DL3036"], needs=["zypper"])
def zypper_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for run in stage.runs("zypper"):
        commands = [c for c in run.script.commands if c.name == "zypper"]
        fetches = [c for c in commands if c.subcommand in _FETCHES]
        for fetch, last in ends_to_clean(fetches, commands, _clean_behind):
            if reason := _left_alone(stage, run, last):
                yield Skip(last.line, reason)
                continue
            if last.subcommand in _CLEANS and not last.has_flag(*_SOME):
                done = add_flag(last, "--all")
                why = "without --all zypper keeps the metadata of the repositories"
            else:
                done = add_command_after(last, _clean(fetch))
                why = "what zypper cached is fetched anew when it is needed"
            yield edit(done, why=why, safety=Safety.SAFE, line=last.line)


def _clean_behind(fetch: Command) -> bool:
    for command in fetch.script.commands:
        if command.start < fetch.start:
            continue
        if command.name == "zypper" and command.subcommand in _CLEANS:
            if command.has_flag("-a", "--all"):
                return True
        elif command.name in ("rm", "find"):
            if any(_CACHE in w.text or w.text == "/var/cache/*" for w in command.words):
                return True
    return False


def _clean(command: Command) -> str:
    sudo = ["sudo"] if command.wrapper("sudo") else []
    root: list[str] = []
    for at, word in enumerate(command.flags):
        if word.text in ("--root", "-R", "--installroot"):
            root = [w.text for w in command.flags[at : at + 2]]
        elif word.text.startswith(("--root=", "--installroot=")):
            root = [word.text]
    return " ".join([*sudo, command.words[0].text, *root, "clean", "--all"])


def _left_alone(stage: Stage, run: Instruction, last: Command) -> str:
    """Why nothing is cleaned, or nothing."""
    if kind := cache_mounted(run, _CACHE):
        return f"the cache is on a {kind} mount"
    if reason := needed_by(stage, last, _CACHE):
        return reason
    if has_alternative(last):
        return "another command may run in the place of zypper"
    if b"--no-refresh" in stage.document.source or b"--no-remote" in stage.document.source:
        return "zypper is told to install from the metadata that is there"
    return ""
