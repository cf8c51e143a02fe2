"""What is to be done: the Dockerfiles that were named or found, each with its configuration, and
with what Compose and Bake say of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from fixer.config import ConfigError, Configs, Wanted
from fixer.workspace.find import Note, find
from fixer.workspace.run import Job
from fixer.workspace.services import Services

if TYPE_CHECKING:
    from fixer.dockerfile.service import Service
    from fixer.engine import Options


class Plan(NamedTuple):
    """The jobs in the order of their paths, and what was left out."""

    jobs: list[Job]
    notes: list[Note]


def plan(names: Iterable[str], wanted: Wanted) -> Plan:
    """The jobs for `names`, with what the command line wants and each one's configuration says.

    A configuration that cannot be used costs the files below it, and no others.
    """
    _real.cache_clear()  # the current folder may be another one now
    names = list(names)
    search = find(names)
    made = Plan([], search.notes)
    configs = Configs()
    services = Services(names)
    for found in search.found:
        if found.problem:
            made.jobs.append(Job(found.path, None, found.problem))
            continue
        folder, name = os.path.split(found.path)
        real = _real(folder)
        try:
            config = configs.of(real)
        except ConfigError as error:
            made.jobs.append(Job(found.path, None, error.reason, seen_from_here(error.path)))
            continue
        path = os.path.join(real, name)
        if not found.named and config.excludes(path):
            made.notes.append(Note(found.path, "the configuration excludes it", True))
        else:
            options = with_services(config.options(path, wanted), real, services.of(path))
            made.jobs.append(Job(found.path, options))
    made.notes.extend(note._replace(path=seen_from_here(note.path)) for note in services.notes)
    return made


def with_services(options: Options, folder: str, services: tuple[Service, ...]) -> Options:
    """`options` for a Dockerfile in the real path `folder`, from which `services` are built.

    A context that the command line or the configuration says stays. Otherwise it is the one that
    the services agree on, or unknown where they do not; without any, the Dockerfile's own folder.
    """
    if not services:
        return _in_folder(options, folder) if options.context is None else options
    contexts = {service.context for service in services}
    context = options.context
    if context is None and len(contexts) == 1:
        (context,) = contexts
    targets = dict.fromkeys(service.target for service in services if service.target)
    return options._replace(context=context, targets=tuple(targets), services=services)


@lru_cache(maxsize=1)
def _in_folder(options: Options, folder: str) -> Options:
    """Files of one folder share their options: they are made, and sent to a process, once."""
    return options._replace(context=folder)


def seen_from_here(path: str) -> str:
    """A real path as a person in the current folder would write it."""
    here = os.path.realpath(os.curdir)
    below = path.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.relpath(path, here) if below else path


@lru_cache(maxsize=1)
def _real(folder: str) -> str:
    """Files come sorted by folder: the last one is the next one, most of the time."""
    return os.path.realpath(folder or os.curdir)
