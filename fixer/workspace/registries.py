"""What the registries know of all images of a run, asked once before the first file is fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from fixer.registry.model import Lookup

if TYPE_CHECKING:
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.reference import ImageReference
    from fixer.engine import Options
    from fixer.registry import Known, Registry, Settings
    from fixer.workspace.beside import Beside
    from fixer.workspace.cache import Answer, Cache
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
    #: Files whose digest is wanted, by their URLs.
    files: dict[str, None]
    #: Texts, with what to do to them, whose bases may become others by what is answered.
    slimmed: list[tuple[bytes, Options]]


class _Notes:
    """Stands for a registry, to learn what a transform asks: it knows nothing."""

    def __init__(self) -> None:
        self.digests: dict[ImageReference, None] = {}
        self.files: dict[str, None] = {}

    def digest(self, reference: ImageReference) -> Lookup:
        self.digests[reference] = None
        return Lookup(None)

    def file(self, url: str) -> Lookup:
        self.files[url] = None
        return Lookup(None)


def ask(
    jobs: Iterable[Job],
    source: bytes | None = None,
    cache: Cache | None = None,
    beside: Iterable[Beside] = (),
) -> Asked | None:
    """Ask for all that fixing the files will want to know; None where that is nothing.

    `source` is what the only one of them holds, if it is no file. A file that cannot be read is
    left to whoever fixes it; for one that the `cache` knows, what was asked before is asked again.
    `beside` are the files that are fixed after them.
    Raises ConfigError where the user's configuration cannot be used.
    """
    from fixer.workspace.read import ReadError, read

    wanted = _Questions({}, {}, {}, {}, {}, [])
    online = [job for job in jobs if job.options is not None and not job.options.offline]
    hits = cache.find(online) if cache else repeat(None)
    for job, hit in zip(online, hits, strict=False):
        if hit is not None:
            _again_asked(hit.answers, wanted)
            continue
        assert job.options is not None
        with suppress(ReadError):
            text = read(job.path) if source is None else source
            _collect(text, job.options, wanted)
            _note(text, job.options, wanted)
    for later in beside:
        if later.options is not None and not later.options.offline and not later.problem:
            with suppress(ReadError):
                _collect_beside(later, read, wanted)
    if not wanted.digests and not wanted.configs and not wanted.files:
        return None
    from fixer.workspace.settings import settings

    chosen = settings(refresh=bool(wanted.pinned))
    if chosen.offline:
        return None
    from fixer.registry import Registry

    registry = Registry(chosen)
    registry.prefetch([*wanted.digests, *wanted.configs])
    for text, options in wanted.slimmed:
        _collect(_bases_changed(text, options, registry), options, wanted)
    registry.prefetch([*wanted.digests, *wanted.configs])
    registry.prefetch(wanted.configs, configs=True)
    registry.prefetch_files(wanted.files)
    _prefetch_moved(registry, wanted.pinned)
    exact_tags = len(wanted.floating) <= _EXACT_TAGS
    for each in wanted.floating if exact_tags else ():
        registry.same_digest_tags(each)
    registry.close()
    return Asked(registry, chosen, exact_tags)


def _collect(source: bytes, options: Options, wanted: _Questions) -> None:
    """Add what is to be asked for one file."""
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.syntax import DockerfileError

    try:
        document = Document(source)
    except DockerfileError:
        return
    if document.left_alone is None:
        _collect_images(document, options, wanted)
    document.release(document.instructions)


def _collect_images(document: Document, options: Options, wanted: _Questions) -> None:
    from fixer.dockerfile.images import images, moves

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


def _collect_beside(each: Beside, read: Callable[[str], bytes], wanted: _Questions) -> None:
    """Add what is to be asked for one file beside the Dockerfiles."""
    assert each.options is not None
    if each.kind == "kubernetes" and _runs("manifest_pin_digest", each.options):
        _collect_manifest(each, read, wanted)
    if each.kind == "workflow" and _runs("image_scan", each.options):
        from fixer.dockerfile.reference import parse_reference

        scanner = parse_reference("anchore/grype")
        if scanner is not None and b"docker/build-push-action" in read(each.path):
            wanted.digests[scanner] = None
    if each.kind != "compose" or not _runs("compose_pin_digest", each.options):
        return
    from fixer.deploy.compose import ComposeFile
    from fixer.deploy.view import Build, View
    from fixer.dockerfile.reference import parse_reference
    from fixer.yaml.file import YamlError
    from fixer.yaml.nodes import NodesError

    # of a service that is built, it is enough to know that it is
    built = Build(each.path, b"", each.options)
    view = View(builds=dict.fromkeys(each.builds, built), elsewhere=each.elsewhere)
    try:
        for service in ComposeFile.read(read(each.path), view, None).services:
            reference = parse_reference(service.pinnable or "")
            if reference is not None:
                wanted.digests[reference] = None
    except (YamlError, NodesError):
        return  # whoever fixes it says so


def _collect_manifest(each: Beside, read: Callable[[str], bytes], wanted: _Questions) -> None:
    from fixer.deploy.kubernetes import Manifest
    from fixer.deploy.view import Build, View
    from fixer.dockerfile.reference import parse_reference
    from fixer.yaml.file import YamlError
    from fixer.yaml.nodes import NodesError

    assert each.options is not None
    built = Build(each.path, b"", each.options)
    view = View(builds=dict.fromkeys(each.builds, built))
    try:
        manifest = Manifest.read(read(each.path), view, None)
        if manifest.left_alone() is not None:
            return
        for workload in manifest.places():
            for container in workload.containers:
                reference = parse_reference(container.pinnable or "")
                if reference is not None:
                    wanted.digests[reference] = None
    except (YamlError, NodesError):
        return  # whoever fixes it says so


def _again_asked(answers: Iterable[Answer], wanted: _Questions) -> None:
    """Add what was asked for a file when it was fixed."""
    from fixer.dockerfile.reference import ImageReference

    questions: dict[str, dict[Any, None]] = {
        "digest": wanted.digests,
        "same_digest_tags": wanted.floating,
        "config": wanted.configs,
        "file": wanted.files,
    }
    for name, arguments, _ in answers:
        for each in arguments:
            questions[name][ImageReference(*each) if isinstance(each, list) else each] = None


def _note(source: bytes, options: Options, wanted: _Questions) -> None:
    """Add what is asked only on request: which slim images there are, and what URLs answer."""
    slims = options.unsafe and _runs("slimmer_base", options)
    if not slims and not (options.checksums and _runs("add_checksum", options)):
        return
    notes = _Notes()
    _bases_changed(source, options, notes, "add_checksum")
    wanted.digests.update(notes.digests)
    wanted.files.update(notes.files)
    if notes.digests:
        wanted.slimmed.append((source, options))


def _bases_changed(source: bytes, options: Options, registry: Any, *more: str) -> bytes:
    """The text with other bases, as far as `registry` knows them."""
    from fixer.engine import fix

    names = [name for name in ("approved_base", "slimmer_base", *more) if _runs(name, options)]
    only = options._replace(select=frozenset(names), extend_select=frozenset(), context=None)
    return fix(source, only, registry).after


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
