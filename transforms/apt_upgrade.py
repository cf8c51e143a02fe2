"""Report `apt-get upgrade`; nothing is changed.

What it brings depends on the day of the build, or on the day of the layer in the cache, and every
package that it replaces is in the image twice. Fixes come with a fresh base image: build with
`--pull`, or on a new digest. The command is left because only the image's owner knows whether its
base is kept up to date.
https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

_UPGRADES = ("upgrade", "dist-upgrade", "full-upgrade", "safe-upgrade")


@transform(answers=["DL3005"], needs=["apt", "aptitude"])
def apt_upgrade(stage: Stage) -> Iterator[Edit | Skip]:
    for command in stage.commands("apt-get", "apt", "aptitude", subcommand=_UPGRADES):
        yield Skip(
            command.line,
            f"what `{command.name} {command.subcommand}` brings depends on the day of the build: "
            "take fixes from a fresh base image, or install by name the package that needs one",
        )
