"""Remove the crates that cargo fetched, once the program is built.

Their archives and sources stay under `CARGO_HOME` and weigh hundreds of megabytes. They are removed
only in the last RUN that compiles, if a program is what the image starts. Tools that
`cargo install` made need none of it.
https://doc.rust-lang.org/cargo/guide/cargo-home.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import Cache, done_with, empty_cache, stays_in_image, variable
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Skip

_PATHS = ("cargo/registry", ".cargo/registry")
_USES = ("build", "b", "check", "c", "run", "r", "test", "t", "install", "fetch", "chef", "bench")


@transform(needs=["cargo"])
def cargo_cache(stage: Stage) -> Iterator[Edit | Skip]:
    uses = list(stage.commands("cargo", subcommand=_USES))
    if not uses or not stays_in_image(stage, *_PATHS):
        return
    run = uses[-1].instruction
    if not done_with(stage, run, "cargo"):
        return
    known = variable(stage, uses[-1], "CARGO_HOME")
    home = "$CARGO_HOME" if known else "${CARGO_HOME:-$HOME/.cargo}"
    yield from empty_cache(
        stage,
        Cache(
            tools=("cargo",),
            paths=(*_PATHS, f"{home}/registry"),
            emptied_by=("cache",),
        ),
        fills=lambda command: command.instruction is run and _fills(command),
        clean=f'rm -rf "{home}/registry" "{home}/git"',
        why="the program is built; the sources of its crates are not needed any more",
    )


def _fills(command: Command) -> bool:
    if command.assignment("CARGO_HOME") is not None:
        return False
    return command.subcommand in ("build", "b", "install")
