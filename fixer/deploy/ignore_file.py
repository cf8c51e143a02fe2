"""`.dockerignore`: its lines, and the Dockerfiles whose build context it is for.

https://docs.docker.com/build/concepts/context/#dockerignore-files
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING

from fixer.deploy.view import Images, View
from fixer.edit import Splice, splice
from fixer.yaml.file import Edit, Operation

if TYPE_CHECKING:
    from fixer.deploy.sent import Sent, Tree
    from fixer.dockerfile.document import Document
    from fixer.registry import Registry


class IgnoreFile:
    """One file; one that does not exist yet is empty."""

    def __init__(self, source: bytes, view: View, tree: Tree | None = None) -> None:
        self.source = source
        self.view = view
        self.images = Images(view)
        self._tree = tree

    @classmethod
    def read(cls, source: bytes, view: View, registry: Registry | None) -> IgnoreFile:
        return cls(source, view)

    def places(self) -> Iterable[IgnoreFile]:
        yield self

    def left_alone(self) -> tuple[int, str] | None:
        return None

    @property
    def lines(self) -> list[str]:
        return self.source.decode("utf-8", "surrogateescape").splitlines()

    @property
    def line(self) -> int:
        """The first one that is no comment: one that ignores, at the top, is for the whole file."""
        lines = enumerate(self.lines, 1)
        return next((number for number, line in lines if not line.startswith("#")), 1)

    @cached_property
    def sent(self) -> Sent | None:
        """What the builds of the context send and take; None where no build is known to."""
        from fixer.context.files import Ignored
        from fixer.deploy.sent import Sent, Tree

        folder = self.view.folder
        own: list[Document] = []
        others: list[Document] = []
        for build in self.view.dockerfiles:
            document = self.images.document(build)
            if document is None:
                continue
            document.path = build.path
            at = document.context
            same = at is not None and os.path.realpath(at) == os.path.realpath(folder)
            (own if same and build.path not in self.view.others else others).append(document)
        if not own or not any(_copies(document) for document in own):
            return None
        self._tree = self._tree or Tree(folder)
        return Sent(self._tree, Ignored(self.source), own, others)

    def brings_back(self, pattern: str) -> str:
        """The reason where a line with `!` names what the pattern would exclude; else nothing."""
        name = pattern.rpartition("/")[2].replace("\\", "")
        for number, line in enumerate(self.lines, 1):
            if line.startswith("!"):
                for part in line[1:].strip().strip("/").split("/"):
                    if part not in ("*", "**") and (
                        fnmatchcase(name, part) or fnmatchcase(part, name)
                    ):
                        return f"line {number} brings {line[1:].strip()} back"
        return ""

    def append(self, *lines: str) -> Operation:
        """Add lines at the end."""
        newline = "\r\n" if b"\r\n" in self.source else "\n"
        end = len(self.source)
        written = "".join(line + newline for line in lines)
        return Operation(len(self.lines) + 1, ((end, end, written),), lambda mirror: None)

    def edited(self, edits: Sequence[Edit]) -> tuple[IgnoreFile, list[Splice]]:
        splices = [
            Splice(start, end, text.encode("utf-8", "surrogateescape"))
            for each in edits
            for operation in each.operations
            for start, end, text in operation.splices
        ]
        if splices and self.source and not self.source.endswith(b"\n"):
            newline = b"\r\n" if b"\r\n" in self.source else b"\n"
            splices.insert(0, Splice(len(self.source), len(self.source), newline))
        done = splice(self.source, splices)
        return IgnoreFile(done.source, self.view, self._tree), done.splices


def _copies(document: Document) -> bool:
    """Whether anything of a context is copied."""
    return any(
        instruction.keyword in ("COPY", "ADD", "ONBUILD") and instruction.flag("from") is None
        for instruction in document.instructions
    )
