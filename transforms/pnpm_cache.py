"""Take what no project uses out of pnpm's store in the RUN that filled it.

The packages themselves are linked from the store into `node_modules` and weigh nothing a second
time; what goes is the registry's metadata and what is no longer referenced.
https://pnpm.io/cli/store#prune
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, empty_cache
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

CACHE = Cache(
    tools=("pnpm",),
    paths=("pnpm/store", ".pnpm-store", ".cache/pnpm"),
    emptied_by=("store",),
    variables=("PNPM_STORE_DIR", "npm_config_store_dir", "PNPM_CONFIG_STORE_DIR"),
    flags=("--store-dir", "--virtual-store-dir", "--cache-dir"),
)


@transform(needs=["pnpm"])
def pnpm_cache(stage: Stage) -> Iterator[Edit | Skip]:
    return empty_cache(
        stage,
        CACHE,
        fills=_fills,
        clean="pnpm store prune",
        why="the metadata of the registry and unused packages stay behind in pnpm's store",
    )


def _fills(command: Command) -> bool:
    """Whether it installs into a project: what is global may live in the store alone."""
    if command.has_flag("--global", "-g"):
        return False
    return command.subcommand in ("install", "i", "add", "update", "up")
