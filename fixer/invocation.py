"""What `fix [PATH]...` does, once it is known what was asked.

Nothing here knows click: to load it and to make its options takes as long as to fix ten files, and
`fixer.start` does without it where the arguments are plain.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, TextIO

from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.config import Wanted
    from fixer.report import Report
    from fixer.workspace.beside import Beside
    from fixer.workspace.cache import Cache
    from fixer.workspace.plan import Plan
    from fixer.workspace.registries import Asked
    from fixer.workspace.run import Job, Look, Mode, Outcome

#: Fewer files are fixed sooner than a cache is opened.
_WORTH_A_CACHE = 20
#: The exit codes. The last two are 128 and the signal, as a shell has it.
DONE, WOULD_CHANGE, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 128 + 2, 128 + 13


class Failure(Exception):
    """What ends the command with one sentence and the exit code FAILED."""


class Scope(NamedTuple):
    """Which files of those that are found count, and what is known of them."""

    changed_since: str | None = None
    staged: bool = False
    baseline: str | None = None
    cache: bool = True


class Invocation(NamedTuple):
    """What was asked for on the command line; `fix --help` says what each means."""

    paths: Sequence[str]
    wanted: Wanted
    diff: bool = False
    check: bool = False
    form: str = "text"
    output: str | None = None
    jobs: int | None = None
    stdin_filename: str | None = None
    quiet: bool = False
    verbose: bool = False
    scope: Scope = Scope()
    write_baseline: str | None = None

    @property
    def mode(self) -> Mode:
        return "diff" if self.diff else "check" if self.check or self.write_baseline else "write"


def fix_files(asked: Invocation) -> int:
    """Do what was asked, and give the exit code. Raises Failure."""
    # To find the files leaves no garbage, and to fix them has it collected when it is due.
    enabled = gc.isenabled()
    gc.disable()
    try:
        return _fix_files(asked)
    finally:
        if enabled:
            gc.enable()


def _fix_files(asked: Invocation) -> int:
    form, output, mode, verbose = asked.form, asked.output, asked.mode, asked.verbose
    streamed = "-" in asked.paths
    # Patches, or the new text, have standard output for themselves.
    prints = (asked.diff and (form == "text" or bool(output))) or (streamed and mode == "write")
    with ExitStack() as stack:
        if output:
            stream = stack.enter_context(opened(output))
        else:
            stream = sys.stderr if prints else sys.stdout
        report: Report | None = None
        look: Look | None = None
        if form != "text":
            from fixer.report import forms

            report = forms.report(form, writer(stream), mode, details=verbose)
            look = forms.look(form, mode)
        elif output or not asked.quiet:
            brief = prints and not output and not verbose
            report = _text(stream, done=mode == "write", details=verbose, brief=brief)
        if streamed:
            outcomes = _from_standard_input(asked.stdin_filename, mode, asked.wanted, look)
        else:
            # Lines that appear on the terminal one after the other show how far it is, too.
            quietly = not sys.stdout.isatty() or bool(output and not prints)
            outcomes = from_paths(
                asked.paths, mode, asked.jobs, asked.wanted, quiet=asked.quiet, verbose=verbose,
                bar=quietly and not asked.quiet and sys.stderr.isatty(), look=look,
                scope=asked.scope,
            )  # fmt: skip
        if asked.write_baseline:
            outcomes = _into_baseline(outcomes, asked.write_baseline)
        stack.enter_context(closing(outcomes))
        return follow(
            outcomes, report, patches=asked.diff and prints, check=asked.check, verbose=verbose
        )


def _from_standard_input(
    name: str | None, mode: Mode, wanted: Wanted, look: Look | None
) -> Generator[Outcome, None, None]:
    """Fix the text on standard input; print it where `mode` is "write", changed or not."""
    from fixer.config import ConfigError, Configs
    from fixer.engine import Problem
    from fixer.workspace.plan import seen_from_here, with_services
    from fixer.workspace.read import ReadError, bounded
    from fixer.workspace.run import Job, Outcome, fix_source
    from fixer.workspace.services import Services

    path = "Dockerfile" if name is None else name
    folder = os.path.realpath(os.path.dirname(path) or os.curdir)
    try:
        source = bounded(sys.stdin.buffer.read)
        full = os.path.join(folder, os.path.basename(path))
        options = Configs().of(folder).options(full, wanted)
        if name is not None:
            options = with_services(options, full, Services([path]))
    except ReadError as error:
        yield Outcome(name or "-", problem=Problem(str(error)), failure="read")
        return
    except ConfigError as error:
        yield Outcome(name or "-", problem=Problem(error.reason), failure="read",
                      problem_at=seen_from_here(error.path))  # fmt: skip
        return
    job = Job(path, options)
    outcome, after = fix_source(source, job, mode, ask_registries([job], source), look)
    if mode == "write":
        sys.stdout.buffer.write(after)
    yield outcome._replace(path=name or "-")


def from_paths(
    paths: Iterable[str], mode: Mode, jobs: int | None, wanted: Wanted, *, quiet: bool,
    verbose: bool, bar: bool, look: Look | None, scope: Scope = Scope(),  # noqa: B008 (immutable)
) -> Generator[Outcome, None, None]:  # fmt: skip
    """Find the files and fix them."""
    from fixer.report.text import shown, shown_path
    from fixer.workspace.plan import plan
    from fixer.workspace.run import run

    paths = list(paths)
    made = _scoped(plan(paths, wanted), paths, scope)
    for note in made.notes:
        if verbose or not (quiet or note.detail):
            say(f"{shown_path(note.path)}: note: left alone: {shown(note.reason)}")
    cache = _cache(len(made.jobs)) if look is None and scope.cache else None
    asked = ask_registries(made.jobs, cache=cache, beside=made.beside)
    outcomes = run(made.jobs, mode, jobs, asked, look, made.beside, cache)
    if bar:
        from fixer.report.progress import progress

        outcomes = progress(outcomes, len(made.jobs) + len(made.beside))
    return outcomes


def _scoped(made: Plan, paths: list[str], scope: Scope) -> Plan:
    """What is left of the plan, of what git says has changed and the baseline does not accept."""
    if scope.changed_since or scope.staged:
        from fixer.workspace.git import GitError, changed
        from fixer.workspace.plan import narrowed

        folders = {path if os.path.isdir(path) else os.path.dirname(path) or "." for path in paths}
        try:
            found = set().union(*(changed(each, scope.changed_since) for each in folders))
        except GitError as error:
            raise Failure(str(error)) from error
        made = narrowed(made, found)
    if scope.baseline:
        from fixer.workspace.baseline import BaselineError, load
        from fixer.workspace.plan import with_baseline

        try:
            made = with_baseline(made, load(scope.baseline))
        except BaselineError as error:
            raise Failure(f"{scope.baseline}: {error}") from error
    return made


def _into_baseline(
    outcomes: Generator[Outcome, None, None], path: str
) -> Generator[Outcome, None, None]:
    """Pass `outcomes` on, and write a baseline of them in the end."""
    from fixer.workspace.baseline import Writer

    baseline = Writer(path)
    with closing(outcomes):
        for outcome in outcomes:
            baseline.add(outcome)
            yield outcome
    baseline.write()


def _cache(files: int) -> Cache | None:
    """The cache of earlier results, where so many files are worth its while."""
    if files < _WORTH_A_CACHE:
        return None
    import platformdirs

    from fixer.workspace.cache import Cache

    folder = platformdirs.user_cache_dir("dockerfile-fixer")
    return Cache(os.path.join(folder, "results.sqlite"))


def ask_registries(
    jobs: Sequence[Job],
    source: bytes | None = None,
    cache: Cache | None = None,
    beside: Sequence[Beside] = (),
) -> Asked | None:
    """What the registries say of the images in the files, or in the `source` of the only one."""
    options = [each.options for each in jobs] + [each.options for each in beside]
    if all(each is None or each.offline for each in options):
        return None
    from fixer.config import ConfigError
    from fixer.workspace.plan import seen_from_here
    from fixer.workspace.registries import ask

    try:
        return ask(jobs, source, cache, beside)
    except ConfigError as error:
        raise Failure(f"{seen_from_here(error.path)}: {error.reason}") from error


def follow(
    outcomes: Iterable[Outcome], report: Report | None, *, patches: bool, check: bool, verbose: bool
) -> int:
    """Report each outcome as it comes, and give the exit code."""
    from fixer.report import Tally
    from fixer.report.text import error_line, shown

    tally = Tally()
    said: set[str] = set()
    for outcome in outcomes:
        tally.add(outcome)
        if outcome.problem:
            line = error_line(outcome)
            # What is wrong with a configuration is said once, not for every file below it.
            if line not in said:
                say(line)
            if outcome.problem_at:
                said.add(line)
            if verbose and outcome.trace:
                say("\n".join(map(shown, outcome.trace.splitlines())))
        if patches:
            sys.stdout.buffer.write(outcome.patch)
        if report:
            report.add(outcome)
    if report:
        report.end(tally)
    if tally.failures:
        return FAILED
    return WOULD_CHANGE if check and (tally.changed or tally.fails) else DONE


def opened(path: str) -> TextIO:
    try:
        return open(path, "w", encoding="utf-8")
    except OSError as error:
        raise Failure(str(error)) from error


def _text(stream: TextIO, *, done: bool, details: bool, brief: bool) -> Report:
    from fixer.report.text import Summary, Text

    write = writer(stream)
    if brief:
        return Summary(write, done=done)
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return Text(write, done=done, details=details)
    return Text(
        write,
        done=done,
        details=details,
        bold=lambda text: f"\x1b[1m{text}\x1b[0m",
        faint=lambda text: f"\x1b[2m{text}\x1b[0m",
    )


def writer(stream: TextIO) -> Callable[[str], None]:
    """Writes text to `stream` whatever characters its encoding has, and at once on a terminal."""
    encoding = stream.encoding or "utf-8"
    terminal = stream.isatty()

    def write(text: str) -> None:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        if terminal:
            stream.flush()

    return write


def end_in_order() -> None:
    """As with Ctrl-C, have a file that is being written either finished or left as it was."""
    import signal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def say(line: str) -> None:
    """One line on standard error. It is looked up each time: a progress bar takes its place."""
    sys.stderr.write(line.rstrip("\n") + "\n")
