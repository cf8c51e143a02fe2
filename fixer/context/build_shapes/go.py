"""Programs of Go."""

from __future__ import annotations

import posixpath

from fixer.context.build_shapes.shape import TAIL, Cut, cut, foreign, last, rest, started
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.later import regex

_GO_FILES = ("*.go", "go.mod", "go.sum", "go.work", "go.work.sum", "vendor/*", "testdata/*")
_GO_PACKAGES = frozenset(
    "git gcc g++ musl-dev make build-base ca-certificates build-essential".split()
)
_GO_VERSION = regex(r"1\.(\d+)")
_ALPINE = regex(r".*-alpine(3\.\d+)\Z")


def go(stage: Stage, name: str, tag: str) -> Cut | str | None:
    build = last(stage, ("go",), lambda c: c.subcommand == "build")
    if build is None:
        return None
    output = build.flag_value("-o")
    workdir = stage.state(build.instruction).workdir
    moves = any(command.name == "cd" for command in build.script.commands)
    if output is None or workdir is None or moves:
        return "go build does not say with -o where the program goes"
    program = posixpath.normpath(posixpath.join(workdir, output))
    if "$" in program or output.endswith("/"):
        return "the name of the program is not known"
    reason = (
        foreign(stage, build.instruction, ("go",), _GO_PACKAGES, _GO_FILES)
        or started(stage, program)
        or rest(stage, build.instruction, TAIL)
    )
    if reason:
        return reason
    runtime = _runtime(stage, build, tag)
    if runtime is None:
        return "it is not known which C library the program needs: CGO_ENABLED=0 would say none"
    copy = f"COPY --from={name} {program} {program}"
    return cut(stage, build.instruction, runtime, [copy], f"a program of Go on {runtime}")


def _runtime(stage: Stage, build: Command, tag: str) -> str | None:
    cgo = build.assignment("CGO_ENABLED") or stage.state(build.instruction).environment.get(
        "CGO_ENABLED"
    )
    exported = any(
        c.name == "export" and "CGO_ENABLED=0" in c.text and c.start < build.start
        for c in build.script.commands
    )
    alpine = _ALPINE.match(tag)
    if cgo == "0" or exported:
        return "gcr.io/distroless/static-debian12"
    version = _GO_VERSION.match(tag)
    compiles = any(
        word.text in ("gcc", "g++", "build-base", "clang")
        for command in stage.commands("apk", subcommand="add")
        for word in command.operands
    )
    if "alpine" in tag and version and int(version[1]) >= 20 and not compiles and cgo is None:
        return "gcr.io/distroless/static-debian12"  # without a C compiler Go does without C
    if alpine:
        return f"alpine:{alpine[1]}"
    return "gcr.io/distroless/base-debian12" if tag.endswith("-bookworm") else None
