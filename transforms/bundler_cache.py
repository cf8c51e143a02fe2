"""Remove the packed gems that Bundler keeps next to the unpacked ones.

Every `.gem` that is downloaded stays in `cache/` of the gems' folder once it has been unpacked. It
is only needed to restore a gem's files, or to install again without a network. Done where a
variable tells the folder, as in the official Ruby images, also in a stage that it is copied from.
https://guides.rubygems.org/command-reference/#gem-pristine
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, empty_cache, variable
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

_TOOLS = ("bundle", "bundler")
#: Settings that put the gems elsewhere.
_ELSEWHERE = ("path", "deployment", "cache_all", "cache_path")


@transform(needs=["bundle", "bundler"])
def bundler_cache(stage: Stage) -> Iterator[Edit | Skip]:
    installs = [c for c in stage.commands(*_TOOLS) if _fills(c)]
    if not installs or _configured(stage):
        return
    name = "BUNDLE_PATH" if variable(stage, installs[0], "BUNDLE_PATH") else "GEM_HOME"
    place = "ruby/*/cache" if name == "BUNDLE_PATH" else "cache"
    folder = variable(stage, installs[0], name)
    if not folder:
        return
    cache = Cache(
        tools=_TOOLS,
        paths=(f"{folder}/{place}", f"${name}/{place}", f"${{{name}}}/{place}"),
        emptied_by=("clean", "cache", "package", "pack", "pristine"),
        variables=("BUNDLE_CACHE_PATH", "BUNDLE_DEPLOYMENT"),
        flags=("--path", "--deployment"),
    )
    yield from empty_cache(
        stage,
        cache,
        fills=_fills,
        clean=f'rm -rf "${name}"/{place}/*.gem',
        why="the gems are unpacked; the files they came in are not needed any more",
    )


def _fills(command: Command) -> bool:
    if any(command.assignment(name) is not None for name in ("BUNDLE_PATH", "GEM_HOME")):
        return False
    if not command.subcommand:
        return not command.has_flag("--version", "-v", "--help", "-h")
    return command.subcommand in ("install", "update")


def _configured(stage: Stage) -> bool:
    """Whether Bundler is told to put the gems, or to keep their files, in another place."""
    if stage.end_state.environment.get("BUNDLE_DEPLOYMENT"):
        return True
    return any(
        word.text in _ELSEWHERE
        for ancestor in stage.lineage
        for command in ancestor.commands(*_TOOLS, subcommand="config")
        for word in command.operands
    )
