"""The files beside the Dockerfiles: which there are, and what is known of the images they name.

They are fixed after the Dockerfiles, since what they say follows from what those become.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fixer.config import ConfigError
from fixer.deploy.kinds import kind_by_name, kind_by_text
from fixer.deploy.view import Build, View
from fixer.later import NamedTuple
from fixer.workspace.find import Note, RealPaths, entry_path
from fixer.workspace.read import ReadError, read

if TYPE_CHECKING:
    from fixer.config import Configs, Wanted
    from fixer.deploy.kinds import Kind
    from fixer.engine import Options
    from fixer.workspace.baseline import Place
    from fixer.workspace.find import Found
    from fixer.workspace.plan import Following
    from fixer.workspace.run import Job
    from fixer.workspace.services import Services

#: In bytes. What people keep is seldom larger than a hundredth of it.
_LIMIT = 1 << 20
#: Folders of Dockerfiles that are built from the one above.
_OF_DOCKERFILES = frozenset(
    {".docker", "docker", "dockerfiles", "container", "containers", "build", "deploy", "ci"}
)
#: As many of those are looked at.
_OTHERS = 20
#: The files that say what a context leaves out; Podman's goes before.
_IGNORES = (".containerignore", ".dockerignore")


class Beside(NamedTuple):
    """A file to fix once the Dockerfiles are."""

    path: str
    kind: Kind
    options: Options | None
    problem: str = ""
    #: The Dockerfiles that it depends on, and the stage of each: by service, image, or number.
    builds: Mapping[str, tuple[str, str | None]] = {}
    elsewhere: Mapping[str, frozenset[str]] = {}
    missing: bool = False
    #: Of a `.dockerignore`: the folder of the context, and the Dockerfiles that may be built there.
    folder: str = ""
    others: frozenset[str] = frozenset()
    #: What a baseline accepts in it.
    accepted: tuple[Place, ...] = ()


def beside(
    yaml: Iterable[Found],
    configs: Configs,
    services: Services,
    wanted: Wanted,
    notes: list[Note],
) -> list[Beside]:
    """The files of `yaml` that say how images are run, in order."""
    made: list[Beside] = []
    for found in yaml:
        each = _yaml(found, configs, services, wanted, notes)
        if each is not None:
            made.append(each)
    return sorted(made, key=lambda each: each.path.split(os.sep))


def _asked_for(kind: str, options: Options) -> bool:
    common = options._replace(context=None, top=None, path=None, targets=(), services=())
    return _is_asked_for(kind, common)


@lru_cache(maxsize=64)
def _is_asked_for(kind: str, options: Options) -> bool:
    from fixer.engine import chosen_names

    registry: Any = None if options.offline else object()  # one may be at hand
    return bool(chosen_names(options, registry, kind))


def _yaml(
    found: Found,
    configs: Configs,
    services: Services,
    wanted: Wanted,
    notes: list[Note],
) -> Beside | None:
    folder = os.path.realpath(os.path.dirname(found.path) or os.curdir)
    real = os.path.join(folder, os.path.basename(found.path))
    try:
        config = configs.of(folder)
        options = config.options(real, wanted)
    except ConfigError as error:
        return Beside(found.path, "compose", None, error.reason) if found.named else None
    if not found.named and config.excludes(real):
        notes.append(Note(found.path, "the configuration excludes it", True))
        return None
    kind = kind_by_name(real)
    if kind is not None and not _asked_for(kind, options):
        return None
    if kind is None:
        if not any(_asked_for(each, options) for each in ("kubernetes", "compose")):
            return None
        try:
            if os.path.getsize(real) > _LIMIT and not found.named:
                return None
            kind = kind_by_text(read(real))
        except (OSError, ReadError) as error:
            return Beside(found.path, "kubernetes", None, str(error)) if found.named else None
        if kind is None or not _asked_for(kind, options):
            if found.named:
                notes.append(Note(found.path, "it is no file that fix knows"))
            return None
    if kind == "compose":
        builds = services.built_by(real)
    else:
        builds = {**services.images(folder), **{name: (at, None) for name, at in config.images}}
    return Beside(
        found.path,
        kind,
        options,
        builds=builds,
        elsewhere=services.keys_beside(real) if kind == "compose" else {},
    )


def ignore_files(
    done: Iterable[tuple[Job, str]], following: Following, real: RealPaths | None = None
) -> list[Beside]:
    """One for each build context that holds what belongs into no image.

    `done` are the Dockerfiles of which whole folders of the context are copied, each with the real
    path of that. Those that were named themselves stand alone.
    """
    real = real or RealPaths()
    contexts: dict[str, list[str]] = {}
    options_of: dict[str, Options] = {}
    own: list[tuple[str, str, Options]] = []
    for job, context in done:
        options = job.options
        if options is None or job.named or not _asked_for("ignore_file", options):
            continue
        if os.path.lexists(f"{job.path}.dockerignore"):
            own.append((job.path, context, options))
        else:
            contexts.setdefault(context, []).append(real.of(job.path))
            options_of.setdefault(context, options)
    from_above: dict[str, list[str]] = {}
    for paths in contexts.values():
        for path in paths:
            for folder in _above(path):
                from_above.setdefault(folder, []).append(path)
    made = []
    for context, paths in contexts.items():
        names = _unwanted(context)
        if names is None:
            continue
        others = [path for path in from_above.get(context, ()) if path not in paths][:_OTHERS]
        there = [name for name in _IGNORES if name in names]
        for name in there or _IGNORES[-1:]:
            path = entry_path(_shown(context), name)
            made.append(_ignore_file(path, context, options_of[context], paths, others))
    made += [
        _ignore_file(f"{path}.dockerignore", context, options, [real.of(path)], [])
        for path, context, options in own
        if _unwanted(context) is not None
    ]
    counted = []
    for each in made:
        at = os.path.realpath(each.path)
        if following.only is None or at in following.only or _depends(each, following.only):
            counted.append(each._replace(accepted=following.accepted.get(at, ())))
    return sorted(counted, key=lambda each: each.path.split(os.sep))


def _depends(each: Beside, paths: Container[str]) -> bool:
    return any(path in paths for path, _ in each.builds.values())


def _ignore_file(
    path: str, context: str, options: Options, own: list[str], others: list[str]
) -> Beside:
    paths = own + others
    return Beside(
        path,
        "ignore_file",
        options,
        builds={str(number): (each, None) for number, each in enumerate(paths)},
        missing=not os.path.lexists(path),
        folder=context,
        others=frozenset(paths[len(own) :]),
    )


def _above(path: str) -> Iterator[str]:
    """The folders that a Dockerfile in a folder for such files may be built from."""
    folder = os.path.dirname(path)
    for _ in range(2):
        folder, name = os.path.split(folder)
        if name in _OF_DOCKERFILES:
            yield folder


def _unwanted(context: str) -> set[str] | None:
    """The names in a context, if it, or a folder in it, holds one that belongs into no image."""
    from fixer.deploy.unwanted import NAMES

    try:
        with os.scandir(context) as entries:
            folders = {each.name: each.is_dir(follow_symlinks=False) for each in entries}
    except OSError:
        return None
    names = set(folders)
    if not names.isdisjoint(NAMES) or any(map(_is_secret, names)):
        return names
    for name in [name for name, is_folder in folders.items() if is_folder][:_FOLDERS]:
        try:
            below = os.listdir(os.path.join(context, name))
        except OSError:
            continue
        if not NAMES.isdisjoint(below) or any(map(_is_secret, below)):
            return names
    return None


#: As many folders of a context are looked into before all of it is.
_FOLDERS = 30


def _is_secret(name: str) -> bool:
    return name.startswith(".env") or name.endswith((".pem", ".key", ".pyc"))


def _shown(folder: str) -> str:
    here = os.path.realpath(os.curdir)
    if folder == here:
        return ""
    below = folder.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.relpath(folder, here) if below else folder


class Kept:
    """What the Dockerfiles became, as far as other files depend on it and it is not on the disk."""

    def __init__(self, real: RealPaths | None = None) -> None:
        self._real = real or RealPaths()
        self._texts: dict[str, bytes] = {}
        self._options: dict[str, Options] = {}

    def job(self, job: Job) -> None:
        if job.options is not None:
            self._options[self._real.of(job.path)] = job.options

    def add(self, path: str, packed: bytes) -> None:
        """Keep a Dockerfile's new text, as `pack` made it."""
        self._texts[self._real.of(path)] = packed

    def build(self, path: str, target: str | None) -> Build | None:
        packed = self._texts.get(path)
        try:
            source = unpack(packed) if packed is not None else read(path)
        except ReadError:
            return None
        from fixer.engine import Options

        options = self._options.get(path, Options(context=os.path.dirname(path)))
        return Build(path, source, options, target)


def pack(text: bytes) -> bytes:
    """A text as `Kept` takes it."""
    import zlib

    return zlib.compress(text, 1)


def unpack(packed: bytes) -> bytes:
    """The text that was packed."""
    import zlib

    return zlib.decompress(packed)


def beside_job(each: Beside, kept: Kept) -> Job:
    """The job for a file, with what the Dockerfiles that it depends on have become."""
    from fixer.workspace.run import Job

    if each.problem:
        return Job(each.path, None, each.problem)
    builds = {
        name: build
        for name, (path, target) in each.builds.items()
        if (build := kept.build(path, target)) is not None
    }
    if each.kind == "ignore_file":
        view = View(
            dockerfiles=tuple(builds.values()),
            folder=each.folder,
            others=each.others,
            missing=each.missing,
        )
    else:
        view = View(builds=builds, elsewhere=each.elsewhere)
    return Job(each.path, each.options, kind=each.kind, view=view, accepted=each.accepted)
