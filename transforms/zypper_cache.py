"""Clean up behind zypper in the RUN that installed with it.

The metadata of the repositories is fetched anew when it is needed, also for a repository that is
not refreshed by itself; a later `clean` cannot take it out of the layer that holds it. Without
`--all` zypper cleans the packages only.
https://manpages.opensuse.org/Tumbleweed/zypper/zypper.8.en.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import cache_mounted, needed_by
from fixer.dockerfile.rewrite import add_command_after, add_flag
from fixer.dockerfile.shell import Block, Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Safety, Skip, edit

_FETCHES = frozenset(
    "install in update up dist-upgrade dup patch verify ve source-install si "
    "install-new-recommends inr".split()
)
_CACHE = "/var/cache/zypp"
_CLEANS = ("clean", "cc")
#: Commands that may stand behind `||` without doing something else instead.
_EXCUSES = frozenset(("true", ":", "false", "echo", "printf", "sleep", "exit", "return"))
_SOME = ("-m", "--metadata", "-M", "--raw-metadata", "-r", "--repo")


@transform(answers=["DL3036"], needs=["zypper"])
def zypper_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for run in stage.runs("zypper"):
        commands = [c for c in run.script.commands if c.name == "zypper"]
        planned: list[tuple[Command, Command]] = []
        for fetch in reversed([c for c in commands if c.subcommand in _FETCHES]):
            if _clean_behind(fetch, run) or any(_holds(c.chain.block, fetch) for _, c in planned):
                continue
            block = fetch.chain.block
            planned.append((fetch, [c for c in commands if c.chain.block is block][-1]))
        for fetch, last in reversed(planned):
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


def _clean_behind(fetch: Command, run: Instruction) -> bool:
    for command in run.script.commands:
        if command.start < fetch.start:
            continue
        if command.name == "zypper" and command.subcommand in _CLEANS:
            if command.has_flag("-a", "--all"):
                return True
        elif command.name in ("rm", "find"):
            if any(_CACHE in w.text or w.text == "/var/cache/*" for w in command.words):
                return True
    return False


def _holds(block: Block, command: Command) -> bool:
    inner = command.chain.block
    while inner is not block:
        above = inner.parent or (inner.part.outer and inner.part.outer.chain)
        if not above:
            return False
        inner = above.block
    return True


def _alternative(command: Command) -> bool:
    """Whether another command may run in its place: `zypper in x || dnf install x`."""
    chain = command.chain
    for index, operator in enumerate(chain.operators):
        if operator.text == "||":
            side = chain.elements[index + 1 if index >= command.index else index]
            names = {c.name for c in command.script.commands if side.start <= c.start < side.end}
            if not names <= _EXCUSES | {command.name}:
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
    if _alternative(last):
        return "another command may run in the place of zypper"
    block: Block | None = last.chain.block
    while block is not None:
        if block.kind == "loop":
            return "in a loop every turn would fetch the metadata again"
        block = block.parent.block if block.parent else None
    if b"--no-refresh" in stage.document.source or b"--no-remote" in stage.document.source:
        return "zypper is told to install from the metadata that is there"
    return ""
