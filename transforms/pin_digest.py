"""Pin images to the digest that their tag points to.

A tag can be moved to another image at any time, by its owner or by whoever has taken his place; a
digest names one image for ever. It is that of the index where an image has several platforms, so
that each still gets its own. The tag stays, for readers and for what updates it (`--refresh`);
where there is none, `latest` is written out, which is what the builder takes. FROM, `COPY --from`,
`RUN --mount=from` and `# syntax=` are pinned; of an argument that FROM uses as a whole, the
default.
https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.images import Place, images, moves
from fixer.edit import Edit, Safety, Skip, edit


@transform(answers=["DL3006", "DL3007", "CKV_DOCKER_7", "AVD-DS-0001"], given=["registry"])
def pin_digest(document: Document) -> Iterator[Edit | Skip]:
    registry = document.registry
    if registry is None:
        return
    done: set[Place] = set()
    for image in images(document):
        reference = image.reference
        if "@" in image.text or (reference and reference.digest) or image.place in done:
            continue
        if reference is None or image.place is None:
            yield Skip(image.line, f"{image.text} is not pinned: {image.problem}")
            continue
        found = registry.digest(reference)
        if found.digest is None:
            yield Skip(image.line, f"{reference.text} is not pinned: {found.reason}")
            continue
        done.add(image.place)
        note = ""
        if document.exact_tags and moves(reference.tag):
            note = ", ".join(registry.same_digest_tags(reference)[:1])
        yield edit(
            image.place.append(f"{'' if reference.tag else ':latest'}@{found.digest}"),
            why=f"{reference.text} may be another image tomorrow, its digest is this one"
            + (f", which is also tagged {note}" if note else ""),
            safety=Safety.SAFE,
            line=image.place.line,
        )
