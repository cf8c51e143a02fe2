"""Empty npm's cache in the RUN that filled it.

npm keeps every package that it downloads, for the next project on the machine; in an image there is
none. Stages that are only copied from are left as they are: their cache reaches no image.
https://docs.npmjs.com/cli/commands/npm-cache
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, empty_cache
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

CACHE = Cache(
    tools=("npm",),
    paths=(".npm",),
    emptied_by=("cache",),
    variables=("npm_config_cache", "NPM_CONFIG_CACHE"),
    flags=("--cache",),
)
_FILLS = frozenset(
    ("install", "i", "in", "add", "ci", "clean-install", "install-clean", "ic", "update", "up")
)


@transform(needs=["npm"])
def npm_cache(stage: Stage) -> Iterator[Edit | Skip]:
    return empty_cache(
        stage,
        CACHE,
        fills=_fills,
        clean="npm cache clean --force",
        why="npm's cache holds a second copy of all that was downloaded",
    )


def _fills(command: Command) -> bool:
    return command.subcommand in _FILLS
