"""Install with uv without keeping its cache.

What uv downloads and builds is kept for the next environment on the machine; in an image there is
none. Where it links files from the cache they weigh nothing twice, but wheels that were built, the
index, and all that it copies do.
https://docs.astral.sh/uv/guides/integration/docker/#caching
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import (
    cache_mounted,
    needed_by,
    stays_in_image,
    variable,
)
from fixer.dockerfile.rewrite import add_flag, insert_words
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit

_CACHE = ".cache/uv"
_NESTED = {"pip": ("install", "sync"), "tool": ("install",)}


@transform(needs=["uv"])
def uv_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for command in stage.commands("uv"):
        if not _fills(command) or variable(stage, command, "UV_NO_CACHE"):
            continue
        if not stays_in_image(stage, _CACHE):
            continue
        if reason := _reason(stage, command):
            yield Skip(command.line, reason)
            continue
        nested = command.subcommand in _NESTED
        yield edit(
            insert_words(command, command.operands[0], ["--no-cache"])
            if nested
            else add_flag(command, "--no-cache"),
            line=command.line,
            why="the image never installs twice, so uv's cache is dead weight in it",
            safety=Safety.SAFE,
        )


def _fills(command: Command) -> bool:
    if command.has_flag("--no-cache", "--no-cache-dir", "-n", "--offline"):
        return False
    if nested := _NESTED.get(command.subcommand):
        return bool(command.operands) and command.operands[0].literal in nested
    return command.subcommand in ("sync", "add")


def _reason(stage: Stage, command: Command) -> str | None:
    """Why the cache is not to be turned off, or None."""
    if command.has_flag("--cache-dir"):
        return "--cache-dir says where the cache is to be"
    place = variable(stage, command, "UV_CACHE_DIR")
    paths = (_CACHE, place) if place else (_CACHE,)
    if kind := cache_mounted(command.instruction, *paths):
        return f"the cache is on a {kind} mount"
    mode = variable(stage, command, "UV_LINK_MODE")
    if "symlink" in (mode, command.flag_value("--link-mode")):
        return "the environment links to the cache"
    for later in (stage, *stage.children):
        for other in later.commands("uv"):
            if other.instruction.start < command.instruction.start:
                continue
            if other.has_flag("--offline") or variable(later, other, "UV_OFFLINE"):
                return f"line {other.line} installs from the cache"
    return needed_by(stage, command, *paths)
