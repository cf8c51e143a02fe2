"""Empty Composer's cache in the RUN that filled it.

Composer keeps the archives and the metadata of all packages, for the next project on the machine;
in an image there is none.
https://getcomposer.org/doc/03-cli.md#clear-cache-clearcache-cc
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, empty_cache
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

CACHE = Cache(
    tools=("composer",),
    paths=(".composer/cache", ".cache/composer", "/tmp/cache", "$COMPOSER_HOME"),
    emptied_by=("clear-cache", "clearcache", "cc"),
    variables=("COMPOSER_CACHE_DIR",),
)
_FILLS = frozenset(("install", "i", "update", "u", "upgrade", "require", "r", "create-project"))


@transform(needs=["composer"])
def composer_cache(stage: Stage) -> Iterator[Edit | Skip]:
    return empty_cache(
        stage,
        CACHE,
        fills=_fills,
        clean="composer clear-cache",
        why="Composer's cache holds the archives of all that was installed",
    )


def _fills(command: Command) -> bool:
    if command.has_flag("--no-cache"):
        return False
    if command.subcommand == "global":
        return bool(command.operands) and command.operands[0].literal in _FILLS
    return command.subcommand in _FILLS
