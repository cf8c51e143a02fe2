"""Which COPY puts a file in its place that a chmod makes a program of, and whether it could do so.

A COPY gives one mode to all that it copies, and to the folders that it makes on the way: only 755
suits both a program and a folder, and only files that are named one by one may get it.
"""

from __future__ import annotations

import posixpath
import stat
from collections.abc import Iterator

from fixer.context.copies import destination
from fixer.context.files import context_of
from fixer.dockerfile.document import Document
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.later import NamedTuple, regex

#: What sets 755 whatever the mode was.
_EXACT = frozenset(("755", "0755", "u=rwx,go=rx", "u=rwx,g=rx,o=rx", "a=rx,u+w"))
#: What makes 755 of 644 and of 755; or of 744, which more people may run then.
_ADDING = frozenset(("+x", "a+x", "ugo+x", "+rx", "+xr", "a+rx", "a+xr", "ugo+rx"))
_FOR_OWNER = frozenset(("u+x", "u+rx", "ug+x", "ug+rx"))

_SCRIPTS = (".sh", ".bash", ".py", ".rb", ".pl", ".js", ".mjs", ".php", ".jar", ".bin", ".run")
_PROGRAMS = frozenset(
    "entrypoint docker-entrypoint gradlew mvnw wait-for-it tini dumb-init gosu su-exec".split()
)
_FOLDERS_OF_PROGRAMS = ("bin", "sbin", "cont-init.d", "init.d", "docker-entrypoint.d", "my_init.d")
_SPECIAL = regex(r"[^*?\[\]{}$`~\s]*[*?\[\]{}$`~\s]")
_GIT = regex(r".*\.git(?:[#?]|\Z)|.*#")
_URL = ("http://", "https://")
#: Commands that leave a file's mode as it is, or do not write to it.
_KEEPS_MODE = frozenset(
    "sed dos2unix chown chgrp ls stat cat file grep head test [ echo setfacl".split()
)
_FRONTEND = regex(r"[^:@]*(?:dockerfile|dockerfile-upstream)(?::(?P<tag>[^@]*))?(?:@.*)?\Z")
_VERSION = regex(r"(\d+)(?:\.(\d+))?")
#: Flags that only BuildKit and its like know.
_NEW_FLAGS = frozenset(("mount", "network", "security", "link", "chmod", "parents", "exclude"))


class Aim(NamedTuple):
    """What a chmod makes of files: programs that all may run."""

    #: As COPY is to be given it.
    octal: str
    #: Whether it is the same mode whatever the files had.
    exact: bool
    #: Only the owner was let run them.
    for_owner: bool


def aim_of(command: Command) -> Aim | None:
    """What a command of chmod is after; None for another mode, or where there are flags."""
    words = command.words
    if command.name != "chmod" or command.wrappers or command.redirections or len(words) < 3:
        return None
    mode = words[1].literal
    if mode in _EXACT:
        return Aim(mode if mode.isdigit() else "755", True, False)
    if mode in _ADDING or mode in _FOR_OWNER:
        return Aim("755", False, mode in _FOR_OWNER)
    return None


def knows_chmod(document: Document) -> bool | None:
    """Whether what reads the file knows `COPY --chmod`: for sure, not, or None: if it is new."""
    for name, value, _ in document.directives:
        if name == "syntax" and (found := _FRONTEND.match(value.split(" ")[0])):
            version = _VERSION.match(found["tag"] or "1")
            if version is None:
                return found["tag"] not in ("experimental", "master-experimental")
            return version[2] is None or (int(version[1]), int(version[2])) >= (1, 2)
    for instruction in document.instructions:
        if instruction.heredocs or any(flag.name in _NEW_FLAGS for flag in instruction.flags):
            return True
    return None


class Copied(NamedTuple):
    """The instructions that copy the files of a chmod, and nothing else."""

    copies: tuple[Instruction, ...]
    #: The files' modes are seen, and chmod makes 755 of each.
    certain: bool


def copied(stage: Stage, command: Command, aim: Aim) -> Copied | None:
    """What copies all files that a chmod names, if that could set their mode; None otherwise."""
    found: dict[int, Instruction] = {}
    paths: list[str] = []
    seen = True
    for word in command.words[2:]:
        path = _path(stage, command, word.literal)
        copy = _copy_of(stage, command, path) if path is not None else None
        if copy is None or path is None or (copy.flag("chmod") or "755").lstrip("0") != "755":
            return None
        found[copy.start] = copy
        paths.append(path)
    for copy in found.values():
        targets = dict(_targets(stage, copy))
        if copy.exec_form is not None or not copy.words:
            return None
        for source in copy.values[:-1]:
            path = next((p for p in paths if targets.get(p) == source), None)
            if path is None or not _is_file(stage, copy, source, path):
                return None
            mode = _mode(stage, copy, source)
            if mode is not None and not mode & 0o004:
                return None  # it is closed to others, which chmod leaves so
            seen = seen and mode in (0o644, 0o755) and not aim.for_owner
    return Copied(tuple(found.values()), aim.exact or seen)


def _path(stage: Stage, command: Command, written: str | None) -> str | None:
    if not written or written.startswith("-") or _SPECIAL.match(written):
        return None
    if not written.startswith("/"):
        workdir = stage.state(command.instruction).workdir
        if workdir is None or any(c.name in ("cd", "pushd") for c in command.script.commands):
            return None
        written = posixpath.join(workdir, written)
    return posixpath.normpath(written)


def _copy_of(stage: Stage, command: Command, path: str) -> Instruction | None:
    """The COPY or ADD that a file is from, if nothing may have put another in its place."""
    name = posixpath.basename(path).encode("utf-8", "surrogateescape")
    run = command.instruction
    for instruction in reversed(stage.instructions):
        if instruction.start > run.start:
            continue
        if instruction.keyword in ("COPY", "ADD"):
            targets = dict(_targets(stage, instruction))
            if path in targets:
                plain = all(f.name in ("from", "chown", "chmod", "link") for f in instruction.flags)
                return instruction if plain else None
            if _may_cover(stage, instruction, targets, path):
                return None
        elif instruction.keyword == "RUN" and name in instruction.raw:
            for other in instruction.script.commands:
                if instruction is run and other.start >= command.start:
                    break
                if _may_replace(other, name.decode("utf-8", "surrogateescape")):
                    return None
            if instruction.script.problem:
                return None
    return None


def _may_replace(command: Command, name: str) -> bool:
    words = [*command.assignments, *command.words, *command.redirections]
    if not any(name in word.text for word in words):
        return False
    if any(name in word.text for word in command.redirections):
        return True
    return command.name not in _KEEPS_MODE and aim_of(command) is None


def _targets(stage: Stage, copy: Instruction) -> Iterator[tuple[str, str]]:
    """The paths that sources may be copied to, and the source; none where one is not known."""
    place = destination(stage, copy)
    sources = copy.values[:-1]
    if place is None or any(_SPECIAL.match(s) and not s.startswith("<<") for s in sources):
        return
    last = copy.values[-1]
    folder = last.endswith(("/", "/.", "/..")) or last in (".", "..") or len(sources) > 1
    for source in sources:
        name = posixpath.basename(source.rstrip("/"))
        if source.startswith("<<"):
            name = source.lstrip("<-").strip("'\"")
        if name not in ("", ".", ".."):
            yield posixpath.join(place, name), source
        if not folder:
            yield place, source


def _may_cover(stage: Stage, copy: Instruction, targets: dict[str, str], path: str) -> bool:
    """Whether something else that a COPY copies may stand at `path`."""
    place = destination(stage, copy)
    if place is None:
        return True
    if not (path == place or path.startswith(place.rstrip("/") + "/")):
        return False
    context = context_of(stage.document)
    name = posixpath.basename(path)
    for source in copy.values[:-1]:
        if source.startswith("<<") or source in targets.values():
            if copy.flag("from") is None and context is not None and context.is_file(source):
                continue
            stem, ending = posixpath.splitext(posixpath.basename(source))
            if stem and ending and not source.endswith("/"):
                continue  # a file, and of another name
        elif "*." in source and not name.endswith(posixpath.splitext(source)[1]):
            continue
        return True
    return False


def _is_file(stage: Stage, copy: Instruction, source: str, path: str) -> bool:
    """Whether a source is a file, not a folder, and copied to just that path."""
    name = posixpath.basename(source)
    if source.startswith("<<"):
        return True
    if source.startswith(_URL):
        return copy.keyword == "ADD" and bool(name) and not _GIT.match(source)
    if copy.keyword == "ADD" and not name.endswith(_SCRIPTS):
        return False  # it may be an archive
    started = _is_started(stage, path)
    known = name.endswith(_SCRIPTS) or name in _PROGRAMS or started
    context = context_of(stage.document)
    if context is not None and copy.flag("from") is None:
        if context.is_folder(source):
            return False
        known = known or context.is_file(source)
    if not known:
        return False
    place = destination(stage, copy)
    if path != place:
        return True
    base, folder = posixpath.basename(path), posixpath.basename(posixpath.dirname(path))
    return started or base == name or base.endswith(_SCRIPTS) or folder in _FOLDERS_OF_PROGRAMS


def _is_started(stage: Stage, path: str) -> bool:
    for instruction in stage.instructions:
        if instruction.keyword in ("CMD", "ENTRYPOINT") and instruction.exec_form:
            if path in instruction.exec_form[:2]:
                return True
    return False


def _mode(stage: Stage, copy: Instruction, source: str) -> int | None:
    """The permissions of a source as they are copied; None where they are not seen."""
    if copy.flag("chmod"):
        return 0o755
    if source.startswith("<<"):
        return 0o644
    context = context_of(stage.document)
    if context is None or copy.flag("from") is not None or source.startswith(_URL):
        return None
    mode = context.mode(source)
    return None if mode is None else stat.S_IMODE(mode)
