"""The files of a repository, as `fix` fixes them in a checkout of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from fixer.engine import Problem
from fixer.forge.git import Git
from fixer.workspace.beside import Kept, beside_job, ignore_files
from fixer.workspace.plan import Plan, plan
from fixer.workspace.read import ReadError, read
from fixer.workspace.run import Outcome, fix_source

if TYPE_CHECKING:
    from fixer.config import Wanted
    from fixer.workspace.registries import Asked
    from fixer.workspace.run import Job


class File(NamedTuple):
    """A file to fix: its path in the repository, and the job."""

    path: str
    job: Job

    @property
    def new(self) -> bool:
        """Whether it does not exist yet."""
        return self.job.view is not None and self.job.view.missing


class Checkout:
    """The files of a repository that is laid out under `top`, a real path."""

    def __init__(self, top: str, wanted: Wanted) -> None:
        self._top = top
        self._plan = plan([top], wanted)
        self._kept = Kept()
        for job in self._plan.jobs:
            self._kept.job(job)
        self._asked = _ask(self._plan)
        #: The Dockerfiles of which whole folders of the context are copied.
        self._done: list[tuple[Job, str]] = []

    def files(self) -> Iterator[File]:
        """The Dockerfiles, and then the files beside them, which depend on what those become."""
        for job in self._plan.jobs:
            yield File(self._name(job.path), job)
        for each in self._plan.beside:
            yield File(self._name(each.path), beside_job(each, self._kept))
        for each in ignore_files(self._done, self._plan.beside):
            yield File(self._name(each.path), beside_job(each, self._kept))

    def fix(self, file: File) -> tuple[bytes, bytes, Outcome]:
        """The text before and after, and what became of it."""
        job = file.job
        if job.problem:
            problem = Problem(job.problem)
            where = self._shown(job.problem_at)
            return b"", b"", Outcome(file.path, problem=problem, problem_at=where, failure="read")
        try:
            source = b"" if file.new else read(job.path)
        except ReadError as error:
            return b"", b"", Outcome(file.path, problem=Problem(str(error)), failure="read")
        outcome, after = fix_source(source, job, "check", self._asked)
        if outcome.kept:
            self._kept.add(job.path, outcome.kept)
        if outcome.root:
            self._done.append((job, outcome.root))
        return source, after, self._without_top(outcome)

    def _without_top(self, outcome: Outcome) -> Outcome:
        """What is said names no folder that is gone afterwards."""
        problem = outcome.problem
        return outcome._replace(
            changes=[each._replace(why=self._shown(each.why)) for each in outcome.changes],
            skips=[each._replace(reason=self._shown(each.reason)) for each in outcome.skips],
            problem=problem and problem._replace(reason=self._shown(problem.reason)),
        )

    def _name(self, path: str) -> str:
        return os.path.relpath(path, self._top).replace(os.sep, "/")

    def _shown(self, text: str) -> str:
        return text.replace(self._top + os.sep, "").replace(self._top, ".")


@contextmanager
def checkout(address: str, wanted: Wanted) -> Iterator[Checkout]:
    """Fetch the newest commit of a repository, and lay it out. Raises ForgeError.

    Nothing that the repository brings is run: no hook, no filter, no submodule.
    """
    with tempfile.TemporaryDirectory(prefix="fixer-", ignore_cleanup_errors=True) as folder:
        top = os.path.realpath(folder)
        git = Git(top)
        git("init", "--quiet", "--template=")
        os.makedirs(os.path.join(top, ".git", "info"), exist_ok=True)
        # Every file is laid out as it is stored.
        with open(os.path.join(top, ".git", "info", "attributes"), "w") as stream:
            stream.write("* -text !eol -ident -filter !working-tree-encoding\n")
        git("fetch", "--quiet", "--no-tags", "--depth=1", "--", address, "HEAD")
        git("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
        yield Checkout(top, wanted)


def _ask(made: Plan) -> Asked | None:
    """What the registries say of the images in the files. Raises ConfigError."""
    options = [*(each.options for each in made.jobs), *(each.options for each in made.beside)]
    if all(each is None or each.offline for each in options):
        return None
    from fixer.workspace.registries import ask

    return ask(made.jobs, beside=made.beside)
