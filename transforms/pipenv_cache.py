"""Remove the caches of Pipenv in the RUN that filled them.

Pipenv has pip keep all that it downloads, in a folder of its own and in pip's, for the next project
on the machine; in an image there is none. The environments themselves are elsewhere.
https://pipenv.pypa.io/en/latest/configuration.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, empty_cache
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

CACHE = Cache(
    tools=("pipenv",),
    paths=(".cache/pipenv", ".cache/pip"),
    emptied_by=(),
    variables=("PIPENV_CACHE_DIR", "PIP_CACHE_DIR", "PIP_NO_CACHE_DIR"),
)


@transform(needs=["pipenv"])
def pipenv_cache(stage: Stage) -> Iterator[Edit | Skip]:
    return empty_cache(
        stage,
        CACHE,
        fills=_fills,
        clean="rm -rf ~/.cache/pip ~/.cache/pipenv",
        why="the caches hold a second copy of all that was installed",
    )


def _fills(command: Command) -> bool:
    if command.has_flag("--clear"):
        return False
    return command.subcommand in ("install", "sync", "update", "upgrade")
