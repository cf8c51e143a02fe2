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
from fixer.dockerfile.cache_mounts import NAMES, Mounts, mounts_of
from fixer.dockerfile.removal import drop_pipelines
from fixer.dockerfile.rewrite import add_command_before, drop_words, replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
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
            operations = [_with_flags(stage, run, found), *_without(stage, found)]
            if found.apt is not None and not cleaned:
                operations.append(add_command_before(found.apt, _KEEP))
                cleaned = True
            yield edit(
                *operations,
                line=run.line,
                why="the builder keeps what is downloaded for the next build, the image does not",
                safety=Safety.HARDENING,
            )


def _with_flags(stage: Stage, run: Instruction, found: Mounts) -> Operation:
    """The mounts, each on a line of its own where the RUN has several lines or mounts."""
    start = run.flags[-1].end if run.flags else run.value_start
    raw, at = run.raw, run.raw_offset(run.value_start)
    if len(found.flags) == 1 and not run.flags and b"\n" not in raw.strip():
        return replace_text(run, start, start, found.flags[0] + " ")
    lead = raw[raw.rfind(b"\n", 0, at) + 1 : at].decode("ascii", "replace")
    indent = lead if b"\n" in raw[:at] and not lead.strip() else "    "
    joint = f" {run.escape}{stage.document.eol.decode()}{indent}"
    if not run.flags:
        return replace_text(run, start, start, "".join(flag + joint for flag in found.flags))
    text = "".join(joint + flag for flag in found.flags)
    if b"\n" in raw[run.raw_end(start) : at]:
        return replace_text(run, start, start, text)
    return replace_text(run, start, run.value_start, text + joint)


def _without(stage: Stage, found: Mounts) -> Iterator[Operation | Unable]:
    if found.commands:
        yield drop_pipelines(stage.document, found.commands)
    for command, words in found.words:
        yield drop_words(command, words)
