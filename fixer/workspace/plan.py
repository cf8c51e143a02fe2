"""What is to be done: the Dockerfiles that were named or found, each with its configuration, and
with what Compose and Bake say of it."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from fixer.config import ConfigError, Configs, Wanted
from fixer.later import NamedTuple
from fixer.workspace.find import Note, find
from fixer.workspace.run import Job
from fixer.workspace.services import Services

if TYPE_CHECKING:
    from fixer.engine import Options
    from fixer.workspace.baseline import Place
    from fixer.workspace.beside import Beside
    from fixer.workspace.find import Found


class Following(list["Beside"]):
    """The files to fix after the Dockerfiles, in order. Where `.dockerignore` files lie that are to
    be looked at is known only then: see `beside.ignore_files`."""

    def __init__(self, files: Iterable[Beside] = ()) -> None:
        super().__init__(files)
        #: What a baseline accepts in any file, by its real path.
        self.accepted: Mapping[str, tuple[Place, ...]] = {}
        #: The real paths of the files that count; all where None.
        self.only: Container[str] | None = None


class Plan(NamedTuple):
    """The jobs in the order of their paths, and what was left out."""

    jobs: list[Job]
    notes: list[Note]
    #: The files that are fixed after them.
    beside: Following


def plan(names: Iterable[str], wanted: Wanted) -> Plan:
    """The jobs for `names`, with what the command line wants and each one's configuration says.

    A configuration that cannot be used costs the files below it, and no others.
    """
    _real.cache_clear()  # the current folder may be another one now
    names = list(names)
    search = find(names)
    made = Plan([], search.notes, Following())
    configs = Configs(search.marks)
    services = Services(names, search.marks)
    for found in search.found:
        if found.problem:
            made.jobs.append(Job(found.path, None, found.problem))
            continue
        folder, name = os.path.split(found.path)
        real = found.folder or _real(folder)
        try:
            config = configs.of(real)
        except ConfigError as error:
            made.jobs.append(Job(found.path, None, error.reason, seen_from_here(error.path)))
            continue
        path = os.path.join(real, name)
        if not found.named and config.excludes(path):
            made.notes.append(Note(found.path, "the configuration excludes it", True))
        else:
            options = with_services(config.options(path, wanted), path, services)
            made.jobs.append(Job(found.path, options, named=found.named))
    if search.yaml:
        made = _with_beside(made, search.yaml, configs, services, wanted)
    made.notes.extend(note._replace(path=seen_from_here(note.path)) for note in services.notes)
    return made


def _with_beside(
    made: Plan, yaml: list[Found], configs: Configs, services: Services, wanted: Wanted
) -> Plan:
    from fixer.workspace.beside import beside

    files = Following(beside(yaml, configs, services, wanted, made.notes))
    needed = {path for each in files for path, _ in each.builds.values()}
    if not needed:
        return made._replace(beside=files)
    jobs = [job._replace(keep=os.path.realpath(job.path) in needed) for job in made.jobs]
    return Plan(jobs, made.notes, files)


def narrowed(made: Plan, paths: Container[str]) -> Plan:
    """Only the files of these real paths, and those beside that depend on one of them."""

    def wanted(path: str) -> bool:
        folder, name = os.path.split(path)
        return os.path.join(_real(folder), name) in paths

    following = Following(
        each
        for each in made.beside
        if wanted(each.path) or any(path in paths for path, _ in each.builds.values())
    )
    following.only = paths
    return Plan([job for job in made.jobs if wanted(job.path)], made.notes, following)


def with_baseline(made: Plan, accepted: Mapping[str, tuple[Place, ...]]) -> Plan:
    """The same files, without what a baseline accepts in them."""

    def places(path: str) -> tuple[Place, ...]:
        folder, name = os.path.split(path)
        return accepted.get(os.path.join(_real(folder), name), ())

    following = Following(each._replace(accepted=places(each.path)) for each in made.beside)
    following.only, following.accepted = made.beside.only, accepted
    jobs = [job._replace(accepted=places(job.path)) for job in made.jobs]
    return Plan(jobs, made.notes, following)


def with_services(options: Options, path: str, known: Services) -> Options:
    """`options` for the Dockerfile of this real path, from which some services may be built.

    A context that the command line or the configuration says stays. Otherwise it is the one that
    the services agree on, or unknown where they do not; without any, the Dockerfile's own folder,
    or one above it: see `fixer.context.root`.
    """
    services = known.of(path)
    if not services:
        if options.context is not None:
            return options
        folder = os.path.dirname(path)
        return _in_folder(options, folder, known.top(folder))
    contexts = {service.context for service in services}
    context = options.context
    if context is None and len(contexts) == 1:
        (context,) = contexts
    targets = dict.fromkeys(service.target for service in services if service.target)
    return options._replace(context=context, targets=tuple(targets), services=services)


@lru_cache(maxsize=1)
def _in_folder(options: Options, folder: str, top: str) -> Options:
    """Files of one folder share their options: they are made, and sent to a process, once."""
    return options._replace(context=folder, top=top)


def seen_from_here(path: str) -> str:
    """A real path as a person in the current folder would write it."""
    here = os.path.realpath(os.curdir)
    below = path.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.relpath(path, here) if below else path


@lru_cache(maxsize=1)
def _real(folder: str) -> str:
    """Files come sorted by folder: the last one is the next one, most of the time."""
    return os.path.realpath(folder or os.curdir)
