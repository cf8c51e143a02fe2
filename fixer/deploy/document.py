"""What every kind of file beside a Dockerfile has: places, and edits of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, Self

from fixer.deploy.view import Images, View
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
