"""Image references: registry, repository, tag and digest.

The grammar is that of `distribution/reference`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fixer.later import NamedTuple, regex

_PATH = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REFERENCE = regex(
    rf"(?P<repository>{_PATH}(?:/{_PATH})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][\w.-]{0,127}))?"
    r"(?:@(?P<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?",
    re.ASCII,
)


_LABEL = r"(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])"
_REGISTRY = regex(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:]+\])(?::[0-9]+)?", re.ASCII)


class ImageReference(NamedTuple):
    """A normalised reference: `python:3.12` is docker.io, library/python, 3.12."""

    registry: str
    repository: str
    tag: str | None
    digest: str | None

    @property
    def familiar(self) -> str:
        """The repository as people write it."""
        if self.registry != "docker.io":
            return f"{self.registry}/{self.repository}"
        return self.repository.removeprefix("library/")

    @property
    def text(self) -> str:
        """The repository and the tag, if there is one, as people write them."""
        return f"{self.familiar}:{self.tag}" if self.tag else self.familiar


@lru_cache(maxsize=4096)
def parse_reference(text: str) -> ImageReference | None:
    """The parts of an image reference, or None where `text` is none."""
    registry, slash, rest = text.partition("/")
    if not slash or not (
        registry == "localhost"
        or "." in registry
        or ":" in registry
        or registry.lower() != registry
    ):
        registry, rest = "docker.io", text
    if registry == "index.docker.io":
        registry = "docker.io"
    found = _REFERENCE.fullmatch(rest)
    if not found or (registry != "docker.io" and not _REGISTRY.fullmatch(registry)):
        return None
    if len(text) == 64 and re.fullmatch("[0-9a-f]+", text):  # the id of an image
        return None
    repository = found["repository"]
    if registry == "docker.io" and "/" not in repository:
        repository = "library/" + repository
    return ImageReference(registry, repository, found["tag"], found["digest"])
