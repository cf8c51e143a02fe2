"""What the shapes share: what serves a build alone, and the cut itself."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase

from fixer.context.copies import destination
from fixer.context.files import context_of
from fixer.dockerfile.accounts import accounts
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.later import NamedTuple, regex


class Cut(NamedTuple):
    """Where a stage is cut, and what the stage that runs begins with."""

    #: The first instruction that the image keeps for itself.
    tail: Instruction
    #: The instructions above it that begin the new stage.
    lines: tuple[str, ...]
    #: Instructions that go over to the new stage.
    moved: tuple[Instruction, ...]
    #: Lines that are put above another instruction of the build.
    before: tuple[tuple[Instruction, tuple[str, ...]], ...]
    #: What it is told as.
    what: str


#: What a RUN of any build may do besides.
PLAIN = frozenset("set cd rm ls echo export true : test [ chmod".split())
#: What a RUN behind the cut may do.
IN_TAIL = frozenset("mkdir touch chown useradd adduser groupadd addgroup".split())
MOVED = frozenset(("EXPOSE", "LABEL", "MAINTAINER", "STOPSIGNAL"))
TAIL = frozenset(
    ("CMD", "ENTRYPOINT", "EXPOSE", "LABEL", "ENV", "STOPSIGNAL", "USER", "MAINTAINER")
)
BUILD_VARIABLES = regex(
    r"(?:CGO_\w+|GO\w*|GRADLE_\w+|MAVEN_\w+|PIP_\w+|CC|CXX|CFLAGS|LDFLAGS|DEBIAN_FRONTEND"
    r"|CARGO_\w+|RUSTFLAGS|RUSTUP_\w+|SQLX_OFFLINE)\Z"
)


def last(stage: Stage, names: Sequence[str], fits: Callable[[Command], bool]) -> Command | None:
    found = [command for command in stage.commands(*names) if fits(command)]
    return found[-1] if found and found[-1].instruction.outer is None else None


def behind(stage: Stage, build: Instruction) -> Iterator[Instruction]:
    return (i for i in stage.instructions if i.start > build.start)


_PARTS = frozenset(("ARG", "COPY", "ENV", "RUN", "USER", "WORKDIR"))


def no_part(instruction: Instruction) -> str | None:
    """Why an instruction is none that only builds, whatever the language, as a reason."""
    keyword, line = instruction.keyword, instruction.line
    if keyword == "USER" and instruction.value not in ("root", "0"):
        return f"the build changes its user on line {line}"
    if keyword == "ENV" and "$" in instruction.value and is_kept(instruction):
        return f"ENV on line {line} holds a variable"
    if keyword == "COPY" and instruction.flag("from") is not None:
        return f"what COPY on line {line} brings may be needed when the program runs"
    if keyword == "RUN" and instruction.script.problem:
        return f"RUN on line {line}: {instruction.script.problem}"
    if keyword in _PARTS or keyword in MOVED:
        return None
    return f"{keyword} on line {line} is no part of the shape"


def foreign(
    stage: Stage,
    build: Instruction,
    tools: Sequence[str],
    packages: frozenset[str],
    files: Sequence[str],
) -> str | None:
    """What up to the last step of the build does not serve the build alone, as a reason."""
    for instruction in stage.instructions:
        if instruction.start > build.start:
            break
        keyword, line = instruction.keyword, instruction.line
        if (reason := no_part(instruction)) is not None:
            return reason
        if keyword == "COPY" and not are(stage, instruction, files):
            return f"what COPY on line {line} brings may be needed when the program runs"
        if keyword == "RUN":
            for command in instruction.script.commands:
                if not serves(command, tools, packages):
                    return f"{command.name or 'a command'} on line {command.line} is no part of it"
    return None


def serves(command: Command, tools: Sequence[str], packages: frozenset[str]) -> bool:
    if any("/dev/null" not in word.text for word in command.redirections):
        return False
    if command.name in tools or command.name in PLAIN:
        return True
    if command.name in ("apt-get", "apk"):
        if command.subcommand in ("install", "add"):
            return all(word.text in packages for word in command.operands)
        return command.subcommand in ("update", "clean", "upgrade")
    return not command.words and not command.all_words  # an assignment alone


def are(stage: Stage, copy: Instruction, files: Sequence[str]) -> bool:
    """Whether all that a COPY brings is among `files`: by its names, or as the context shows it."""
    context = context_of(stage.document)
    for source in copy.values[:-1]:
        path = posixpath.normpath(source.strip("'\"").lstrip("/"))
        if is_among(path, files) or is_among(f"{path}/x", files):
            continue
        if context is None or "$" in path:
            return False
        for name in context.listing(12):
            inside = path == "." or name == path or name.startswith(path + "/")
            if inside and context.is_file(name) and not is_among(name, (*files, *NO_MATTER)):
                return False
    return destination(stage, copy) is not None


#: What lies in a repository, and no program reads.
NO_MATTER = (
    *("*.md", "LICENSE*", "NOTICE", "Makefile", ".git/*", ".gitignore", ".gitattributes"),
    *("Dockerfile*", "*.Dockerfile", ".dockerignore", ".github/*", ".editorconfig"),
    *("docker-compose*.yml", "compose*.yml", "compose*.yaml", ".golangci.*", ".gitlab-ci.yml"),
)


def is_among(path: str, files: Sequence[str]) -> bool:
    name = posixpath.basename(path)
    return any(fnmatchcase(path if "/" in pattern else name, pattern) for pattern in files)


def start_words(stage: Stage) -> list[str]:
    """The words that the image starts, both instructions in exec form; none else."""
    out: list[str] = []
    for keyword in ("ENTRYPOINT", "CMD"):
        last = [i for i in stage.instructions if i.keyword == keyword][-1:]
        if last and last[0].exec_form is None:
            return []
        out += (last[0].exec_form or []) if last else []
    return out


def started(stage: Stage, program: str) -> str | None:
    argv = start_words(stage)
    workdir = stage.end_state.workdir
    if not argv or workdir is None:
        return "the image does not start a program in exec form"
    if "/" not in argv[0] or posixpath.normpath(posixpath.join(workdir, argv[0])) != program:
        return f"the image starts {argv[0]}, not {program}"
    return None


def rest(stage: Stage, build: Instruction, allowed: frozenset[str]) -> str | None:
    """What behind the build is not of the image's configuration alone."""
    for instruction in behind(stage, build):
        if instruction.keyword == "WORKDIR":
            continue
        if instruction.keyword not in allowed:
            return f"{instruction.keyword} on line {instruction.line} may need what the build had"
        if instruction.keyword == "USER" and not instruction.value.replace(":", "").isdigit():
            return f"the account of USER on line {instruction.line} is not in the new stage"
    return None


#: Accounts of Debian and Alpine both.
_EVERYWHERE = ("root", "nobody")


def system_rest(stage: Stage, build: Instruction, *allowed: str) -> str | None:
    """What behind the build may need more than a system on which accounts can be made."""
    for instruction in behind(stage, build):
        keyword, line = instruction.keyword, instruction.line
        if keyword == "RUN":
            if instruction.script.problem:
                return f"RUN on line {line}: {instruction.script.problem}"
            for command in instruction.script.commands:
                if command.name not in PLAIN | IN_TAIL:
                    return f"{command.name or 'a command'} on line {line} may need what built it"
        elif keyword == "USER":
            user = instruction.value.partition(":")[0]
            if not user.isdigit() and user not in (*_EVERYWHERE, *accounts(stage).users):
                return f"the account of USER on line {line} is not in the new stage"
        elif keyword not in TAIL | {"WORKDIR", "COPY", *allowed}:
            return f"{keyword} on line {line} may need what the build had"
    return None


def is_kept(env: Instruction) -> bool:
    return any(not BUILD_VARIABLES.match(name) for name, _ in env.pairs)


def cut(
    stage: Stage,
    build: Instruction,
    runtime: str,
    copies: Sequence[str],
    what: str,
    before: tuple[tuple[Instruction, tuple[str, ...]], ...] = (),
) -> Cut | str | None:
    """The cut behind `build`: the variables, the folder and the labels go over."""
    tail = next(behind(stage, build), None)
    if tail is None:
        return None
    head = [i for i in stage.instructions if i.start <= build.start]
    for name in (
        word.text.partition("=")[0] for i in head if i.keyword == "ARG" for word in i.words
    ):
        for instruction in behind(stage, build):
            if f"${name}" in instruction.logical or f"${{{name}" in instruction.logical:
                return f"line {instruction.line} uses {name}, an argument of the build"
    platform = stage.origin.flag("platform")
    lines = [f"FROM --platform={platform} {runtime}" if platform else f"FROM {runtime}"]
    workdir = stage.state(tail).workdir
    if workdir is None:
        return "the folder that it works in is not known"
    relative = any(not word.startswith("/") for word in start_words(stage)[:1])
    if any(i.keyword == "WORKDIR" for i in head) or (relative and runtime != stage.base_text):
        lines.append(f"WORKDIR {workdir}")
    lines += [
        f"ENV {instruction.value}"
        for instruction in head
        if instruction.keyword == "ENV" and is_kept(instruction)
    ]
    moved = tuple(instruction for instruction in head if instruction.keyword in MOVED)
    lines += [f"{instruction.keyword} {instruction.value}" for instruction in moved]
    return Cut(tail, (*lines, *copies), moved, before, what)
