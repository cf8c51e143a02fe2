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
from fixer.deploy.pins import pinned
from fixer.edit import Skip
from fixer.yaml.file import Edit


@transform(given=["registry"])
def compose_pin_digest(service: ComposeService) -> Iterator[Edit | Skip]:
    registry = service.document.registry
    image = service.pinnable
    if registry is not None and image is not None:
        yield pinned(service.file, service.keys["image"], image, registry)
