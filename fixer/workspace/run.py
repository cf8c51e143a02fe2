"""Fixing one file, and fixing many on several processors, with the same outcome."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess, SpawnProcess

    from fixer.deploy.kinds import Kind
    from fixer.deploy.view import View
    from fixer.edit import Skip
    from fixer.engine import Change, Options, Problem, Result
    from fixer.registry import Registry
    from fixer.workspace.baseline import Place
    from fixer.workspace.cache import Answer, Cache, Hit
    from fixer.workspace.plan import Following
    from fixer.workspace.registries import Asked

#: What becomes of a new text: it replaces the file, it is shown as a patch, or neither.
Mode = Literal["write", "diff", "check"]

#: What could not be done to a file that has a problem.
Failure = Literal["read", "fixed", "written"]

#: What a report looks at of each file where it is fixed, with the options and the registry that it
#: was fixed with. It is a module's function, and what it returns must pass from process to process.
Look = Callable[["Result", "Options", "Registry | None"], Any]

#: With fewer files than this for each, another process costs more than it saves.
_WORTH_A_PROCESS = 32
#: How many files a process is given at once. Few enough that all end at about the same time.
_CHUNK = 16
#: How many chunks may be under way for each process before the earliest is done. It bounds what
#: is kept of files that are done before their turn.
_AHEAD = 4


class Job(NamedTuple):
    """A file to fix."""

    path: str
    options: Options | None
    #: Why nothing is to be done to it after all.
    problem: str = ""
    #: The file that the problem lies in, if that is another one.
    problem_at: str = ""
    #: It was named itself, and not found in a folder.
    named: bool = False
    #: For a file beside the Dockerfiles: of what kind it is, and what is known of its images.
    kind: Kind = "dockerfile"
    view: View | None = None
    #: Another file depends on what becomes of it.
    keep: bool = False
    #: A digest of what is to be done, where the outcome is to tell what it depends on.
    record: bytes = b""
    #: What a baseline accepts in it.
    accepted: tuple[Place, ...] = ()


class Outcome(NamedTuple):
    """What became of one file."""

    path: str
    #: Whether its text is another now, or would be.
    changed: bool = False
    changes: Sequence[Change] = ()
    skips: Sequence[Skip] = ()
    problem: Problem | None = None
    #: The file that the problem lies in, if that is another one.
    problem_at: str = ""
    failure: Failure | None = None
    patch: bytes = b""
    #: The build context, where it is another folder than the Dockerfile's and nobody said so.
    context: str = ""
    #: Where a defect of ours was met.
    trace: str = ""
    #: What the report's `Look` returned.
    seen: Any = None
    #: The real path of the build context, where whole folders of it are copied.
    root: str = ""
    #: The new text, packed, where another file depends on it and it is not written.
    kept: bytes = b""
    #: The paths in the build context that it depends on, and what registries answered.
    looked: Sequence[str] = ()
    answers: Sequence[Answer] = ()
    #: A digest of the text and of what was done to it.
    key: bytes = b""


def run(
    jobs: Sequence[Job],
    mode: Mode,
    workers: int | None = None,
    asked: Asked | None = None,
    look: Look | None = None,
    beside: Following | None = None,
    cache: Cache | None = None,
) -> Generator[Outcome, None, None]:
    """Fix the files and yield what became of each, in the order of `jobs`; then those `beside`,
    with the `.dockerignore` files of their contexts unless it is None.

    `workers` is the number of processes; where None, as many as there are processors, but only if
    there are files enough. What comes out does not depend on it, with one exception: where a
    process is ended from outside, only its file is lost if there is more than one process.

    `asked` is what the registries said of the images in them. `look` is called where a file is
    fixed, with what became of it; what it returns is in the outcome. What a `cache` knows of is
    not fixed again, unless there is a `look`.
    """
    if beside is not None:
        return _both(jobs, mode, workers, asked, look, beside, cache)
    if cache is not None and look is None:
        return _but_known(jobs, mode, workers, asked, cache)
    if workers is None:
        workers = min(_processors(), len(jobs) // _WORTH_A_PROCESS)
    workers = min(workers, len(jobs))
    if workers <= 1:
        return _seldom_collected(fix_file(job, mode, asked, look) for job in jobs)
    return _Pool(jobs, mode, workers, asked, look).outcomes()


def _both(
    jobs: Sequence[Job],
    mode: Mode,
    workers: int | None,
    asked: Asked | None,
    look: Look | None,
    beside: Following,
    cache: Cache | None,
) -> Generator[Outcome, None, None]:
    """The Dockerfiles, and then the files that depend on what those have become."""
    kept = []
    done = []
    for job, outcome in zip(jobs, run(jobs, mode, workers, asked, look, cache=cache), strict=True):
        if outcome.kept:
            kept.append((outcome.path, outcome.kept))
            outcome = outcome._replace(kept=b"")
        if outcome.root and not job.named:
            done.append((job, outcome.root))
        yield outcome
    if not beside and not done:
        return
    from fixer.workspace.beside import Kept, beside_job, ignore_files
    from fixer.workspace.find import RealPaths

    real = RealPaths()
    files = [*beside, *ignore_files(done, beside, real)]
    if files:
        known = Kept(real)
        for path, packed in kept:
            known.add(path, packed)
        for job in jobs:
            known.job(job)
        later = [beside_job(each, known) for each in files]
        yield from run(later, mode, workers, asked, look)


def _but_known(
    jobs: Sequence[Job], mode: Mode, workers: int | None, asked: Asked | None, cache: Cache
) -> Generator[Outcome, None, None]:
    """All outcomes in order, those of files that the cache does not know from `run`."""
    from fixer.workspace.cache import fingerprint, same_answers

    registry = asked.registry if asked else None
    known: list[Hit | None] = []
    todo: list[Job] = []
    for job, hit in zip(jobs, cache.find(jobs), strict=True):
        # what is to be written is worked out from what is there when it is written
        unknown = mode == "write" or (hit and hit.after is None and (mode == "diff" or job.keep))
        if hit and ((hit.changed and unknown) or not same_answers(hit.answers, registry)):
            hit = None
        known.append(hit)
        if hit is None:
            keep = job.keep or mode == "diff"
            todo.append(job._replace(keep=keep, record=fingerprint(job)))
    with closing(cache), closing(run(todo, mode, workers, asked)) as fresh:
        fixed = zip(todo, fresh, strict=True)
        for job, hit in zip(jobs, known, strict=True):
            if hit is not None:
                yield _as_kept(job, hit, mode)
                continue
            recorded, outcome = next(fixed)
            if outcome.failure in (None, "fixed") and not (outcome.changed and mode == "write"):
                cache.add(recorded, outcome)
            yield outcome if job.keep or outcome.root else outcome._replace(kept=b"")


def _as_kept(job: Job, hit: Hit, mode: Mode) -> Outcome:
    from fixer.workspace.cache import outcome_of

    outcome = outcome_of(job.path, hit)
    needed = job.keep or bool(outcome.root)
    if hit.changed and hit.after is not None and (mode == "diff" or needed):
        from fixer.patch import unified
        from fixer.workspace.beside import unpack
        from fixer.workspace.read import ReadError, read

        outcome = outcome._replace(kept=hit.after if needed else b"")
        if mode == "diff":
            try:
                source = read(job.path)
            except ReadError as error:
                from fixer.engine import Problem

                return Outcome(job.path, problem=Problem(str(error)), failure="read")
            patch = unified(name_in_repository(job.path), source, unpack(hit.after))
            outcome = outcome._replace(patch=patch)
    return outcome


#: So many objects may wait for the garbage collector; some 20 MiB.
_GARBAGE = 80_000


def _seldom_collected(outcomes: Iterable[Outcome]) -> Generator[Outcome, None, None]:
    """Pass `outcomes` on, with the garbage collector kept from looking while a file is fixed.

    A document that is done with undoes its circles and goes without the collector; to have it look
    every few hundred objects costs an eighth of the time, and finds next to nothing.
    """
    import gc

    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        for outcome in outcomes:
            yield outcome
            if gc.get_count()[0] > _GARBAGE:
                gc.collect(0)  # what is older is remembered for later files
    finally:
        # To the oldest generation with all of it, or to switch on would look through it at once.
        gc.freeze()
        gc.unfreeze()
        if enabled:
            gc.enable()


def fix_file(job: Job, mode: Mode, asked: Asked | None = None, look: Look | None = None) -> Outcome:
    """Read, fix, and write or compare one file. Never raises for the file's sake."""
    from fixer.engine import Problem
    from fixer.workspace.read import ReadError, read

    if job.problem:
        problem = Problem(job.problem)
        return Outcome(job.path, problem=problem, problem_at=job.problem_at, failure="read")
    missing = job.view is not None and job.view.missing
    try:
        source = b"" if missing else read(job.path)
    except ReadError as error:
        return Outcome(job.path, problem=Problem(str(error)), failure="read")
    outcome, after = fix_source(source, job, mode, asked, look)
    if outcome.changed and mode == "write":
        from fixer.workspace.write import WriteError, create, replace

        try:
            if missing:
                create(job.path, after)
            else:
                replace(job.path, source, after)
        except WriteError as error:
            return Outcome(job.path, problem=Problem(f"not written: {error}"), failure="written")
    return outcome


def fix_source(
    source: bytes,
    job: Job,
    mode: Mode,
    asked: Asked | None = None,
    look: Look | None = None,
) -> tuple[Outcome, bytes]:
    """Fix one text, and give what it becomes with the outcome. Nothing is read or written."""
    from fixer import engine
    from fixer.patch import unified

    patch = b""
    seen = None
    answers: Sequence[Answer] = ()
    key = b""
    try:
        if job.record:
            from fixer.workspace.cache import key_of

            key = key_of(job.record, source)
        options = (job.options or engine.Options())._replace(path=job.path)
        if job.accepted:
            from fixer.workspace.baseline import accepted

            options = options._replace(without=accepted(source, job.accepted))
        result: Result
        missing = False
        if job.kind != "dockerfile":
            from fixer.deploy import engine as deploy
            from fixer.deploy.view import View

            view = job.view or View()
            missing = view.missing
            result = deploy.fix(source, job.kind, options, view, asked.registry if asked else None)
        elif asked is None:
            result = engine.fix(source, options)
        else:
            options = options._replace(exact_tags=asked.exact_tags)
            registry: Any = asked.registry
            if job.record:
                from fixer.workspace.cache import Recorder

                registry = Recorder(registry)
            result = engine.fix(source, options, registry)
            answers = registry.answers if job.record else ()
        if job.accepted:
            known = {(name, line) for name, line, _ in options.without}
            result.skips = [
                skip._replace(fails=skip.fails and (skip.transform, skip.line) not in known)
                for skip in result.skips
            ]
        if mode == "diff" and result.changed:
            patch = unified(name_in_repository(job.path), source, result.after, new=missing)
        if look is not None:
            seen = look(result, options, asked.registry if asked else None)
    except Exception as error:  # a defect of ours must not cost the other files
        import traceback

        problem = engine.Problem(f"a defect of fix: {type(error).__name__}: {error}")
        trace = traceback.format_exc()
        return Outcome(job.path, problem=problem, failure="fixed", trace=trace), source
    found = result.context or ""
    kept = b""
    root = (result.context or "") if result.takes_folders else ""
    if (job.keep or root) and result.changed and mode != "write":
        from fixer.workspace.beside import pack

        kept = pack(result.after)
    outcome = Outcome(
        job.path,
        changed=result.changed,
        changes=result.changes,
        skips=result.skips,
        problem=result.problem,
        failure="fixed" if result.problem else None,
        patch=patch,
        context=found if options.top and found != options.context else "",
        seen=seen,
        root=root,
        kept=kept,
        looked=tuple(result.looked) if job.record else (),
        answers=answers,
        key=key,
    )
    return outcome, result.after


def name_in_repository(path: str) -> str:
    """What a file is called in a patch: as `git diff` would, relative to the repository's root.

    `git apply` takes such names from any folder of the repository, and leaves out without a word
    what is relative to a folder within it. Outside of a repository a name is relative to the
    current folder; what does not lie below either is named from the file system's root.
    """
    folder, name = os.path.split(path)
    return _folder_in_repository(folder, os.getcwd()) + name


@lru_cache(maxsize=1024)
def _folder_in_repository(folder: str, here: str) -> str:
    from fixer.workspace.find import repository

    here = os.path.realpath(here)
    top = repository(here) or here
    real = os.path.realpath(os.path.join(here, folder))
    if real == top:
        return ""
    inside = os.path.commonpath([real, top]) == top
    relative = os.path.relpath(real, top) if inside else real.lstrip(os.sep)
    return relative.replace(os.sep, "/") + "/"


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker(NamedTuple):
    process: ForkProcess | SpawnProcess
    connection: Connection[Any, Any]
    #: The numbers of the jobs that it was given and has not answered, in order.
    todo: deque[int]


class _Pool:
    """Processes that are given chunks of jobs, and answer one job at a time.

    So it is known which file a process was at when it was ended, by the system for want of memory
    or by a fault in a library: this file gets a problem, and the rest goes to a fresh process.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        mode: Mode,
        workers: int,
        asked: Asked | None,
        look: Look | None,
    ) -> None:
        self._jobs = jobs
        self._look = look
        self._asked = asked
        self._mode: Mode = mode
        self._count = workers
        self._chunks = deque(
            range(start, min(start + _CHUNK, len(jobs))) for start in range(0, len(jobs), _CHUNK)
        )
        self._workers: list[_Worker] = []
        #: What was done before its turn.
        self._early: dict[int, Outcome] = {}
        self._next = 0

    def outcomes(self) -> Generator[Outcome, None, None]:
        try:
            while self._next < len(self._jobs):
                self._assign()
                self._receive()
                while self._next in self._early:
                    yield self._early.pop(self._next)
                    self._next += 1
        finally:
            self._end()

    def _assign(self) -> None:
        limit = self._next + _AHEAD * self._count * _CHUNK
        while self._chunks and self._chunks[0].start < limit:
            worker = next((worker for worker in self._workers if not worker.todo), None)
            if worker is None:
                if len(self._workers) == self._count:
                    return
                worker = self._start()
            chunk = self._chunks.popleft()
            worker.todo.extend(chunk)
            # A process that is gone already is noticed when its answer is awaited.
            with suppress(OSError):
                worker.connection.send([self._jobs[number] for number in chunk])

    def _receive(self) -> None:
        from multiprocessing.connection import wait

        busy = [worker for worker in self._workers if worker.todo]
        ready = wait([worker.connection for worker in busy])
        for worker in busy:
            if worker.connection not in ready:
                continue
            try:
                while worker.todo and worker.connection.poll():
                    self._early[worker.todo[0]] = worker.connection.recv()
                    worker.todo.popleft()
            except (EOFError, OSError):
                self._lost(worker)

    def _lost(self, worker: _Worker) -> None:
        from fixer.engine import Problem

        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join()
        number = worker.todo.popleft()
        path = self._jobs[number].path
        problem = Problem(f"a defect of fix: its process ended {_how(worker.process.exitcode)}")
        self._early[number] = Outcome(path, problem=problem, failure="fixed")
        if worker.todo:
            self._chunks.appendleft(range(worker.todo[0], worker.todo[-1] + 1))

    def _start(self) -> _Worker:
        import multiprocessing
        import sys

        # What a forked process shares with this one, it need not load. macOS's own libraries do
        # not survive a fork.
        if sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods():
            from fixer.catalog import transforms

            tuple(transforms().values())
            context: Any = multiprocessing.get_context("fork")
        else:
            # A new Python would look for its own library in the current folder first.
            os.environ["PYTHONSAFEPATH"] = "1"
            context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        # A forked process has a copy of each of our ends. As long as one is open, none is closed.
        copies = [ours, *(worker.connection for worker in self._workers)]
        copies = copies if context.get_start_method() == "fork" else []
        arguments = theirs, self._mode, copies, self._asked, self._look
        process = context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, deque())
        self._workers.append(worker)
        return worker

    def _end(self) -> None:
        """Let every process finish the file that it is at, so that none is left half done."""
        for worker in self._workers:
            worker.connection.close()
        for worker in self._workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join()


def _how(code: int | None) -> str:
    import signal

    if code is not None and code < 0:
        with suppress(ValueError):
            return f"by {signal.Signals(-code).name}"
    return f"with code {code}"


def _work(
    connection: Connection[Any, Any],
    mode: Mode,
    copies: Sequence[Connection[Any, Any]],
    asked: Asked | None,
    look: Look | None,
) -> None:
    """A process's life: take jobs and answer each, until the other end is closed."""
    import signal
    import sys

    # Ctrl-C reaches every process of the terminal; the first of them ends the others in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    for copy in copies:
        copy.close()

    def jobs() -> Iterator[Job]:
        while True:
            yield from connection.recv()

    with suppress(EOFError, OSError):
        for outcome in _seldom_collected(fix_file(job, mode, asked, look) for job in jobs()):
            connection.send(outcome)
