"""Leave out the packages that zypper only recommends.

They are useful on a machine, and in an image more to patch. As nothing here tells which of them a
program needs, leaving them out is for `--unsafe`. The official images of openSUSE and SLE are
configured without them (`solver.onlyRequires`).
https://manpages.opensuse.org/Tumbleweed/zypper/zypper.8.en.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import add_flag
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit
from fixer.facts.tools import without_recommends


@transform(needs=["zypper"])
def zypper_recommends(stage: Stage) -> Iterator[Edit | Skip]:
    if b"onlyRequires" in stage.document.source:
        return
    for command in stage.commands("zypper", subcommand=("install", "in")):
        words = [word.text for word in command.words]
        if "--recommends" in words or without_recommends("zypper", words):
            continue
        yield edit(
            add_flag(command, "--no-recommends"),
            why="what a package only recommends is installed too; what needs it is not known",
            safety=Safety.UNSAFE,
            line=command.line,
        )
