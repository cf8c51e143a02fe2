"""The files of one repository, or of one folder that was named: what is outside is not touched."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from fixer.workspace.find import Note, upward
from fixer.workspace.read import ReadError, read, reason
from fixer.yaml.nodes import Budget, Node, NodesError, parse

#: In bytes. A file that describes builds is seldom larger than a hundredth of this.
LIMIT = 1 << 20

#: What BuildKit takes where no name is given, and what podman does.
_DOCKERFILES = ("Dockerfile", "dockerfile", "Containerfile")
#: A context that is no folder here: a URL, a repository, another target's result, a home.
_REMOTE = re.compile(r"[a-z+-]+://|git@|(?:target|service):|github\.com/|~")
#: Longer paths than any system takes, in characters.
_LONGEST_PATH = 4096
#: What `Tree.place` costs, in steps: it asks the file system a dozen times.
_PLACE = 50
#: So many names of a folder are looked at.
_MOST_NAMES = 200


#: So many parsed files are kept, for those that others refer to.
_KEPT = 64


class Tree:
    """What is at or below the folder `top`, a real path."""

    def __init__(self, top: str) -> None:
        self.top = top
        #: Files that were not used, by their real paths.
        self.notes: list[Note] = []
        self._texts: dict[str, bytes | None] = {}
        self._yaml: dict[str, list[Node]] = {}

    def holds(self, path: str) -> bool:
        """Whether this real path lies within."""
        return path == self.top or path.startswith(self.top.rstrip(os.sep) + os.sep)

    def name(self, path: str) -> str:
        """A path as the tree's own files would write it."""
        return os.path.relpath(path, self.top).replace(os.sep, "/")

    def note(self, path: str, reason: object) -> None:
        self.notes.append(Note(path, str(reason)))

    def read(self, path: str) -> bytes | None:
        """A file's bytes; None, and a note, where they are not to be had."""
        if path not in self._texts:
            _make_room(self._texts)
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> bytes | None:
        try:
            real = os.path.realpath(path)
            if not self.holds(real):
                raise ReadError("it is a link that leads out of the tree")
            found = os.lstat(real)
            if stat.S_ISREG(found.st_mode) and found.st_size > LIMIT:
                raise ReadError(f"it has {found.st_size:,} bytes; {LIMIT:,} are read")
            return read(real)
        except OSError as error:
            self.note(path, reason(error))
        except (ReadError, ValueError) as error:
            self.note(path, error)
        return None

    def yaml(self, path: str) -> list[Node]:
        """The documents of a YAML file; none, and a note, where it cannot be used."""
        if path not in self._yaml:
            _make_room(self._yaml)
            self._yaml[path] = []
            text = self.read(path)
            if text is not None:
                try:
                    self._yaml[path] = parse(text)
                except NodesError as error:
                    self.note(path, error)
        return self._yaml[path]

    def file(self, folder: str, name: str | None, budget: Budget) -> str | None:
        """The path of a file that another one, in `folder`, names; None where it is not there."""
        name = expand(name or "")
        budget.spend(_PLACE)
        if not name or "${" in name or len(name) > _LONGEST_PATH or _REMOTE.match(name):
            return None
        path = os.path.normpath(os.path.join(folder, name))
        try:
            real = os.path.realpath(path)
            return path if self.holds(real) and os.path.isfile(real) else None
        except ValueError:  # a null character
            return None

    def is_closed(self, folder: str, name: str, budget: Budget) -> bool:
        """Whether only its owner may read a file that one in `folder` names; or, where it names a
        folder, something that lies directly in it."""
        budget.spend(_PLACE)
        if "${" in name or len(name) > _LONGEST_PATH:
            return False
        try:
            path = os.path.realpath(os.path.join(folder, name))
            if not self.holds(path):
                return False
            mode = os.stat(path).st_mode
            if not stat.S_ISDIR(mode):
                return stat.S_ISREG(mode) and not mode & stat.S_IROTH
            if not mode & stat.S_IXOTH:
                return True
            with os.scandir(path) as entries:
                for entry in islice(entries, _MOST_NAMES):
                    if entry.is_file(follow_symlinks=False):
                        if not entry.stat(follow_symlinks=False).st_mode & stat.S_IROTH:
                            return True
        except (OSError, ValueError):  # it is not there, or a null character
            pass
        return False

    def place(
        self, folder: str, context: str, dockerfile: str | None, budget: Budget
    ) -> tuple[str, Path | None] | None:
        """The Dockerfile that a build takes, and its context where that lies within the tree.

        Paths are relative to `folder`. Where no such Dockerfile is there, they are tried from the
        folders above: both Compose and Bake can be started there. None where none is found.
        """
        both = f"{context}/{dockerfile}"
        if "${" in both or len(both) > _LONGEST_PATH or _REMOTE.match(context):
            return None
        for base in upward(folder):
            budget.spend(_PLACE)
            try:
                build = os.path.realpath(os.path.join(base, context))
                for name in (dockerfile,) if dockerfile else _DOCKERFILES:
                    path = os.path.realpath(os.path.join(build, name))
                    if self.holds(path) and os.path.isfile(path):
                        seen = self.holds(build) and os.path.isdir(build)
                        return path, Path(build) if seen else None
            except ValueError:  # a null character
                return None
            if base == self.top or os.path.isabs(context):
                break
        return None


def _make_room(kept: dict[str, Any]) -> None:
    while len(kept) >= _KEPT:
        del kept[next(iter(kept))]


_NAME = re.compile(r"[A-Za-z_]\w*")
#: Texts with variables that are longer are nobody's own writing.
_LONGEST_TEXT = 4_000


def expand(text: str, values: Mapping[str, str] | None = None, depth: int = 8) -> str:
    """`text` with its variables replaced by `values`, or else by the defaults that it gives.

    As in https://docs.docker.com/reference/compose-file/interpolation/. What only the caller knows
    is left as `${NAME}`; the environment is not asked. A text of enormous length stays as it is.
    """
    if "$" not in text or len(text) > _LONGEST_TEXT:
        return text
    out: list[str] = []
    at = 0
    while (dollar := text.find("$", at)) >= 0:
        out.append(text[at:dollar])
        braced = text.startswith("{", dollar + 1)
        name = _NAME.match(text, dollar + 1 + braced)
        end = _closing(text, dollar + 2) if braced else name.end() if name else -1
        if name is None or end < 0:
            out.append("$")
            at = dollar + (2 if text.startswith("$", dollar + 1) else 1)
            continue
        rest = text[name.end() : end] if braced else ""
        at = end + braced
        value = values.get(name[0]) if values else None
        if rest.startswith((":+", "+")):
            out.append(expand(rest.lstrip(":")[1:], values, depth - 1) if value and depth else "")
        elif value is not None:
            out.append(value)
        elif rest.startswith((":-", "-")) and depth:
            out.append(expand(rest.lstrip(":")[1:], values, depth - 1))
        else:
            out.append("${" + name[0] + "}")
    out.append(text[at:])
    return "".join(out)


def _closing(text: str, at: int) -> int:
    """Where the brace closes that was opened before `at`; -1 where it does not."""
    depth = 1
    while depth:
        close = text.find("}", at)
        if close < 0:
            return -1
        depth += text.count("${", at, close) - 1
        at = close + 1
    return at - 1
