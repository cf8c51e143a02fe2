"""What is to be done: the Dockerfiles that were named or found, each with its configuration."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from fixer.config import ConfigError, Configs, Wanted
from fixer.workspace.find import Note, find
from fixer.workspace.run import Job


class Plan(NamedTuple):
    """The jobs in the order of their paths, and what was left out."""

    jobs: list[Job]
    notes: list[Note]


def plan(names: Iterable[str], wanted: Wanted) -> Plan:
    """The jobs for `names`, with what the command line wants and each one's configuration says.

    A configuration that cannot be used costs the files below it, and no others.
    """
    search = find(names)
    made = Plan([], search.notes)
    configs = Configs()
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
            made.jobs.append(Job(found.path, config.options(path, wanted)))
    return made


def seen_from_here(path: str) -> str:
    """A real path as a person in the current folder would write it."""
    here = os.path.realpath(os.curdir)
    below = path.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.relpath(path, here) if below else path


@lru_cache(maxsize=1)
def _real(folder: str) -> str:
    """Files come sorted by folder: the last one is the next one, most of the time."""
    return os.path.realpath(folder or os.curdir)
