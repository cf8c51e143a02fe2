"""What every kind of file beside a Dockerfile has: places, edits, and comments that ignore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self

from fixer.deploy.view import Images, View
from fixer.ignore import OURS
from fixer.yaml.file import YamlFile
from fixer.yaml.nodes import Budget

if TYPE_CHECKING:
    from fixer.edit import Splice
    from fixer.registry import Registry
    from fixer.yaml.file import Edit
    from fixer.yaml.nodes import Node


class Place(Protocol):
    """What a transform is run on."""

    #: 1-based.
    @property
    def line(self) -> int: ...


class Document(Protocol):
    """A file of one kind."""

    source: bytes

    def places(self) -> Iterable[Place]:
        """What transforms are run on, one by one."""

    def edited(self, edits: Sequence[Edit]) -> tuple[Document, list[Splice]]:
        """The document with these edits, and what was replaced. Raises YamlError."""

    def left_alone(self) -> tuple[int, str] | None:
        """The line and the reason, where nothing of the file is ours to touch."""


class YamlDocument:
    """A YAML file with the view of its images. Raises YamlError."""

    def __init__(self, file: YamlFile, view: View, registry: Registry | None = None) -> None:
        self.file = file
        self.source = file.source
        self.view = view
        self.images = Images(view)
        self.registry = registry
        self.budget = Budget()

    @classmethod
    def read(cls, source: bytes, view: View, registry: Registry | None) -> Self:
        return cls(YamlFile(source), view, registry)

    def places(self) -> Iterable[Place]:
        raise NotImplementedError

    def left_alone(self) -> tuple[int, str] | None:
        return None

    def edited(self, edits: Sequence[Edit]) -> tuple[YamlDocument, list[Splice]]:
        file, splices = self.file.edited(edits)
        return type(self)(file, self.view, self.registry), splices

    def keys(self, node: Node | None) -> dict[str, Node]:
        """A mapping's values by their keys, those that `<<` merges included."""
        if node is None:
            return {}
        return {name: value for name, (_, value) in node.keys(self.budget).items()}


def ignored(source: bytes, name: str, lines: Sequence[int]) -> str | None:
    """Why the transform `name` leaves one of these lines alone, or None.

    A comment counts for the line that it stands on, and for the first one below its block.
    """
    if b"fixer:" not in source:
        return None
    for line, names, reason in _comments(source):
        if name in names and line in lines:
            return f"a comment asks for it{f': {reason}' if reason else ''}"
    return None


def _comments(source: bytes) -> Iterator[tuple[int, list[str], str]]:
    waiting: list[tuple[list[str], str]] = []
    for number, raw in enumerate(source.decode("utf-8", "replace").split("\n"), 1):
        text = raw.strip()
        match = OURS.search(text)
        said: Any = None
        if match:
            said = [each.strip() for each in match[1].split(",")], match[2].strip()
        if text.startswith("#"):
            if said:
                waiting.append(said)
            continue
        for names, reason in [*waiting, *([said] if said else [])]:
            yield number, names, reason
        waiting = []
