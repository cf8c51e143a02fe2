"""Install with pip without keeping its download cache.

The cache speeds up a second install, which an image never does; it is often as large as what was
installed. https://pip.pypa.io/en/stable/topics/caching/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import add_flag
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit


@transform(answers=["DL3042"])
def pip_cache(stage: Stage) -> Iterator[Edit | Skip]:
    for command in stage.commands("pip", "pip3", subcommand="install"):
        if not command.has_flag("--no-cache-dir"):
            yield edit(add_flag(command, "--no-cache-dir"), safety=Safety.SAFE, why="x", line=command.line)
