"""The command `fix`: arguments in, exit code out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from fixer import __version__
from fixer.later import NamedTuple, later

later("inspect")  # six milliseconds, for what click does not do here
import click  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from fixer.config import Wanted
    from fixer.edit import Safety
    from fixer.report import Report
    from fixer.workspace.beside import Beside
    from fixer.workspace.cache import Cache
    from fixer.workspace.plan import Plan
    from fixer.workspace.registries import Asked
    from fixer.workspace.run import Job, Look, Mode, Outcome

#: The forms of the report. `fixer.report.forms` makes them.
FORMATS = ["text", "json", "sarif", "github", "gitlab", "rdjson", "markdown", "junit"]
#: Fewer files are fixed sooner than a cache is opened.
_WORTH_A_CACHE = 20
DONE, WOULD_CHANGE, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 128 + 2, 128 + 13


def main() -> None:
    """Run the command and exit: the entry point of the installed script."""
    # A stream that the caller has closed swallows what is written to it.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    # With these nothing is written, and `signal` takes a millisecond to load.
    if not {"--diff", "--check"}.intersection(sys.argv):
        end_in_order()
    try:
        code = cli.main(prog_name="fix", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = FAILED
    except (click.Abort, KeyboardInterrupt):
        say("fix: interrupted")
        code = INTERRUPTED
    except BrokenPipeError:
        code = BROKEN_PIPE
    except OSError as error:
        say(f"fix: error: {error}")
        code = FAILED
    if code not in (DONE, WOULD_CHANGE):
        _give_up_output()
    with suppress(OSError):
        sys.stderr.flush()
    # All is written. To free every object one by one would take as long as to fix several files.
    os._exit(code)


def end_in_order() -> None:
    """As with Ctrl-C, have a file that is being written either finished or left as it was."""
    import signal

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _give_up_output() -> None:
    """Let what could not be written be forgotten, or Python would try again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)


class Failure(click.ClickException):
    """What ends the command with one sentence."""

    exit_code = FAILED


class _Commands(click.Group):
    """Takes paths, unless the first argument is the name of a command."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:  # fmt: skip
        named = bool(args) and args[0] in self.commands
        if not named and "--verify" in (args[: args.index("--")] if "--" in args else args):
            args.remove("--verify")
            args = ["verify", "--write", *args]
        if args and args[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return files.make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> NoReturn:
        try:
            code = super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)
        except BrokenPipeError:  # click would make a 1 of it, which means something else here
            code = BROKEN_PIPE
        ctx.exit(code or DONE)


class Option(click.Option):
    """An option whose help is taken as it is: click would load `inspect` to take out indents."""

    def __init__(self, *arguments: Any, help: str, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.help = help


def _help(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"fix, version {__version__}", color=ctx.color)
        ctx.exit()


_HELP = Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_help,
    help="Show this message and exit.",
)


class _Files(click.Command):
    """The command without a name. Its help shows those that have one."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _HELP

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, command.get_short_help_str()) for name, command in cli.commands.items()]
            )
        super().format_epilog(ctx, formatter)


def _names(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> Any:
    """The transforms' names in an option's values, each of which may hold several."""
    if not value:
        return None
    from fixer.config import UnknownName, known

    names = [name for each in value for name in each.split(",") if name.strip()]
    if not names:
        raise click.BadParameter("it names no transform", ctx, parameter)
    try:
        return known(names)
    except UnknownName as error:
        raise click.BadParameter(str(error), ctx, parameter) from error


def _safety(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Safety | None:
    if not value:
        return None
    from fixer.edit import Safety

    return Safety[value.upper()]


def _folder(ctx: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    if not value:
        return None
    from pathlib import Path

    return Path(value)


def _matching(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The transforms that a name of a list with commas may become, for the shell."""
    from click.shell_completion import CompletionItem

    from fixer.catalog import transforms

    before, comma, begun = incomplete.rpartition(",")
    taken = before.split(",")
    return [
        CompletionItem(before + comma + name, help=transform.summary)
        for name, transform in transforms().items()
        if name.startswith(begun) and name not in taken
    ]


class PathName(click.ParamType):  # type: ignore[type-arg]
    """As click.Path, which is made only to check what is `asked`: it loads translations."""

    name = "path"

    def __init__(self, **asked: Any) -> None:
        self._asked = asked

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return str(click.Path(**self._asked).convert(value, param, ctx)) if self._asked else value

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return click.Path(**self._asked).shell_complete(ctx, param, incomplete)


class _PathOrCommand(PathName):
    """The first word may be the name of a command, too."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.core import ParameterSource
        from click.shell_completion import CompletionItem

        found = super().shell_complete(ctx, param, incomplete)
        if any(
            ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE for name in ctx.params
        ):
            return found
        return found + [
            CompletionItem(name, help=command.get_short_help_str())
            for name, command in cli.commands.items()
            if name.startswith(incomplete)
        ]


_option = partial(click.option, cls=Option)


@click.command(
    cls=_Files,
    epilog="Exit codes: 0 done; 1 --check found something to change; 2 wrong usage, or some file "
    "could not be read, parsed or written.",
)
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_PathOrCommand())
@_option("--diff", is_flag=True, help="Write nothing; print a patch that git apply takes.")
@_option(
    "--check",
    is_flag=True,
    help="Write nothing; exit with 1 if anything would change, or a base is not approved.",
)
@_option(
    "--verify",
    is_flag=True,
    expose_value=False,
    help="Build each before and after, and write only what verified: fix verify --write.",
)
@_option(
    "--select",
    "select",
    metavar="NAME",
    multiple=True,
    callback=_names,
    shell_complete=_matching,
    help="Run these transforms only. Several: repeat it, or put commas between.",
)
@_option(
    "--extend-select",
    "extend_select",
    metavar="NAME",
    multiple=True,
    callback=_names,
    shell_complete=_matching,
    help="Run these transforms besides: those that fix list shows as on request.",
)
@_option(
    "--ignore",
    "ignore",
    metavar="NAME",
    multiple=True,
    callback=_names,
    shell_complete=_matching,
    help="Do not run these transforms.",
)
@_option(
    "--safe",
    "safety",
    flag_value="safe",
    callback=_safety,
    help="Apply only what leaves the image as it is.",
)
@_option(
    "--hardening",
    "safety",
    flag_value="hardening",
    callback=_safety,
    help="Also apply what takes away privileges or parts that nothing needs. This is the default.",
)
@_option(
    "--unsafe",
    "safety",
    flag_value="unsafe",
    callback=_safety,
    help="Also apply what may break: read every change.",
)
@_option(
    "--offline/--online",
    default=None,
    envvar="FIXER_OFFLINE",
    help="Ask no registry and nobody else. FIXER_OFFLINE=1 says the same.",
)
@_option(
    "--changed-since",
    metavar="REV",
    help="Only files that differ from where REV and HEAD parted, new ones included.",
)
@_option("--staged", is_flag=True, help="Only files that are staged in git.")
@_option(
    "--since-baseline",
    metavar="FILE",
    type=PathName(exists=True, dir_okay=False),
    help="Leave alone what the baseline accepts; --check fails only for what is new.",
)
@_option(
    "--write-baseline",
    metavar="FILE",
    type=PathName(dir_okay=False),
    help="Write nothing else; accept what would change now.",
)
@_option(
    "--cache/--no-cache",
    default=True,
    help="Keep results, so that files that did not change are not fixed again. On by default.",
)
@_option("--refresh", is_flag=True, help="Move digests whose tag has moved on.")
@_option(
    "--checksums/--no-checksums",
    default=None,
    help="Fetch what ADD names by a URL, and write its checksum there.",
)
@_option(
    "--context",
    metavar="DIR",
    callback=_folder,
    type=PathName(exists=True, file_okay=False),
    help="The build context.",
)
@_option("--target", metavar="STAGE", help="The stage that is built, if not the last.")
@_option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="The form of the report.",
)
@_option(
    "-o",
    "--output",
    metavar="FILE",
    type=PathName(dir_okay=False),
    help="Write the report to a file.",
)
@_option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes to work with; if not given, as many as help.",
)
@_option(
    "--stdin-filename",
    metavar="PATH",
    type=PathName(),
    help="With -, the path that the text belongs to.",
)
@_option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@_option("-v", "--verbose", is_flag=True, help="Say more.")
@_option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
def files(
    paths: tuple[str, ...],
    diff: bool,
    check: bool,
    form: str,
    output: str | None,
    jobs: int | None,
    stdin_filename: str | None,
    quiet: bool,
    verbose: bool,
    changed_since: str | None,
    staged: bool,
    since_baseline: str | None,
    write_baseline: str | None,
    cache: bool,
    **options: Any,
) -> int:
    """Rewrite Dockerfiles, in place, so that the images they build are hardened.

    Each PATH is a Dockerfile, a folder to search, or - for standard input, which is then printed
    with its changes. Without any, the current folder is searched.
    """
    from fixer.config import Wanted

    streamed = "-" in paths
    mode: Mode = "diff" if diff else "check" if check else "write"
    if streamed and len(paths) > 1:
        raise click.UsageError("- cannot be combined with other paths.")
    if stdin_filename is not None and not streamed:
        raise click.UsageError("--stdin-filename needs - as the only path.")
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose contradict each other.")
    if streamed and mode == "write" and form != "text" and not output:
        raise click.UsageError(
            f"with -, --format {form} needs --output: the text itself is printed."
        )

    if changed_since and staged:
        raise click.UsageError("--changed-since and --staged contradict each other.")
    if streamed and (changed_since or staged or since_baseline or write_baseline):
        raise click.UsageError("- is no file of a repository or of a baseline.")
    if write_baseline:
        if diff or since_baseline:
            raise click.UsageError("--write-baseline stands alone.")
        mode = "check"

    wanted = Wanted(**options)
    # Patches, or the new text, have standard output for themselves.
    prints = (diff and (form == "text" or bool(output))) or (streamed and mode == "write")
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
        elif output or not quiet:
            brief = prints and not output and not verbose
            report = _text(stream, done=mode == "write", details=verbose, brief=brief)
        if streamed:
            outcomes = _from_standard_input(stdin_filename, mode, wanted, look)
        else:
            # Lines that appear on the terminal one after the other show how far it is, too.
            quietly = not sys.stdout.isatty() or bool(output and not prints)
            outcomes = from_paths(
                paths or (os.curdir,), mode, jobs, wanted, quiet=quiet, verbose=verbose,
                bar=quietly and not quiet and sys.stderr.isatty(), look=look,
                scope=Scope(changed_since, staged, since_baseline, cache),
            )  # fmt: skip
        if write_baseline:
            outcomes = _into_baseline(outcomes, write_baseline)
        stack.enter_context(closing(outcomes))
        return follow(outcomes, report, patches=diff and prints, check=check, verbose=verbose)


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


class Scope(NamedTuple):
    """Which files of those that are found count, and what is known of them."""

    changed_since: str | None = None
    staged: bool = False
    baseline: str | None = None
    cache: bool = True


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
        raise click.BadParameter(str(error), param_hint="--output") from error


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
        bold=lambda text: click.style(text, bold=True),
        faint=lambda text: click.style(text, dim=True),
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


def say(line: str) -> None:
    """One line on standard error. It is looked up each time: a progress bar takes its place."""
    sys.stderr.write(line.rstrip("\n") + "\n")


@click.command("list")
def list_() -> None:
    """List the transforms."""
    from fixer.catalog import transforms

    width = max(map(len, transforms()), default=0)
    for name, transform in transforms().items():
        asked = " (on request)" if transform.on_request else ""
        click.echo(f"{name.ljust(width)}  {transform.summary}{asked}")


@click.command()
@click.argument("name", shell_complete=_matching)
def explain(name: str) -> None:
    """Explain the transform NAME, or what only a flag at run time can do: rootless, signing, …"""
    from fixer.catalog import example, transforms
    from fixer.config import UnknownName, known
    from fixer.facts.runtime import TOPICS
    from fixer.patch import unified

    if name.replace("-", "_") in TOPICS:
        summary, text = TOPICS[name.replace("-", "_")]
        click.echo(f"{name}: no file says it\n\n{summary}\n\n{text}")
        return
    try:
        (found,) = known([name])
    except UnknownName as error:
        others = ", ".join(TOPICS)
        raise click.UsageError(f"{error}; and no file can do: {others}") from error
    transform = transforms()[found]
    click.echo(f"{transform.name}\n\n{transform.doc.strip()}")
    if transform.on_request:
        click.echo(f"\nOn request: --extend-select {transform.name}")
    if transform.answers:
        click.echo(f"\nAnswers: {', '.join(transform.answers)}")
    shown = example(transform.name)
    if shown is not None:
        diff = unified(*shown).decode("utf-8", "replace")
        click.echo("\n" + "\n".join(diff.splitlines()[3:]))


class _Report(click.Command):
    """The command `report`, loaded when it is asked for."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:  # fmt: skip
        from fixer.cli_report import command

        return command().make_context(info_name, args, parent, **extra)


class _Verify(click.Command):
    """The command `verify`. It has many options, and is loaded when it is asked for."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:  # fmt: skip
        from fixer.cli_verify import command

        at = args.index("--") if "--" in args else len(args)
        made = command(tuple(args[at + 1 :]))
        return made.make_context(info_name, args[:at], parent, **extra)


class _PullRequests(click.Command):
    """The commands `pr` and `review`, loaded when they are asked for."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:  # fmt: skip
        from fixer import cli_pr

        made = cli_pr.command() if self.name == "pr" else cli_pr.review_command()
        return made.make_context(info_name, args, parent, **extra)


class _Own(click.Command):
    """A command with a module of its own, `fixer.cli_NAME`, loaded when it is asked for."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:  # fmt: skip
        from importlib import import_module

        made: click.Command = import_module(f"fixer.cli_{self.name}").command()
        return made.make_context(info_name, args, parent, **extra)


cli = _Commands(
    "fix",
    commands={
        "list": list_,
        "explain": explain,
        "verify": _Verify("verify", short_help="Build before and after, and compare."),
        "report": _Report("report", short_help="Write a page about a migration."),
        "pr": _PullRequests("pr", short_help="Propose the changes as pull requests."),
        "review": _PullRequests("review", short_help="Comment on a pull request."),
        "lsp": _Own("lsp", short_help="Serve an editor: diagnostics and quick fixes."),
        "fleet": _Own("fleet", short_help="Fix a whole data set on a Dask cluster."),
    },
)
