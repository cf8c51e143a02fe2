"""Pin the images of services to the digest that their tag points to.

A tag can be moved to another image at any time, by its owner or by whoever has taken his place; a
digest names one image for ever. The tag stays, for readers and for what updates it; where there is
none, `latest` is written out. What is built here is not pinned, nor what a variable chooses.
https://docs.docker.com/reference/compose-file/services/#image
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.compose import ComposeService
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, edit


@transform(given=["registry"])
def compose_pin_digest(service: ComposeService) -> Iterator[Edit | Skip]:
    registry = service.document.registry
    image = service.pinnable
    if registry is None or image is None:
        return
    node = service.keys["image"]
    if "$" in image:
        yield Skip(node.line, f"{image} is not pinned: a variable stands in it")
        return
    from fixer.dockerfile.reference import parse_reference

    reference = parse_reference(image)
    if reference is None:
        yield Skip(node.line, f"{image} is not pinned: it is no image reference")
        return
    found = registry.digest(reference)
    if found.digest is None:
        yield Skip(node.line, f"{reference.text} is not pinned: {found.reason}")
        return
    tag = "" if reference.tag else ":latest"
    why = f"{reference.text} may be another image tomorrow, its digest is this one"
    operation = service.file.replace(node, f"{image}{tag}@{found.digest}")
    yield edit(operation, why=why, safety=Safety.SAFE)
