"""Programs in languages that are not read: whether they name a place that they may write to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import base_name
from fixer.context.handover import made_folders
from fixer.context.image import image_of
from fixer.context.left import left
from fixer.context.need import Kind, Need, within
from fixer.facts import programs as known
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.image import Image
    from fixer.context.judge import Here, Judge
    from fixer.dockerfile.stages import Stage

#: Longer files are not read, in bytes; nor more files of a program, nor names in them looked up.
_LONGEST = 128 * 1024
_FILES = 8
_NAMES = 60
#: As many places are told of one file.
_TOLD = 3

#: Flags of the interpreters that take the next word; `-e` and the like have no file.
_VALUES = frozenset("-I -r -C -S -t -d -c -z -l -M -L -f --file".split())
#: How the files end that those of another name load.
_SOURCES = {".ru": ".rb", "Rakefile": ".rb", "rails": ".rb", "rake": ".rb", ".psgi": ".pl"}
_TEXTS = frozenset(("-e", "-E", "-n", "--eval", "-R", "--run"))
#: Commands that leave nothing in the folders that they name.
_ONLY_KEEP = frozenset("mkdir install chmod chown chgrp touch rm ln".split())
#: A quoted text, as short as paths are.
_QUOTED = regex(r"""(['"])([^'"\\\n]{2,200})\1""")
#: What stands before a text that goes on from another: `__DIR__ . '/var/log'`.
_APPENDED = (".", "+", ".=", "+=")
_PATH = regex(
    r"/(?:(?:data|srv|mnt|app)(?:/|$)|(?:var|run|opt|etc|usr|home|root|app)/[\w.-])[^\s*?<>|;,()]*"
)
#: What packages put there to be read, or run.
_READ = regex(
    r"/usr/(?:s?bin|lib\w*|share|include|local/(?:s?bin|lib\w*|share|include))(?:/|$)"
    r"|/etc/(?:ssl|pki|passwd|group|hosts|hostname|resolv\.conf|localtime|timezone|os-release"
    r"|mime\.types|services|ca-certificates|fonts|protocols|machine-id)"
    r"|/var/(?:tmp|www/(?:html|vendor))(?:/|$)|/opt/[^/]+/(?:bin|lib)(?:/|$)"
)
_COMMENT = regex(r"\s*(?:#|//|--|;|\*|/\*|%)")
_INCLUDES = regex(
    r"\s*(?:use|(?:require|include)(?:_relative|_once)?|import|library|source|load"
    r"|from|package|set)\b"
)
#: Lines that say which requests are answered, not where files are.
_ROUTES = regex(
    r"\s*(?:(?:\$?\w+(?:->|\.|::))?(?:get|post|put|patch|delete|head|options|any|match|map|mount"
    r"|route|group|prefix|namespace|scope|redirect\w*|resources?)\b|@\w+\()",
    re.I,
)


def other(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """`perl FILE`, `php -S … FILE`: judged by the file, if that is in sight."""
    at = 1
    while at < len(argv):
        word = argv[at]
        if word in _TEXTS:
            return
        if word[:1] != "-":
            if base_name(argv[0]) in ("deno", "elixir") and word in ("run", "serve"):
                at += 1
                continue
            path = judge.path_of(word if "/" in word else f"./{word}", here)
            if path is not None:
                other_file(judge, path, here)
            return
        at += 2 if word in _VALUES else 1


def served(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """`puma -C FILE`, `php -S ADDRESS -t FOLDER`: the files of the application that it serves."""
    files = [*known.LOADS.get(name, ())]
    if known.PHP.fullmatch(name):
        if "-S" not in argv:
            return
        files = [posixpath.join(_root_of(argv), "index.php")]
    else:
        files += [word for word in argv[1:] if word[:1] != "-"]
    for file in files:
        path = judge.path_of(f"./{file}" if file[:1] != "/" else file, here)
        if path is not None and image_of(judge.stage).read(path) is not None:
            other_file(judge, path, here)


def _root_of(argv: Sequence[str]) -> str:
    """The folder that PHP's own server serves: a relative one is below where it stands."""
    return argv[argv.index("-t") + 1] if "-t" in argv[:-1] else "."


def other_file(judge: Judge, path: str, here: Here) -> None:
    """A program's file, and those of its own that it names."""
    image = image_of(judge.stage)
    suffix = posixpath.splitext(path)[1]
    suffix = _SOURCES.get(suffix or posixpath.basename(path), suffix)
    pending = [path]
    seen: set[str] = set()
    while pending and len(seen) < _FILES:
        path = pending.pop(0)
        if path in seen:
            continue
        seen.add(path)
        data = image.read(path)
        if data is None or b"\0" in data[:1024]:
            continue
        place = here.place._replace(name=posixpath.basename(path), script=True)
        inner = here._replace(place=place, line=None, whole=False)
        if len(data) > _LONGEST:
            judge.note(Kind.UNKNOWN, "is too long to be read", inner)
            continue
        pending += _file(judge, image, data.decode("utf-8", "replace"), path, suffix, inner)


def _file(judge: Judge, image: Image, text: str, path: str, suffix: str, here: Here) -> list[str]:
    """Note the places that a file names; return the program's other files that it names."""
    workdir = here.folder or "/"
    told: set[str] = set()
    local: list[str] = []
    left = _NAMES
    for number, line in enumerate(text.split("\n"), 1):
        if _COMMENT.match(line):
            continue
        includes = _INCLUDES.match(line) is not None
        for found in _QUOTED.finditer(line):
            name = found[2].lstrip("+> ")
            if name.startswith("/") and not includes:
                if len(told) < _TOLD and name not in told and _may_be_written(name, workdir):
                    before = line[max(found.start() - 8, 0) : found.start()].rstrip()
                    if before.endswith(_APPENDED):
                        continue
                    if _ROUTES.match(line) or image.read(name) is not None:
                        continue
                    told.add(name)
                    what = f"names {name}, which it may write to"
                    at = here._replace(line=number)
                    need = Need(Kind.UNKNOWN, at.place.does(what, number), None, at.place.line)
                    judge.named.append((need, posixpath.normpath(name)))
                    judge.add(need)
            elif left and suffix and (name.endswith(suffix) or includes):
                left -= 1
                name = name if name.endswith(suffix) else name + suffix
                other_path = posixpath.join(posixpath.dirname(path), name.lstrip("/"))
                local.append(posixpath.normpath(other_path))
    return [other for other in local if image.read(other) is not None]


def settle(judge: Judge) -> None:
    """Take back what was noted of places that are the user's: what a need says is written to, and
    what the build makes for it."""
    given = [
        need.path for need in judge.needs if need.kind is Kind.WRITES and need.path and not need.by
    ]
    for need, path in judge.named:
        if any(within(path, folder) for folder in given) or _is_made(judge.stage, path):
            judge.take_back(need)


def _is_made(stage: Stage, path: str) -> bool:
    """Whether a path is in a folder that the build makes for the user, and leaves as it is."""
    folder = next((folder for folder in made_folders(stage) if within(path, folder)), None)
    return folder is not None and (path in left(stage) or not _is_filled(stage, folder))


def _is_filled(stage: Stage, folder: str) -> bool:
    """Whether a RUN may leave something in a folder but what is seen to be left."""
    for member in stage.lineage:
        for run in member.run_instructions:
            if within(member.state(run).workdir or "/", folder):
                return True
            for command in run.script.commands if folder in run.logical else ():
                words = (*command.words, *command.redirections)
                if command.name not in _ONLY_KEEP and any(folder in word.text for word in words):
                    return True
    return False


def _may_be_written(name: str, workdir: str) -> bool:
    if workdir != "/" and within(posixpath.normpath(name), workdir):
        return False
    return _PATH.fullmatch(name) is not None and _READ.match(name) is None
