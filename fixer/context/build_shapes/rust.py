"""Programs of Rust that cargo makes.

Of the program nothing but the program is needed, and what Cargo.lock says that it links. Alpine's
are linked statically: that is how Rust makes programs for musl.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from fixer.context.build_shapes.copied import Copied, copied, owner_flag
from fixer.context.build_shapes.shape import (
    PLAIN,
    Cut,
    cut,
    last,
    no_part,
    start_words,
    system_rest,
)
from fixer.context.files import context_of
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.facts.crates import ALONE, BUNDLED, CERTIFICATES, LIBRARIES, TIME_ZONES
from fixer.formats import toml
from fixer.later import NamedTuple, regex

_ALONE = (
    *("*.rs", "Cargo.toml", "Cargo.lock", "rust-toolchain*", ".cargo/*", "*/.cargo/*", "target/*"),
    *("*rustfmt.toml", "*clippy.toml", "deny.toml", "tests/*", "benches/*", "examples/*"),
    *("*.proto", ".sqlx/*", "sqlx-data.json"),
)
_MAKES = frozenset(("build", "install", "rustc"))
_OTHER = frozenset(
    "fetch update vendor test check clippy fmt clean init new generate-lockfile doc".split()
)
_FILE_TOOLS = frozenset("mkdir touch mv cp find strip install".split())
_PACKAGES = frozenset(
    "build-essential gcc g++ clang libclang-dev llvm-dev lld mold cmake make pkg-config pkgconf"
    " perl protobuf-compiler libprotobuf-dev libssl-dev libc6-dev musl-tools musl-dev musl nasm m4"
    " git autoconf automake libtool build-base openssl-dev openssl-libs-static libpq-dev"
    " libsqlite3-dev zlib1g-dev zlib-dev zlib-static protoc protobuf-dev ca-certificates".split()
)
_SUITES = ("bullseye", "bookworm", "trixie")
_ALPINE = regex(r"alpine(3\.\d+)?\Z")
_VERSION = regex(r"1\.(\d+)(?:\.\d+)?\Z")
_INSTALL = (
    "RUN apt-get update && apt-get install -y --no-install-recommends {}"
    " && rm -rf /var/lib/apt/lists/*"
)
_CARGO_BIN = "/usr/local/cargo/bin"


class _Base(NamedTuple):
    """What the program is to run on."""

    image: str
    #: Debian's release, where the tag fixes it: names of packages differ.
    suite: str | None = None
    static: bool = False


def rust(stage: Stage, name: str, tag: str) -> Cut | str | None:
    build = last(stage, ("cargo",), lambda command: command.subcommand in _MAKES)
    if build is None:
        return None
    step = build.instruction
    base = _base(tag)
    if base is None:
        return f"the tag {tag or 'latest'} does not say which Debian it is: -bookworm would"
    reason = _no_part(stage, step)
    if reason:
        return reason
    given = copied(stage, step)
    if isinstance(given, str):
        return given
    made = _program(stage, build, given)
    if isinstance(made, str):
        return made
    program, place = made
    packages = _linked(stage, build, given, base)
    if isinstance(packages, str):
        return packages
    if reason := _runs_others(stage, given):
        return reason
    beside = given.beside(_ALONE)
    if isinstance(beside, str):
        return beside
    reason = system_rest(stage, step)
    owner = owner_flag([file.copy for file in given.files.values()])
    if reason or owner is None:
        return reason or "the COPY instructions give to different owners"
    lines = [_INSTALL.format(" ".join(packages))] if packages else []
    lines.append(f"COPY --from={name} {program} {place}")
    lines += [f"COPY --from={name} {owner}{path} {path}" for path in beside]
    return cut(stage, step, base.image, lines, f"a program of Rust on {base.image}")


def _base(tag: str) -> _Base | None:
    """The smallest image with the C library that a tag of rust compiles for.

    Which Debian a tag without its name has changed with 1.72 or before, and between 1.88 and 1.94.
    A program runs with every later C library, but finds no other library by its later name.
    """
    words = (tag or "latest").split("-")
    alpine = _ALPINE.match(words[-1])
    if alpine:
        return _Base(f"alpine:{alpine[1] or '3'}", None, True)
    suite = next((word for word in words if word in _SUITES), None)
    if suite is not None:
        return _Base(f"debian:{suite}-slim", suite)
    version = _VERSION.match(words[0])
    if version is None or not set(words[1:]) <= {"slim"}:
        return None
    minor = int(version[1])
    if minor <= 88:
        return _Base("debian:bookworm-slim", "bookworm" if minor > 72 else None)
    return _Base("debian:trixie-slim", "trixie" if minor > 94 else None) if minor < 97 else None


# The build ---------------------------------------------------------------------------------------


def _no_part(stage: Stage, build: Instruction) -> str | None:
    """What up to the last step does something else than make the program, as a reason."""
    for instruction in stage.instructions:
        if instruction.start > build.start:
            break
        if (reason := no_part(instruction)) is not None:
            return reason
        if instruction.keyword == "RUN":
            for command in instruction.script.commands:
                if reason := _serves_not(stage, command):
                    return f"{reason} on line {command.line}"
    return None


def _serves_not(stage: Stage, command: Command) -> str | None:
    name = command.name
    if any(not _is_source(word.text) for word in command.redirections):
        return "a file is written"
    if name == "cd":
        return "cd changes the folder"
    if name == "cargo":
        if command.subcommand == "chef" or "cargo-chef" in command.text:
            return "cargo-chef, which is made for stages of its own, is used"
        if command.subcommand == "install" and not command.has_flag("--path"):
            return "cargo installs a tool, which the program may run,"
        if command.has_flag("--manifest-path", "-C", "--config", "--artifact-dir", "--out-dir"):
            return "cargo is told where things are"
        known = command.subcommand in _MAKES | _OTHER
        return None if known else f"cargo {command.subcommand} is run"
    if name in ("apt-get", "apk"):
        if command.subcommand in ("install", "add"):
            other = next((w.text for w in command.operands if w.text not in _PACKAGES), None)
            return f"{other}, which the program may need, is installed" if other else None
        return None if command.subcommand in ("update", "clean") else "apt-get changes the image"
    if name == "rustup":
        return None if command.subcommand in ("target", "component", "default") else "rustup is run"
    if name in _FILE_TOOLS:
        workdir = stage.state(command.instruction).workdir
        paths = [w.text for w in command.words[1:] if w.text[:1] != "-"]
        copies = name in ("cp", "mv", "install") and _target_of(stage, command) is not None
        inside = workdir not in (None, "/") and all(p[:1] not in "/~$" for p in paths)
        sources = all(p.split("/")[0] in ("src", "target") or p.endswith(".rs") for p in paths)
        fits = copies or (inside and (sources or name == "find"))
        return None if fits else f"{name} is run"
    return None if name in PLAIN or not command.all_words else f"{name or 'a command'} is run"


def _is_source(redirection: str) -> bool:
    return "/dev/null" in redirection or redirection.rstrip("\"'").endswith((".rs", "&1", "&2"))


def _target_of(stage: Stage, command: Command) -> tuple[str, str] | None:
    """Where cp or mv takes a program that cargo has made: from, and to; None for anything else."""
    words = [w.literal or "$" for w in command.words[1:] if w.text[:1] != "-"]
    workdir = stage.state(command.instruction).workdir
    if len(words) != 2 or workdir is None or any(c in word for word in words for c in "$*?"):
        return None
    source, target = (posixpath.normpath(posixpath.join(workdir, word)) for word in words)
    if "target" not in source.split("/"):
        return None
    if words[1].endswith(("/", "/bin", ".")):
        target = posixpath.join(target, posixpath.basename(source))
    return source, target


# The program -------------------------------------------------------------------------------------


def _program(stage: Stage, build: Command, given: Copied) -> tuple[str, str] | str:
    """Where the program is that the image starts, and where it is to be; or why not known."""
    folder = stage.state(build.instruction).workdir
    words = start_words(stage)
    end = stage.end_state.workdir
    if not words or folder is None or end is None:
        return "the image does not start a program in exec form"
    if words[0] == "cargo":
        return "the image starts cargo, which may compile again"
    names = _programs(stage, posixpath.join(folder, build.flag_value("--path") or ""), given)
    if isinstance(names, str):
        return names
    moved = {
        to: origin
        for command in stage.commands("cp", "mv", "install")
        if command.instruction.start <= build.instruction.start
        or command.instruction is build.instruction
        for origin, to in [_target_of(stage, command) or ("", "")]
        if to
    }
    first = words[0]
    if "/" not in first:
        bins = [f"/usr/local/bin/{first}", f"/usr/bin/{first}"]
        place = next((path for path in bins if path in moved), f"{_CARGO_BIN}/{first}")
    else:
        place = posixpath.normpath(posixpath.join(end, first))
    origin = moved.get(place, place)
    if posixpath.basename(origin) not in names:
        return f"the image starts {first}, which no Cargo.toml in sight makes"
    if place not in moved and origin != _made(stage, build, folder, posixpath.basename(origin)):
        return f"the image starts {first}, which is not where cargo puts a program"
    if place in moved and not origin.startswith(folder.rstrip("/") + "/"):
        return f"the image starts {first}, which is not where cargo puts a program"
    if "/" not in first and place.startswith(_CARGO_BIN):
        return place, f"/usr/local/bin/{first}"
    return place, place


def _made(stage: Stage, build: Command, folder: str, name: str) -> str:
    """Where cargo puts a program."""
    if build.subcommand == "install":
        root = build.flag_value("--root")
        return (
            posixpath.normpath(posixpath.join(folder, root, "bin", name))
            if root
            else (f"{_CARGO_BIN}/{name}")
        )
    environment = stage.state(build.instruction).environment
    target = build.flag_value("--target-dir") or environment.get("CARGO_TARGET_DIR") or "target"
    profile = build.flag_value("--profile") or ("release" if _releases(build) else "debug")
    parts = [target, build.flag_value("--target") or "", profile, name]
    return posixpath.normpath(posixpath.join(folder, *parts))


def _releases(build: Command) -> bool:
    return any(word.text in ("--release", "-r") for word in build.words)


def _programs(stage: Stage, folder: str, given: Copied) -> set[str] | str:
    """The names of the programs that the packages of a folder make."""
    folder = posixpath.normpath(folder)
    manifest = _toml(stage, given, posixpath.join(folder, "Cargo.toml"))
    if manifest is None:
        return "Cargo.toml is not in sight, which says what the program is called"
    out = set(_names(manifest, folder, given))
    if "workspace" in manifest:
        for path in given.files:
            if path.startswith(folder.rstrip("/") + "/") and path.endswith("/Cargo.toml"):
                member = _toml(stage, given, path)
                out.update(_names(member or {}, posixpath.dirname(path), given))
    return out


def _names(manifest: dict[str, Any], folder: str, given: Copied) -> Iterator[str]:
    package = manifest.get("package")
    if isinstance(package, dict):
        yield str(package.get("name"))
    bins = manifest.get("bin")
    for each in bins if isinstance(bins, list) else []:
        if isinstance(each, dict):
            yield str(each.get("name"))
    for path in given.files:
        start, _, end = path.partition("/src/bin/")
        if start == folder and end.endswith(".rs"):
            yield end.removesuffix("/main.rs").removesuffix(".rs")


def _toml(stage: Stage, given: Copied, path: str) -> dict[str, Any] | None:
    context = context_of(stage.document)
    file = given.files.get(path)
    data = context.read(file.source) if context is not None and file is not None else None
    try:
        return None if data is None else toml(data)
    except ValueError:
        return None


# What it needs -----------------------------------------------------------------------------------


def _linked(stage: Stage, build: Command, given: Copied, base: _Base) -> list[str] | str:
    """The packages that the program needs when it runs, or why they are not known."""
    folder = stage.state(build.instruction).workdir or "/"
    lock = _toml(stage, given, posixpath.join(folder, "Cargo.lock"))
    if lock is None:
        return "Cargo.lock is not in sight, which says what the program is linked to"
    texts = [stage.document.source]
    context = context_of(stage.document)
    for path, file in given.files.items():
        if "/.cargo/" in path and context is not None:
            texts.append(context.read(file.source) or b"")
    if any(b"prefer-dynamic" in t or b"crt-static" in t or b"target-dir" in t for t in texts[1:]):
        return "the configuration of cargo says how the program is linked, or where it is put"
    if b"prefer-dynamic" in texts[0] or (base.static and b"crt-static" in texts[0]):
        return "the program is not linked as usual"
    out: list[str] = []
    entries = lock.get("package")
    names = set()
    for each in entries if isinstance(entries, list) else []:
        crate = str(each.get("name"))
        names.add(crate)
        if not crate.endswith(("-sys", "_sys")) or crate in ALONE:
            continue
        needs = {str(word).partition(" ")[0] for word in each.get("dependencies", [])}
        if BUNDLED.get(crate) in needs:
            continue
        packages = {} if base.static else LIBRARIES.get(crate, {})
        package = packages.get("") or packages.get(base.suite or "")
        if package is None:
            return f"{crate} links a library, and where the program finds it is not known"
        out.append(package)
    if not base.static:
        out += ["ca-certificates"] if names & CERTIFICATES else []
        out += ["tzdata"] if names & TIME_ZONES else []
    elif names & TIME_ZONES:
        return "the program reads the time zones of the system"
    return sorted(dict.fromkeys(out))


def _runs_others(stage: Stage, given: Copied) -> str | None:
    """What of the sources starts another program, which the new image may not have."""
    context = context_of(stage.document)
    for file in given.files.values():
        if file.source.endswith(".rs") and posixpath.basename(file.source) != "build.rs":
            if b"Command::new" in ((context and context.read(file.source)) or b""):
                return f"{file.source} runs another program"
    return None
