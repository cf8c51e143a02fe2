"""Stages that compile and run in one, and where they can be cut in two.

A shape is recognised whole or not at all: every instruction before the cut must be one that is
known to serve the build, and what the image starts must be what the build made.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from fixer.context.files import context_of
from fixer.context.handover import destination
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.facts.build_packages import APK, APT
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
_PLAIN = frozenset("set cd rm ls echo export true : test [ chmod".split())
#: What a RUN behind the cut may do.
_IN_TAIL = frozenset("mkdir touch chown useradd adduser groupadd addgroup".split())
_MOVED = frozenset(("EXPOSE", "LABEL", "MAINTAINER", "STOPSIGNAL"))
_TAIL = frozenset(
    ("CMD", "ENTRYPOINT", "EXPOSE", "LABEL", "ENV", "STOPSIGNAL", "USER", "MAINTAINER")
)
_BUILD_VARIABLES = regex(
    r"(?:CGO_\w+|GO\w*|GRADLE_\w+|MAVEN_\w+|PIP_\w+|CC|CXX|CFLAGS|LDFLAGS|DEBIAN_FRONTEND)\Z"
)


def cut_of(stage: Stage, name: str) -> Cut | str | None:
    """Where a stage, to be named `name`, is cut; why not; or None where it has no such shape."""
    reference = stage.reference
    if reference is None or len(stage.document.stages) > 1:
        return None
    repository = reference.repository
    if repository == "library/golang":
        return _go(stage, name, reference.tag or "")
    if repository in ("library/maven", "library/gradle"):
        return _java(stage, name, reference.tag or "", repository.removeprefix("library/"))
    if repository == "library/python":
        return _python(stage, name)
    return None


# Go ----------------------------------------------------------------------------------------------

_GO_FILES = ("*.go", "go.mod", "go.sum", "go.work", "go.work.sum", "vendor/*", "testdata/*")
_GO_PACKAGES = frozenset(
    "git gcc g++ musl-dev make build-base ca-certificates build-essential".split()
)
_GO_VERSION = regex(r"1\.(\d+)")
_ALPINE = regex(r".*-alpine(3\.\d+)\Z")


def _go(stage: Stage, name: str, tag: str) -> Cut | str | None:
    build = _last(stage, ("go",), lambda c: c.subcommand == "build")
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
        _foreign(stage, build.instruction, ("go",), _GO_PACKAGES, _GO_FILES)
        or _started(stage, program)
        or _rest(stage, build.instruction, _TAIL)
    )
    if reason:
        return reason
    runtime = _go_runtime(stage, build, tag)
    if runtime is None:
        return "it is not known which C library the program needs: CGO_ENABLED=0 would say none"
    copy = f"COPY --from={name} {program} {program}"
    return _cut(stage, build.instruction, runtime, [copy], f"a program of Go on {runtime}")


def _go_runtime(stage: Stage, build: Command, tag: str) -> str | None:
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


# Java --------------------------------------------------------------------------------------------

_JAVA_FILES = (
    *("pom.xml", "src/*", "*/src/*", "*/pom.xml", "mvnw", "mvnw.cmd", ".mvn/*", "checkstyle.xml"),
    *("*.gradle", "*.gradle.kts", "gradle.properties", "gradle/*", "gradlew", "gradlew.bat"),
    *("buildSrc/*", "gradle.lockfile"),
)
#: What Temurin has a JRE of.
_JRE = regex(r"(?:.*-)?(?:eclipse-temurin-|jdk-?)(8|11|17|21|25)(-alpine)?\Z")


def _java(stage: Stage, name: str, tag: str, tool: str) -> Cut | str | None:
    tools = (tool, {"maven": "mvn", "gradle": "gradlew"}[tool], "mvnw")
    build = _last(stage, tools, lambda command: True)
    if build is None:
        return None
    found = _JRE.match(tag)
    if found is None:
        return f"the tag {tag or 'latest'} does not name a Java that there is a JRE of"
    argv = _argv(stage)
    at = argv.index("-jar") + 1 if "-jar" in argv[:-1] else 0
    workdir = stage.end_state.workdir
    if argv[:1] != ["java"] or not at or workdir is None or any(c in argv[at] for c in "*$?"):
        return "the image does not start `java -jar` and a file by its name"
    if any("/" in word and "://" not in word for word in [*argv[1:at], *argv[at + 1 :]]):
        return "java is given the path of another file"
    jar = posixpath.normpath(posixpath.join(workdir, argv[at]))
    if not any(part in ("target", "libs") for part in jar.split("/")):
        return f"{jar} is not where {tool} puts what it makes"
    reason = _foreign(stage, build.instruction, tools, frozenset(("git",)), _JAVA_FILES) or _rest(
        stage, build.instruction, _TAIL
    )
    if reason:
        return reason
    runtime = f"eclipse-temurin:{found[1]}-jre{found[2] or ''}"
    copy = f"COPY --from={name} {jar} {jar}"
    return _cut(stage, build.instruction, runtime, [copy], f"a program of Java on {runtime}")


# Python ------------------------------------------------------------------------------------------

_VENV = "/opt/venv"
_LISTS = ("requirements*.txt", "constraints*.txt", "requirements/*", "*.whl")
_INSTALLERS: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]], str]] = {
    "apt-get": (
        "install",
        APT,
        "RUN apt-get update && apt-get install -y --no-install-recommends {}"
        " && rm -rf /var/lib/apt/lists/*",
    ),
    "apk": ("add", APK, "RUN apk add --no-cache {}"),
}


def _python(stage: Stage, name: str) -> Cut | str | None:
    pip = _last(stage, ("pip", "pip3"), lambda command: command.subcommand == "install")
    if pip is None or (stage.reference and (stage.reference.tag or "").startswith("2")):
        return None
    installs = [
        (command, tool)
        for tool, (subcommand, _, _) in _INSTALLERS.items()
        for command in stage.commands(tool, subcommand=subcommand)
    ]
    packages = [word.text for command, _ in installs for word in command.operands]
    known = APK if any(tool == "apk" for _, tool in installs) else APT
    if not installs or not any(package in known for package in packages):
        return None
    foreign = next((package for package in packages if package not in known), None)
    if foreign is not None:
        return f"{foreign} may be needed when the program runs"
    first = next(c for c in stage.commands("pip", "pip3") if c.subcommand == "install")
    reason = _foreign(stage, pip.instruction, ("pip", "pip3"), frozenset(known), _LISTS)
    if reason or (reason := _outside_venv(stage, pip)):
        return reason
    for instruction in _behind(stage, pip.instruction):
        if instruction.keyword in ("ONBUILD", "VOLUME", "SHELL"):
            return f"{instruction.keyword} on line {instruction.line} is no part of the shape"
        for command in instruction.script.commands if instruction.keyword == "RUN" else ():
            if command.name not in _PLAIN | _IN_TAIL:
                return f"{command.name or 'a command'} on line {command.line} may need the compiler"
    path = f"ENV PATH={_VENV}/bin:$PATH"
    libraries = dict.fromkeys(library for package in packages for library in known[package])
    lines = [_INSTALLERS[installs[0][1]][2].format(" ".join(libraries))] if libraries else []
    lines += [f"COPY --from={name} {_VENV} {_VENV}", path]
    made = (first.instruction, (f"RUN python -m venv {_VENV}", path))
    what = "a virtual environment of Python, without what compiled it"
    return _cut(stage, pip.instruction, stage.base_text, lines, what, (made,))


def _outside_venv(stage: Stage, pip: Command) -> str | None:
    """What would not use the virtual environment, or does not install into it."""
    for command in stage.commands("pip", "pip3"):
        if command.has_flag("--user", "--target", "-t", "--prefix", "--root", "-e", "--editable"):
            return f"pip on line {command.line} installs into a place of its own"
        if any(wrapper.name.startswith("python") for wrapper in command.wrappers):
            return f"line {command.line} names the Python that it installs for"
    if stage.state(pip.instruction).user not in (None, "root", "0"):
        return "pip runs as another user than root"
    for instruction in _behind(stage, pip.instruction):
        if b"/usr/local/" in instruction.raw or b"/usr/bin/" in instruction.raw:
            return f"line {instruction.line} names a path of the system's Python"
    return None


# What they share ---------------------------------------------------------------------------------


def _last(stage: Stage, names: Sequence[str], fits: Callable[[Command], bool]) -> Command | None:
    found = [command for command in stage.commands(*names) if fits(command)]
    return found[-1] if found and found[-1].instruction.outer is None else None


def _behind(stage: Stage, build: Instruction) -> Iterator[Instruction]:
    return (i for i in stage.instructions if i.start > build.start)


def _foreign(
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
        if keyword in ("WORKDIR", "ARG", "ENV") or keyword in _MOVED:
            if keyword == "ENV" and "$" in instruction.value and _is_kept(instruction):
                return f"ENV on line {line} holds a variable"
        elif keyword == "USER":
            if instruction.value not in ("root", "0"):
                return f"the build changes its user on line {line}"
        elif keyword == "COPY":
            if instruction.flag("from") is not None or not _are(stage, instruction, files):
                return f"what COPY on line {line} brings may be needed when the program runs"
        elif keyword == "RUN":
            script = instruction.script
            if script.problem:
                return f"RUN on line {line}: {script.problem}"
            for command in script.commands:
                if not _serves(command, tools, packages):
                    return f"{command.name or 'a command'} on line {command.line} is no part of it"
        else:
            return f"{keyword} on line {line} is no part of the shape"
    return None


def _serves(command: Command, tools: Sequence[str], packages: frozenset[str]) -> bool:
    if any("/dev/null" not in word.text for word in command.redirections):
        return False
    if command.name in tools or command.name in _PLAIN:
        return True
    if command.name in ("apt-get", "apk"):
        if command.subcommand in ("install", "add"):
            return all(word.text in packages for word in command.operands)
        return command.subcommand in ("update", "clean", "upgrade")
    return not command.words and not command.all_words  # an assignment alone


def _are(stage: Stage, copy: Instruction, files: Sequence[str]) -> bool:
    """Whether all that a COPY brings is among `files`: by its names, or as the context shows it."""
    context = context_of(stage.document)
    for source in copy.values[:-1]:
        path = posixpath.normpath(source.strip("'\"").lstrip("/"))
        if _is_among(path, files) or _is_among(f"{path}/x", files):
            continue
        if context is None or "$" in path:
            return False
        for name in context.listing(12):
            inside = path == "." or name == path or name.startswith(path + "/")
            if inside and context.is_file(name) and not _is_among(name, (*files, *_NO_MATTER)):
                return False
    return destination(stage, copy) is not None


#: What lies in a repository, and no program reads.
_NO_MATTER = (
    *("*.md", "LICENSE*", "NOTICE", "Makefile", ".git/*", ".gitignore", ".gitattributes"),
    *("Dockerfile*", "*.Dockerfile", ".dockerignore", ".github/*", ".editorconfig"),
    *("docker-compose*.yml", "compose*.yml", "compose*.yaml", ".golangci.*", ".gitlab-ci.yml"),
)


def _is_among(path: str, files: Sequence[str]) -> bool:
    name = posixpath.basename(path)
    return any(fnmatchcase(path if "/" in pattern else name, pattern) for pattern in files)


def _argv(stage: Stage) -> list[str]:
    """The words that the image starts, both instructions in exec form; none else."""
    out: list[str] = []
    for keyword in ("ENTRYPOINT", "CMD"):
        last = [i for i in stage.instructions if i.keyword == keyword][-1:]
        if last and last[0].exec_form is None:
            return []
        out += (last[0].exec_form or []) if last else []
    return out


def _started(stage: Stage, program: str) -> str | None:
    argv = _argv(stage)
    workdir = stage.end_state.workdir
    if not argv or workdir is None:
        return "the image does not start a program in exec form"
    if "/" not in argv[0] or posixpath.normpath(posixpath.join(workdir, argv[0])) != program:
        return f"the image starts {argv[0]}, not {program}"
    return None


def _rest(stage: Stage, build: Instruction, allowed: frozenset[str]) -> str | None:
    """What behind the build is not of the image's configuration alone."""
    for instruction in _behind(stage, build):
        if instruction.keyword == "WORKDIR":
            continue
        if instruction.keyword not in allowed:
            return f"{instruction.keyword} on line {instruction.line} may need what the build had"
        if instruction.keyword == "USER" and not instruction.value.replace(":", "").isdigit():
            return f"the account of USER on line {instruction.line} is not in the new stage"
    return None


def _is_kept(env: Instruction) -> bool:
    return any(not _BUILD_VARIABLES.match(name) for name, _ in env.pairs)


def _cut(
    stage: Stage,
    build: Instruction,
    runtime: str,
    copies: Sequence[str],
    what: str,
    before: tuple[tuple[Instruction, tuple[str, ...]], ...] = (),
) -> Cut | str | None:
    """The cut behind `build`: the variables, the folder and the labels go over."""
    tail = next(_behind(stage, build), None)
    if tail is None:
        return None
    head = [i for i in stage.instructions if i.start <= build.start]
    for name in (
        word.text.partition("=")[0] for i in head if i.keyword == "ARG" for word in i.words
    ):
        for instruction in _behind(stage, build):
            if f"${name}" in instruction.logical or f"${{{name}" in instruction.logical:
                return f"line {instruction.line} uses {name}, an argument of the build"
    lines = [f"FROM {runtime}"]
    workdir = stage.state(tail).workdir
    if workdir is None:
        return "the folder that it works in is not known"
    relative = any(not word.startswith("/") for word in _argv(stage)[:1])
    if any(i.keyword == "WORKDIR" for i in head) or (relative and runtime != stage.base_text):
        lines.append(f"WORKDIR {workdir}")
    lines += [
        f"ENV {instruction.value}"
        for instruction in head
        if instruction.keyword == "ENV" and _is_kept(instruction)
    ]
    moved = tuple(instruction for instruction in head if instruction.keyword in _MOVED)
    lines += [f"{instruction.keyword} {instruction.value}" for instruction in moved]
    return Cut(tail, (*lines, *copies), moved, before, what)
