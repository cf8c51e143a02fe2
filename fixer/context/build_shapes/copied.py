"""Where the files of the build context stand in a stage that copies them, and which of them are
more than sources.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from fixer.context.build_shapes.shape import NO_MATTER, is_among
from fixer.context.copies import destination
from fixer.context.files import Context, context_of
from fixer.context.need import is_system
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.later import NamedTuple

#: More than so many files and folders beside the sources are not told apart from them.
_MOST = 12
_FLAGS = frozenset(("chown", "chmod", "link"))
_WILD = frozenset("*?[\\")


class File(NamedTuple):
    """A file that a COPY brings from the build context."""

    #: In the context.
    source: str
    copy: Instruction
    #: Where the first COPY that brings it starts.
    since: int


class Copied:
    """What the COPY instructions up to the end of a build bring."""

    def __init__(self) -> None:
        #: By the absolute path in the image; the last COPY of a path counts.
        self.files: dict[str, File] = {}
        #: The folders that copying makes, which hold nothing else.
        self.folders: set[str] = set()

    def add(self, path: str, source: str, copy: Instruction) -> None:
        before = self.files.get(path)
        self.files[path] = File(source, copy, before.since if before else copy.start)

    def beside(self, alone: Sequence[str]) -> list[str] | str:
        """What is not of the build alone: folders where all in them is of that kind, and files."""
        found = sorted(self._beside(alone))
        if len(found) > _MOST:
            return "too much lies among the sources that may be read when the program runs"
        return found

    def _beside(self, alone: Sequence[str]) -> Iterator[str]:
        kept = [
            path
            for path, file in self.files.items()
            if not is_among(file.source, (*alone, *NO_MATTER))
        ]
        mixed: set[str] = set()
        for path in self.files.keys() - set(kept):
            mixed.update(_above(path))
        given: set[str] = set()
        for path in kept:
            whole = [f for f in _above(path) if f in self.folders and f not in mixed]
            given.add(whole[-1] if whole else path)
        return iter(given)


def _above(path: str) -> Iterator[str]:
    """The folders that a path is in, the innermost first."""
    while path not in ("/", ""):
        path = posixpath.dirname(path)
        yield path


def copied(stage: Stage, build: Instruction) -> Copied | str:
    """What a stage copies from the context up to the last step of its build, or why not known."""
    context = context_of(stage.document)
    if context is None:
        return "the build context is not in sight"
    names = list(context.listing())
    if context.cut_short:
        return "the build context holds too many files to look at"
    workdirs = {stage.state(i).workdir for i in stage.instructions if i.keyword != "WORKDIR"} | {
        stage.end_state.workdir
    }
    out = Copied()
    for copy in stage.instructions:
        if copy.start > build.start or copy.keyword != "COPY":
            continue
        place = destination(stage, copy)
        odd = any(flag.name not in _FLAGS for flag in copy.flags) or copy.heredocs
        if odd or place is None:
            return f"what COPY on line {copy.line} brings, and where to, is not known"
        sources = copy.values[:-1]
        matches = [match for source in sources for match in _matches(context, source)]
        last = copy.values[-1]
        inside = last.endswith(("/", "/.")) or last in (".", "..") or len(sources) > 1
        inside = inside or len(matches) > 1 or place in workdirs or place in out.folders
        for match in matches:
            if match == "." or context.is_folder(match):
                _folder(out, names, match, place, copy)
                if place not in workdirs and place != "/" and not is_system(place):
                    out.folders.add(place)
            elif context.is_file(match):
                path = posixpath.join(place, posixpath.basename(match)) if inside else place
                out.add(path, match, copy)
            else:
                return f"what COPY on line {copy.line} names is not in the build context"
    return out


def _matches(context: Context, source: str) -> list[str]:
    path = posixpath.normpath("/" + source.strip("'\"")).lstrip("/") or "."
    return [path] if _WILD.isdisjoint(path) else context.match(path)


def _folder(out: Copied, names: Sequence[str], folder: str, place: str, copy: Instruction) -> None:
    start = "" if folder == "." else folder + "/"
    parents = {posixpath.dirname(name) for name in names}
    for name in names:
        if name.startswith(start):
            path = posixpath.join(place, name[len(start) :])
            if name in parents:
                out.folders.add(path)
            else:
                out.add(path, name, copy)


def owner_flag(copies: Sequence[Instruction]) -> str | None:
    """The `--chown=` and blank that all of some COPY instructions carry; None where they differ."""
    owners = {copy.flag("chown") or "" for copy in copies}
    if len(owners) > 1:
        return None
    owner = next(iter(owners), "")
    return f"--chown={owner} " if owner else ""
