"""The command `fix verify`: arguments in, exit code out."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from functools import partial
from typing import Any

import click

from fixer import cli
from fixer.invocation import FAILED, ask_registries, end_in_order, opened, say, writer


def _commands(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> Any:
    import shlex

    try:
        return tuple(tuple(shlex.split(each)) for each in value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from error


def _requests(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> Any:
    requests = []
    for each in value:
        port, slash, path = each.partition("/")
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise click.BadParameter(f"{each!r} is not PORT[/PATH]", ctx, parameter)
        if not path.isascii() or not path.isprintable() or " " in path:
            raise click.BadParameter("the path must be as in a URL", ctx, parameter)
        requests.append((int(port), slash + path or "/"))
    return tuple(requests)


def command(more: tuple[str, ...]) -> click.Command:
    """The command `verify`; `more` are further arguments for the builder."""
    from fixer.config import Wanted

    named = {*Wanted._fields, "paths", "output", "quiet", "verbose", "version"}
    shared = [each for each in cli.files.params if each.name in named]

    def several(flag: str, name: str, metavar: str, help: str, **extra: Any) -> click.Option:
        return cli.Option([flag, name], metavar=metavar, multiple=True, help=help, **extra)

    options: list[click.Parameter] = [
        cli.Option(["--write"], is_flag=True, help="Write what verified."),
        cli.Option(
            ["--builder", "builder_name"],
            type=click.Choice(["docker", "podman", "buildah"]),
            help="What builds; if not given, the first of these that works.",
        ),
        cli.Option(
            ["--service"], metavar="NAME", help="The Compose service or Bake target to build."
        ),
        several("--build-arg", "args", "NAME=VALUE", "A build argument."),
        several("--secret", "secrets", "id=NAME,src=FILE", "A build secret."),
        several("--ssh", "ssh", "ID", "An SSH agent for the build."),
        several("--build-context", "contexts", "NAME=DIR", "A further build context."),
        cli.Option(["--platform"], metavar="NAME", help="The platform to build for."),
        cli.Option(["--network"], metavar="NAME", help="The builds' network."),
        several(
            "--run",
            "commands",
            "COMMAND",
            callback=_commands,
            help="Run this in both images: same exit code, same output. '' is the image's own "
            "command.",
        ),
        several(
            "--http",
            "requests",
            "PORT[/PATH]",
            callback=_requests,
            help="Start both images and ask: same status.",
        ),
        cli.Option(
            ["--health/--no-health"], default=True, help="Whether the image's health check counts."
        ),
        cli.Option(
            ["--run-network"],
            metavar="NAME",
            help="The containers' network; if not given, none, or for --http without root the "
            "default one, with the port published on 127.0.0.1 only.",
        ),
        several("--run-arg", "run_args", "ARGUMENT", "A further argument for running a container."),
        cli.Option(
            ["--wait"],
            metavar="SECONDS",
            type=click.FloatRange(min=1),
            default=60.0,
            help="How long a command may take, or an answer. Default: 60.",
        ),
        cli.Option(
            ["--timeout"],
            metavar="SECONDS",
            type=click.FloatRange(min=1),
            default=3600.0,
            help="How long each build may take. Default: 3600.",
        ),
        cli.Option(
            ["--max-builds"],
            metavar="N",
            type=click.IntRange(min=2),
            default=20,
            help="How many images are built at most to find what is to blame. Default: 20.",
        ),
        cli.Option(["--keep"], is_flag=True, help="Keep the images, and say their names."),
        cli.Option(
            ["--logs"],
            metavar="DIR",
            type=cli.PathName(exists=True, file_okay=False),
            help="Where logs of failed builds go; if not given, where temporary files do.",
        ),
        cli.Option(
            ["--format", "form"],
            type=click.Choice(["text", "json", "markdown"]),
            default="text",
            help="The form of the report.",
        ),
    ]
    return click.Command(
        "verify",
        callback=partial(_verify, more),
        params=[*shared, *options],
        options_metavar="[OPTIONS]",
        help="Build each Dockerfile before and after, compare and run the images, and drop the "
        "edits that fail. Nothing is written without --write. What stands after -- is given to "
        "the builder.",
        epilog="Exit codes: 0 all of it verified; 1 some edits had to be dropped (0 with --write: "
        "the rest was written); 2 wrong usage, or nothing could be verified.",
    )


def _verify(
    more: tuple[str, ...],
    paths: tuple[str, ...],
    output: str | None,
    quiet: bool,
    verbose: bool,
    **said: Any,
) -> int:
    """Verify one Dockerfile after the other."""
    from fixer.config import Wanted
    from fixer.verify.run import Failed, Settings, run
    from fixer.workspace.plan import plan

    if "-" in paths:
        raise click.UsageError("- cannot be verified: give the Dockerfile's path.")
    end_in_order()
    form, write = said.pop("form"), said.pop("write")
    settings = Settings(more=more, **{name: said.pop(name) for name in Settings._fields[1:]})
    made = plan(paths or (os.curdir,), Wanted(**said))
    show = verbose or (sys.stderr.isatty() and not quiet)
    with ExitStack() as stack:
        stream = stack.enter_context(opened(output)) if output else sys.stdout
        tell = writer(stream) if output or not quiet or form != "text" else lambda _: None
        plain = not stream.isatty() or bool(os.environ.get("NO_COLOR"))
        try:
            return run(
                made.jobs, ask_registries(made.jobs), settings, form, tell, say,
                write=write, show=show, plain=plain,
            )  # fmt: skip
        except Failed as error:
            from fixer.report.text import shown

            say(f"fix: error: {shown(str(error))}")
            return FAILED
