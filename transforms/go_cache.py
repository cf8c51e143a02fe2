"""Empty Go's build cache, and its module cache, once the program is built.

An image that was built from `golang` and runs its own program carries every object file and the
source of every module. That is only undone in the last RUN that compiles, if a program is what the
image starts; modules that an earlier RUN fetched are in an earlier layer, and stay.
https://pkg.go.dev/cmd/go#hdr-Remove_object_files_and_cached_files
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, done_with, empty_cache, stays_in_image
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip
from fixer.later import regex

CACHE = Cache(
    tools=("go",),
    paths=("pkg/mod", ".cache/go-build"),
    emptied_by=("clean",),
    variables=("GOCACHE", "GOMODCACHE", "GOFLAGS"),
)
_FETCHES = ("build", "install", "get", "mod", "run", "test", "generate", "vet", "list", "tool")
#: Before Go 1.13 `go clean -cache` also removes the program that was built in the folder.
_OLD_GO = regex(r"1\.(\d|1[0-2])(\D|\Z)")
_OLD_RELEASES = frozenset(
    (
        *"wheezy jessie stretch buster precise trusty xenial bionic cosmic disco eoan".split(),
        *(f"3.{minor}" for minor in range(11)),  # Alpine
    )
)


@transform(needs=["go"])
def go_cache(stage: Stage) -> Iterator[Edit | Skip]:
    last = [command.instruction for command in stage.commands("go", subcommand=_FETCHES)][-1:]
    if not last or not stays_in_image(stage, *CACHE.paths) or not _new(stage):
        return
    run = last[0]
    if not done_with(stage, run, "go"):
        return
    earlier = any(
        command.instruction.start < run.start
        for ancestor in stage.lineage
        for command in ancestor.commands("go", subcommand=_FETCHES)
    )
    yield from empty_cache(
        stage,
        CACHE,
        fills=lambda c: c.instruction is run and c.subcommand in ("build", "install"),
        clean="go clean -cache" if earlier else "go clean -cache -modcache",
        why="the program is built; what Go kept to build it again is not needed",
    )


def _new(stage: Stage) -> bool:
    """Whether this is Go 1.13 or later, for sure."""
    reference = stage.root.reference
    if reference is not None and reference.repository == "library/golang":
        if reference.tag is None:
            return reference.digest is None
        return not _OLD_GO.match(reference.tag)
    release = stage.facts.release
    installed = any(
        word.text in ("golang", "golang-go", "go")
        for ancestor in stage.lineage
        for command in ancestor.commands("apt-get", "apt", "apk", subcommand=("install", "add"))
        for word in command.operands
    )
    return installed and release is not None and release not in _OLD_RELEASES
