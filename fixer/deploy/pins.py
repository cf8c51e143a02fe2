"""Images that a file beside the Dockerfiles names, pinned to what a registry says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, YamlFile, edit

if TYPE_CHECKING:
    from fixer.registry import Registry
    from fixer.yaml.nodes import Node


def pinned(file: YamlFile, node: Node, image: str, registry: Registry) -> Edit | Skip:
    """Add to an image that stands at `node` the digest that its tag points to; the tag stays."""
    from fixer.dockerfile.reference import parse_reference

    if "$" in image:
        return Skip(node.line, f"{image} is not pinned: a variable stands in it")
    reference = parse_reference(image)
    if reference is None:
        return Skip(node.line, f"{image} is not pinned: it is no image reference")
    found = registry.digest(reference)
    if found.digest is None:
        return Skip(node.line, f"{reference.text} is not pinned: {found.reason}")
    tag = "" if reference.tag else ":latest"
    return edit(
        file.replace(node, f"{image}{tag}@{found.digest}"),
        why=f"{reference.text} may be another image tomorrow, its digest is this one",
        safety=Safety.SAFE,
    )
