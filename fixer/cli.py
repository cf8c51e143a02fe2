"""The command `fix`: arguments in, exit code out."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from fixer import __version__, invocation
from fixer.invocation import BROKEN_PIPE, DONE, FAILED, Invocation, Scope, fix_files
from fixer.later import later

later("inspect")  # six milliseconds, for what click does not do here
import click  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from fixer.edit import Safety

#: The forms of the report. `fixer.report.forms` makes them.
FORMATS = ["text", "json", "sarif", "github", "gitlab", "rdjson", "markdown", "junit"]


def run() -> int:
    """Run the command with the process's arguments, and give the exit code."""
    try:
        code: int = cli.main(prog_name="fix", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return FAILED
    except click.Abort as error:
        raise KeyboardInterrupt from error
    return code


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
        except invocation.Failure as error:
            raise Failure(str(error)) from error
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
    if streamed and len(paths) > 1:
        raise click.UsageError("- cannot be combined with other paths.")
    if stdin_filename is not None and not streamed:
        raise click.UsageError("--stdin-filename needs - as the only path.")
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose contradict each other.")
    if streamed and not (diff or check) and form != "text" and not output:
        raise click.UsageError(
            f"with -, --format {form} needs --output: the text itself is printed."
        )

    if changed_since and staged:
        raise click.UsageError("--changed-since and --staged contradict each other.")
    if streamed and (changed_since or staged or since_baseline or write_baseline):
        raise click.UsageError("- is no file of a repository or of a baseline.")
    if write_baseline and (diff or since_baseline):
        raise click.UsageError("--write-baseline stands alone.")
    scope = Scope(changed_since, staged, since_baseline, cache)
    return fix_files(
        Invocation(
            paths or (os.curdir,), Wanted(**options), diff, check, form, output, jobs,
            stdin_filename, quiet, verbose, scope, write_baseline,
        )
    )  # fmt: skip


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
