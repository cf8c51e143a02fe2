"""Empty yarn's cache in the RUN that filled it.

Yarn 1 unpacks every package into its cache and copies it from there, so the cache is larger than
`node_modules`. Yarn 2 and later may run the program from the cache itself (Plug'n'Play): where the
file, the environment or the build context shows one of them, the cache is emptied only if the
packages are evidently linked into `node_modules`.
https://classic.yarnpkg.com/en/docs/cli/cache https://yarnpkg.com/cli/cache/clean
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.files import context_of
from fixer.dockerfile.caches import Cache, empty_cache, stays_in_image
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Safety, Skip

CACHE = Cache(
    tools=("yarn", "yarnpkg"),
    paths=("/usr/local/share/.cache/yarn", ".cache/yarn", ".yarn/berry/cache", ".yarn/cache"),
    emptied_by=("cache",),
    variables=("YARN_CACHE_FOLDER",),
    flags=("--cache-folder",),
)
_FILLS = frozenset(("", "install", "add", "global", "upgrade", "up", "workspaces"))
#: What Yarn 1 does not have.
_BERRY_FLAGS = ("--immutable", "--immutable-cache", "--check-cache", "--inline-builds", "--mode")
_BERRY_COMMANDS = ("set", "policies", "plugin", "dlx", "workspaces")
_BERRY_FILES = (".yarnrc.yml", ".yarnrc*", ".yarnrc.*", ".yarn", ".yarn*", ".pnp.cjs", ".pnp.*")
_BERRY_PACKAGES = ("corepack", "yarn-berry", "yarn@berry", "yarn@2", "@yarnpkg/cli-dist")


@transform(answers=["DL3060"], needs=["yarn", "yarnpkg"])
def yarn_cache(stage: Stage) -> Iterator[Edit | Skip]:
    installs = [c for c in stage.commands(*CACHE.tools) if _fills(c)]
    if not installs or not stays_in_image(stage, *CACHE.paths):
        return
    clean, safety = "yarn cache clean", Safety.SAFE
    if sign := _berry(stage, installs):
        if not _links_modules(stage):
            yield Skip(installs[0].line, f"{sign}: the program may run from yarn's cache")
            return
        clean += " --all"
    elif not _holds(stage, "package.json", "yarn.lock") and _unseen(stage, installs[0]):
        safety = Safety.HARDENING
    yield from empty_cache(
        stage,
        CACHE,
        fills=_fills,
        clean=clean,
        why="yarn's cache holds a second copy of all that was downloaded",
        safety=safety,
    )


def _fills(command: Command) -> bool:
    if not command.subcommand:
        return not command.has_flag("--version", "-v", "--help", "-h")
    return command.subcommand in _FILLS


def _holds(stage: Stage, *names: str) -> bool:
    """Whether the build context, where it is known, has such a file, at its top or one below."""
    context = context_of(stage.document)
    if context is None:
        return False
    return any(posixpath.basename(path) in names for path in context.listing(2))


def _berry(stage: Stage, installs: list[Command]) -> str | None:
    """What shows that this is Yarn 2 or later, or may be, or None."""
    if _holds(stage, ".yarnrc.yml"):
        return "the build context holds .yarnrc.yml"
    for command in installs:
        if command.has_flag(*_BERRY_FLAGS):
            return f"line {command.line} is written for Yarn 2 or later"
    for ancestor in stage.lineage:
        for instruction in ancestor.instructions:
            if instruction.keyword in ("COPY", "ADD", "ENV") and _names_berry(instruction):
                return f"line {instruction.line} speaks of Yarn 2 or later"
        for run in ancestor.runs("yarn", *_BERRY_PACKAGES):
            for command in run.script.commands:
                if _sets_berry_up(command):
                    return f"line {command.line} may bring Yarn 2 or later"
    return None


def _names_berry(instruction: Instruction) -> bool:
    if instruction.keyword == "ENV":
        return any(name.startswith("YARN_ENABLE_") for name, _ in instruction.pairs)
    pieces = {piece for text in instruction.values for piece in text.split("/")}
    return not pieces.isdisjoint(_BERRY_FILES)


def _sets_berry_up(command: Command) -> bool:
    if command.name in CACHE.tools and command.subcommand in _BERRY_COMMANDS:
        return not command.text.split()[-1].startswith(("1.", "classic"))
    return any(
        word.text.startswith(_BERRY_PACKAGES) or word.text.endswith(_BERRY_FILES[0])
        for word in (*command.words, *command.redirections)
    )


def _links_modules(stage: Stage) -> bool:
    """Whether the packages evidently are in `node_modules`, not only in the cache."""
    if stage.end_state.environment.get("YARN_NODE_LINKER") == "node-modules":
        return True
    for ancestor in stage.lineage:
        for command in ancestor.commands(*CACHE.tools, subcommand="config"):
            if {"nodeLinker", "node-modules"} <= {word.literal for word in command.operands}:
                return True
    return any(
        b"node_modules" in instruction.raw
        for relative in (stage, *stage.children)
        for instruction in relative.instructions
        if instruction.keyword in ("CMD", "ENTRYPOINT")
    )


def _unseen(stage: Stage, install: Command) -> bool:
    """Whether files that the Dockerfile does not name are there when yarn runs."""
    for ancestor in stage.lineage:
        if any(ancestor.commands("git", subcommand="clone")):
            return True
        for instruction in ancestor.instructions:
            if (
                instruction.keyword in ("COPY", "ADD")
                and instruction.start < install.instruction.start
            ):
                if any(not posixpath.splitext(text)[1] for text in instruction.values[:-1]):
                    return True
    return False
