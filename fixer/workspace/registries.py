"""What the registries know of all images of a run, asked once before the first file is fixed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fixer.dockerfile.reference import ImageReference
    from fixer.engine import Options
    from fixer.registry import Known, Registry, Settings
    from fixer.workspace.run import Job

#: So many tags that move may be looked up in the lists of their repositories: it takes some ten
#: requests for each.
_EXACT_TAGS = 4


class Asked:
    """A registry with its answers. Another process gets the answers alone, and asks for no more
    than what is missing."""

    def __init__(self, registry: Registry, settings: Settings, exact_tags: bool = False) -> None:
        self.registry = registry
        self._settings = settings
        #: Whether the more exact tags of those that move are known, too.
        self.exact_tags = exact_tags

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.registry.known(), self._settings, self.exact_tags)


def _again(known: Known, settings: Settings, exact_tags: bool) -> Asked:
    from fixer.registry import Registry

    return Asked(Registry(settings, known), settings, exact_tags)


class _Questions(NamedTuple):
    #: Images whose digest is wanted; those that are not pinned yet; those that are refreshed; and
    #: those whose configuration is wanted.
    digests: dict[ImageReference, None]
    floating: dict[ImageReference, None]
    pinned: dict[ImageReference, None]
    configs: dict[ImageReference, None]


def ask(jobs: Iterable[Job], source: bytes | None = None) -> Asked | None:
    """Ask for all that fixing the files will want to know; None where that is nothing.

    `source` is what the only one of them holds, if it is no file. A file that cannot be read is
    left to whoever fixes it. Raises ConfigError where the user's configuration cannot be used.
    """
    from fixer.workspace.read import ReadError, read

    wanted = _Questions({}, {}, {}, {})
    for job in jobs:
        if job.options is not None and not job.options.offline:
            with suppress(ReadError):
                _collect(read(job.path) if source is None else source, job.options, wanted)
    if not wanted.digests and not wanted.configs:
        return None
    from fixer.workspace.settings import settings

    chosen = settings(refresh=bool(wanted.pinned))
    if chosen.offline:
        return None
    from fixer.registry import Registry

    registry = Registry(chosen)
    registry.prefetch([*wanted.digests, *wanted.configs])
    registry.prefetch(wanted.configs, configs=True)
    _prefetch_moved(registry, wanted.pinned)
    exact_tags = len(wanted.floating) <= _EXACT_TAGS
    for each in wanted.floating if exact_tags else ():
        registry.same_digest_tags(each)
    registry.close()
    return Asked(registry, chosen, exact_tags)


def _collect(source: bytes, options: Options, wanted: _Questions) -> None:
    """Add what is to be asked for one file."""
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.images import images, moves
    from fixer.dockerfile.syntax import DockerfileError

    try:
        document = Document(source)
    except DockerfileError:
        return
    if document.left_alone is not None:
        return
    document.target, document.targets = options.target, options.targets
    pins = _runs("pin_digest", options)
    refreshes = options.refresh and _runs("refresh_digest", options)
    replaces = options.bases if _runs("approved_base", options) else None
    for image in images(document):
        reference = image.reference
        if reference is None or image.place is None:
            continue
        if replaces is not None and image.kind != "# syntax":
            reference = replaces.replacement(reference) or reference
        if reference.digest is None and pins:
            wanted.digests[reference] = None
            if moves(reference.tag):
                wanted.floating[reference] = None
        elif reference.digest is not None and reference.tag is not None and refreshes:
            wanted.digests[reference] = None
            wanted.pinned[reference] = None
    for stage in document.stages:
        base = stage.reference
        if base is not None and stage.is_asked:
            base = (replaces.replacement(base) if replaces else None) or base
            # where a digest is, nobody needs to know where its tag points to
            wanted.configs[base._replace(tag=None) if base.digest else base] = None


def _runs(name: str, options: Options) -> bool:
    from fixer.engine import selected

    return selected(name, options)


def _prefetch_moved(registry: Registry, pinned: Iterable[ImageReference]) -> None:
    """The configurations of what a digest names and of what its tag names now."""
    moved = [
        reference._replace(tag=None, digest=digest)
        for reference in pinned
        if (now := registry.digest(reference).digest) not in (None, reference.digest)
        for digest in (reference.digest, now)
    ]
    registry.prefetch(moved, configs=True)
