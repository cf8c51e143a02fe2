"""What is known of the images that a file runs: where each is built, as it is after its own fix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.stages import Stage
    from fixer.engine import Options


class Build(NamedTuple):
    """A Dockerfile as it is after the fix, and what its build is told."""

    path: str
    source: bytes
    options: Options
    #: The stage that is built; the last one where None.
    target: str | None = None


class View(NamedTuple):
    """What other files say of those that are run here. It passes from process to process."""

    #: By the service's name in a Compose file, by the image's reference in a manifest.
    builds: Mapping[str, Build] = {}
    #: In a Compose file: the keys that files of the same folder say of a service, by its name.
    elsewhere: Mapping[str, frozenset[str]] = {}
    #: For `.dockerignore`: the Dockerfiles whose context it is for.
    dockerfiles: tuple[Build, ...] = ()
    #: The folder of that context; and the paths of those that may only be built from there.
    folder: str = ""
    others: frozenset[str] = frozenset()
    #: The file does not exist yet.
    missing: bool = False


class Images:
    """The stages that a view's builds end in, each Dockerfile parsed once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._documents: dict[str, Document | None] = {}

    def stage(self, name: str) -> Stage | None:
        """The stage that is built under this name; None where that is not known."""
        from fixer.dockerfile.stages import stage_called

        build = self.view.builds.get(name)
        document = self.document(build) if build else None
        if build is None or document is None or not document.stages:
            return None
        if build.target is None:
            return document.stages[-1]
        return stage_called(document, build.target)

    def document(self, build: Build) -> Document | None:
        """A build's Dockerfile, with what it is told; None where it cannot be parsed."""
        if build.path not in self._documents:
            self._documents[build.path] = _document(build)
        return self._documents[build.path]


def _document(build: Build) -> Document | None:
    from fixer.context.root import context_folder
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.syntax import DockerfileError

    try:
        document = Document(build.source)
    except DockerfileError:
        return None
    if document.left_alone is not None:
        return None
    options = build.options
    document.context = context_folder(document, options.context, options.top)
    document.path = options.path
    document.target, document.targets = options.target, options.targets
    document.services = options.services
    return document
