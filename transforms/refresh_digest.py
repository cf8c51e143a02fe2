"""Move a digest to where its tag points now.

A pinned image gets no security fix until somebody moves the digest. With `--refresh` it follows its
tag, and what has changed is told: when the images were made, their size, the version on their
label. A digest without a tag is left alone, for nothing says what it should follow.
https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.images import Place, images
from fixer.edit import Edit, Safety, Skip, edit

if TYPE_CHECKING:
    from fixer.registry import ImageConfig

_VERSION = "org.opencontainers.image.version"


@transform(given=["refresh", "registry"])
def refresh_digest(document: Document) -> Iterator[Edit | Skip]:
    registry = document.registry
    if registry is None:
        return
    done: set[Place] = set()
    for image in images(document):
        reference = image.reference
        if "@" not in image.text and not (reference and reference.digest):
            continue
        if reference is None or image.place is None or reference.digest is None:
            yield Skip(image.line, f"{image.text} stays: its digest is not written out here")
        elif reference.tag is None:
            yield Skip(image.line, "a digest without a tag: nothing says what it should follow")
        elif image.place not in done:
            done.add(image.place)
            found = registry.digest(reference)
            if found.digest is None:
                yield Skip(image.line, f"{reference.text} stays: {found.reason}")
            elif found.digest != reference.digest:
                before, after = (
                    registry.config(reference._replace(tag=None, digest=digest))
                    for digest in (reference.digest, found.digest)
                )
                yield edit(
                    image.place.last(len(reference.digest)).replace(found.digest),
                    why=f"{reference.text} is another image now{_changed(before, after)}",
                    safety=Safety.HARDENING,
                    line=image.place.line,
                )


def _changed(before: ImageConfig | None, after: ImageConfig | None) -> str:
    if before is None or after is None:
        return ""
    facts = [
        ("version", before.labels.get(_VERSION, ""), after.labels.get(_VERSION, "")),
        ("made", before.created[:10], after.created[:10]),
        ("", *(f"{each.size / 1e6:.1f} MB" if each.size else "" for each in (before, after))),
    ]
    said = [
        f"{name} {old[:40] or 'unknown'} → {new[:40]}".strip()
        for name, old, new in facts
        if new and old != new
    ]
    return f": {', '.join(said)}" if said else ""
