"""Install with pip without keeping its cache.

pip keeps all that it downloads and builds for a second install, which an image never does; the
cache is often as large as what was installed. `--no-cache-dir` works in every pip since 6.0. It is
not added where the cache is on a mount, is copied to another stage, or is used by a later command.
https://pip.pypa.io/en/stable/topics/caching/#disabling-caching
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import cache_mounted, needed_by, stays_in_image, variable
from fixer.dockerfile.rewrite import add_flag, replace_word
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Safety, Skip, edit

_FLAG = "--no-cache-dir"
WHY = "the image never installs twice, so pip's cache is dead weight in it"
_CACHE = ".cache/pip"
#: Releases whose own pip is older than 6.0 and refuses the flag.
_OLD = ("wheezy", "jessie", "precise", "trusty")
#: What hadolint takes for a yes.
_YES = ("1", "true", "on", "yes")


@transform(answers=["DL3042"], needs=["pip"])
def pip_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for command in _pips(stage):
        if not _fills(command, stage) or command.has_flag(_FLAG):
            continue
        off = variable(stage, command, "PIP_NO_CACHE_DIR")
        if off and off.strip("'\"").lower() in _YES:
            continue
        if reason := _reason(stage, command, off):
            yield Skip(command.line, reason)
        else:
            short = next((w for w in command.flags if w.text == "--no-cache"), None)
            yield edit(
                replace_word(command, short, _FLAG) if short else add_flag(command, _FLAG),
                why=WHY,
                safety=Safety.SAFE,
                line=command.line,
            )


def _pips(stage: Stage) -> list[Command]:
    """The commands of pip, pip3 and pip3.11, not those of pipx or pipenv."""

    def found() -> list[Command]:
        return [
            command
            for run in stage.runs("pip")
            for command in run.script.commands
            if command.name.startswith("pip") and not command.name[3:].strip("0123456789.")
        ]

    return stage.document.once(("pip", stage.index), found)


def _pips_that(stage: Stage, subcommand: str) -> list[Command]:
    return stage.document.once(
        ("pip", stage.index, subcommand),
        lambda: [command for command in _pips(stage) if command.subcommand == subcommand],
    )


def _fills(command: Command, stage: Stage) -> bool:
    if command.subcommand in ("wheel", "download"):
        return stays_in_image(stage, _CACHE)
    return command.subcommand == "install"


def _reason(stage: Stage, command: Command, off: str | None) -> str | None:
    """Why the cache is not to be turned off, or None."""
    if off:
        return "pip turns its cache off for any value of PIP_NO_CACHE_DIR"
    if command.has_flag("--cache-dir"):
        return "--cache-dir says where the cache is to be"
    place = variable(stage, command, "PIP_CACHE_DIR")
    paths = (_CACHE, place) if place else (_CACHE,)
    if kind := cache_mounted(command.instruction, *paths):
        return f"the cache is on a {kind} mount"
    if stage.facts.release in _OLD and "pip" not in stage.facts.commands:
        return f"the pip of {stage.facts.release} does not know --no-cache-dir"
    return (
        _configured(stage, command) or _purged(stage, command) or needed_by(stage, command, *paths)
    )


def _configured(stage: Stage, command: Command) -> str | None:
    """Where pip is told by other means what to do with its cache, or None."""
    mounted = any(mount["type"] == "cache" for mount in command.instruction.mounts)
    for ancestor in stage.lineage:
        for instruction in _configuring(ancestor):
            if mounted or b"cache-dir" in instruction.raw:
                return f"the pip.conf of line {instruction.line} decides on the cache"
        for other in _pips_that(ancestor, "config"):
            if any("cache-dir" in w.text for w in other.operands):
                return f"pip config on line {other.line} decides on the cache"
    return None


def _configuring(stage: Stage) -> list[Instruction]:
    return stage.document.once(
        ("pip.conf", stage.index),
        lambda: [i for i in stage.instructions if b"pip.conf" in i.raw],
    )


def _purged(stage: Stage, command: Command) -> str | None:
    """Where the cache is emptied by pip, which up to 21.1 fails if there is none; or None."""
    for later in (stage, *stage.children):
        for other in _pips_that(later, "cache"):
            if (
                any(word.literal in ("purge", "remove") for word in other.operands)
                and other.instruction.start >= command.instruction.start
            ):
                return f"pip cache on line {other.line} may fail where there is none"
    return None
