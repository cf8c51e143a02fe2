"""Keep what package tools download on a cache mount of the builder.

The next build finds the packages there even when its layer is built anew, and the image holds none
of them, with nothing to clean up: what emptied the caches or turned them off goes. apt also loses
the setting with which Debian's images throw every package away. It is done for apt, pip, uv, npm,
Go, Cargo, Maven and Gradle, but not where a command or the image relies on the cache, for a mount
may be empty at any time. It takes BuildKit; a CI runner that keeps nothing gains nothing by it.
https://docs.docker.com/build/cache/optimize/#use-cache-mounts
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.modes import knows_chmod
from fixer.dockerfile.arguments import add_flag_lines
from fixer.dockerfile.cache_mounts import NAMES, Mounts, mounts_of
from fixer.dockerfile.removal import drop_pipelines
from fixer.dockerfile.rewrite import add_command_before, drop_words
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit

_KEEP = "rm -f /etc/apt/apt.conf.d/docker-clean"


@transform(
    needs=["apt", "pip", "uv", "npm", "go", "cargo", "mvn", "mvnw", "gradle", "gradlew"],
    on_request=True,
)
def cache_mount(stage: Stage) -> Iterator[Edit | Skip]:
    if stage.facts.family == "windows" or knows_chmod(stage.document) is False:
        return
    cleaned = any(b"docker-clean" in i.raw for s in stage.lineage for i in s.instructions)
    for run in stage.runs(*NAMES):
        if run.outer is not None:
            continue
        found = mounts_of(stage, run)
        if isinstance(found, str):
            yield Skip(run.line, found)
        elif found is not None:
            operations = [add_flag_lines(stage.document, run, found.flags), *_without(stage, found)]
            if found.apt is not None and not cleaned:
                operations.append(add_command_before(found.apt, _KEEP))
                cleaned = True
            yield edit(
                *operations,
                line=run.line,
                why="the builder keeps what is downloaded for the next build, the image does not",
                safety=Safety.HARDENING,
            )


def _without(stage: Stage, found: Mounts) -> Iterator[Operation | Unable]:
    if found.commands:
        yield drop_pipelines(stage.document, found.commands)
    for command, words in found.words:
        yield drop_words(command, words)
