"""Install gems without making their documentation.

RubyGems writes HTML and `ri` pages for every gem, which nobody reads in an image; it takes time and
often more room than the gem. The official Ruby images already leave it out.
https://guides.rubygems.org/command-reference/#gem-install
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import stays_in_image
from fixer.dockerfile.rewrite import add_flag
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit

#: Flags that already say what to do with documentation; the last two are those of RubyGems 1.
_DECIDED = (
    "--no-document",
    "-N",
    "--document",
    "--ri",
    "--rdoc",
    "--no-ri",
    "--no-rdoc",
)
#: Where the documentation is, next to the gems.
_PATHS = ("/usr/share/ri", "/var/lib/gems", "gems", ".gem")
#: Releases whose own RubyGems is older than 2.0 and refuses the flag.
_OLD = ("wheezy", "precise", "trusty")


@transform(needs=["gem"])
def gem_docs(stage: Stage) -> Iterator[Edit | Skip]:
    for command in stage.commands("gem", subcommand="install"):
        if command.has_flag(*_DECIDED) or _official(stage) or _gemrc(stage):
            continue
        if not stays_in_image(stage, *_PATHS):
            continue
        if stage.facts.release in _OLD:
            release = stage.facts.release
            yield Skip(command.line, f"the gem of {release} does not know --no-document")
            continue
        yield edit(
            add_flag(command, "--no-document"),
            line=command.line,
            why="nobody reads a gem's documentation in an image",
            safety=Safety.SAFE,
        )


def _official(stage: Stage) -> bool:
    reference = stage.root.reference
    return reference is not None and reference.repository in ("library/ruby", "library/jruby")


def _gemrc(stage: Stage) -> bool:
    """Whether a gemrc is written or copied, which may decide on documentation."""
    return any(
        b"gemrc" in instruction.raw
        for ancestor in stage.lineage
        for instruction in ancestor.instructions
    )
