"""GitHub workflows: their jobs and steps.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fixer.deploy.document import YamlDocument
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.yaml.nodes import Node

_VERSION = regex(r"v?(\d+)(?:\.\d+)*")
_COMMIT = regex(r"[0-9a-f]{40}")
#: Behind a commit, what it is: `# v6.9.0`.
_TOLD = regex(r"#\s*v?(\d+)(?:\.\d+)*\b")


_BUILDS = ("docker build ", "docker buildx build", "docker buildx bake", "podman build")


class Step(NamedTuple):
    """A step of a job. Operations go to `node`, its mapping."""

    node: Node
    keys: dict[str, Node]
    job: Node
    document: Workflow

    @property
    def line(self) -> int:
        return self.node.line

    @property
    def name(self) -> str:
        """What it is called, for a reader."""
        node = self.keys.get("name") or self.keys.get("id")
        return (node.text if node is not None else None) or self.action or "a step"

    @property
    def action(self) -> str:
        """`owner/name` of the action that it uses, without its version; empty for a script."""
        uses = self.keys.get("uses")
        return (uses.text or "").partition("@")[0].lower() if uses is not None else ""

    @property
    def version(self) -> int | None:
        """The major version of the action; None where a branch, or a commit alone, is named."""
        uses = self.keys.get("uses")
        if uses is None:
            return None
        written = (uses.text or "").partition("@")[2]
        if _COMMIT.fullmatch(written):
            text = self.document.file.text
            found = _TOLD.search(text[uses.end : text.find("\n", uses.end)])
        else:
            found = _VERSION.fullmatch(written)
        return int(found[1]) if found is not None else None

    @property
    def inputs(self) -> dict[str, Node]:
        """The values of `with`, by their names."""
        return self.document.keys(self.keys.get("with"))

    def input(self, name: str) -> str | None:
        """The text of an input; None where it is not given."""
        node = self.inputs.get(name)
        return node.text if node is not None else None

    @property
    def script(self) -> str:
        """What it runs; empty for an action."""
        node = self.keys.get("run")
        return (node.text if node is not None else None) or ""

    @property
    def builds_image(self) -> bool:
        """Whether it builds an image from a Dockerfile."""
        if self.action in ("docker/build-push-action", "docker/bake-action"):
            return True
        return any(text in self.script for text in _BUILDS)

    def mentions(self, *words: str) -> bool:
        """Whether one of the words stands in what it uses or runs."""
        text = f"{self.action} {self.script}".lower()
        return any(word in text for word in words)


class Workflow(YamlDocument):
    """One workflow; transforms are run on the whole of it."""

    line = 1

    def places(self) -> Iterable[Workflow]:
        yield self

    @property
    def jobs(self) -> Node | None:
        """The mapping of the jobs."""
        for root in self.file.documents:
            node = self.keys(root).get("jobs")
            if node is not None and node.pairs:
                return node
        return None

    def steps(self) -> Iterator[Step]:
        """The steps of all jobs, in their order."""
        for root in self.file.documents:
            jobs = self.keys(root).get("jobs")
            for job in self.keys(jobs).values():
                steps = self.keys(job).get("steps")
                for node in steps.items if steps is not None else []:
                    if node.pairs is not None:
                        yield Step(node, self.keys(node), job, self)
