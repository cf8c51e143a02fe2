"""Remove the packages and the index that conda, mamba or micromamba downloaded.

The archives and the index weigh hundreds of megabytes next to an environment. `--all` leaves what
an environment is linked to, unlike `--force-pkgs-dirs`, and every release of all three knows it.
https://docs.conda.io/projects/conda/en/stable/commands/clean.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, empty_cache
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

CACHE = Cache(
    tools=("conda", "mamba", "micromamba"),
    paths=("conda/pkgs", "miniconda3/pkgs", "micromamba/pkgs", ".conda/pkgs"),
    emptied_by=("clean",),
    variables=("CONDA_PKGS_DIRS",),
)
_FILLS = frozenset(("install", "create", "update", "upgrade"))


@transform(needs=["conda", "mamba", "micromamba"])
def conda_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for ancestor in stage.lineage:
        for command in ancestor.commands(*CACHE.tools, subcommand="config"):
            if any("softlink" in word.text for word in command.words):
                yield Skip(command.line, "the environments are linked to the cache")
                return
    yield from empty_cache(
        stage,
        CACHE,
        fills=_fills,
        clean="conda clean --all --yes",
        why="the archives and the index are not needed once the packages are installed",
    )


def _fills(command: Command) -> bool:
    if command.subcommand == "env":
        return bool(command.operands) and command.operands[0].literal in _FILLS
    return command.subcommand in _FILLS
