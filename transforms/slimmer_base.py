"""Build on the `-slim` image where nothing uses what the full one adds.

The full images of Docker's languages bring compilers, headers, git, curl, ImageMagick and more:
some hundred packages that an application seldom needs and whose flaws it has to answer for. The
slim tag must exist, and nothing in the file may use what it lacks; but what a copied script or an
installer (`pip`, `npm`, `gem`) compiles or calls is not in sight, so that it is done on request.
https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.images import images
from fixer.dockerfile.reference import ImageReference
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit
from fixer.facts.images import base_facts
from fixer.later import regex

#: Words of tags that name another system, or a smaller image already.
_OTHER = frozenset("slim alpine windowsservercore nanoserver onbuild".split())
#: What these install may count on what is there already.
_INSTALLERS = frozenset(("apt-get", "apt", "aptitude", "dpkg"))
_SEPARATORS = regex(r"[^\w.+-]+|\+(?=\w)")


@transform(given=["registry", "unsafe"])
def slimmer_base(document: Document) -> Iterator[Edit | Skip]:
    registry = document.registry
    if registry is None:
        return
    stages = {id(stage.origin): stage for stage in document.stages}
    for image in images(document):
        reference = image.reference
        if image.kind != "FROM" or not (image.place and image.name and reference):
            continue
        stage = stages.get(id(image.place.instruction))
        missing = _missing(reference)
        if stage is None or not missing or (reference.digest and not reference.tag):
            continue
        if (used := _used(stage, missing | _INSTALLERS)) is not None:
            name, line = used
            yield Skip(image.line, f"{reference.text} stays: {name} is used on line {line}")
            continue
        for tag in _slim(reference.tag or "latest"):
            slim = reference._replace(tag=tag, digest=None)
            if registry.digest(slim).digest is not None:
                text = image.place.instruction.logical[image.place.start : image.name.end]
                yield edit(
                    image.place.replace(f"{text}:{tag}"),
                    why=f"nothing here uses what {slim.text} lacks: compilers, headers, git, curl",
                    safety=Safety.UNSAFE,
                )
                break


def _missing(reference: ImageReference) -> frozenset[str]:
    """The commands of the image that its slim one does not have; none where that is not known."""
    registry, repository, tag, _ = reference
    words = (tag or "latest").split("-")
    if not _OTHER.isdisjoint(words) or any(word.startswith("alpine") for word in words):
        return frozenset()
    full, slim = (
        base_facts(repository, each, None, registry).commands
        for each in (tag or "latest", _slim(tag or "latest")[0])
    )
    return full - slim


def _slim(tag: str) -> list[str]:
    """What the slim tag may be called: `3.12-slim-bookworm` and `20-bookworm-slim` both occur."""
    if tag == "latest":
        return ["slim"]
    first, dash, rest = tag.partition("-")
    return [f"{first}-slim-{rest}", f"{tag}-slim"] if dash else [f"{tag}-slim"]


def _used(stage: Stage, names: Iterable[str]) -> tuple[str, int] | None:
    """A command, and the line of the instruction in which it stands, here or in a stage on it."""
    for each in (stage, *stage.children):
        for instruction in each.instructions:
            outer = instruction.trigger or instruction
            if outer.keyword in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
                words = set(_SEPARATORS.split(instruction.raw.decode("utf-8", "replace")))
                for name in sorted(words.intersection(names)):
                    return name, instruction.line
    return None
