"""The command `fix report`: arguments in, exit code out."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing
from typing import Any

import click

from fixer import cli
from fixer.invocation import follow, from_paths, opened, writer


def command() -> click.Command:
    """The command `report`."""
    from fixer.config import Wanted

    names = {"paths", "output", "jobs", "quiet", "verbose", *Wanted._fields}
    shared = [each for each in cli.files.params if each.name in names]
    write = cli.Option(["--write"], is_flag=True, help="Rewrite the files, too.")
    return click.Command(
        "report",
        callback=_report,
        params=[*shared, write],
        options_metavar="[OPTIONS]",
        help="Write a page about a migration: what changes where, what is left, and why, with "
        "figures, charts and each file's diff, in one HTML file that needs nothing else. The "
        "Dockerfiles are not written without --write.",
        epilog="Exit codes: 0 done; 2 wrong usage, or some file could not be read, parsed or "
        "written.",
    )


def _report(
    paths: tuple[str, ...],
    output: str | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
    write: bool,
    **said: Any,
) -> int:
    """Fix all files, in place or not, and write the page."""
    from fixer.config import Wanted
    from fixer.report.migration import Page, look

    if "-" in paths:
        raise click.UsageError("- is no migration: give files or folders.")
    if output is None and sys.stdout.isatty():
        raise click.UsageError("-o FILE is needed, or a standard output that is no terminal.")
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose contradict each other.")
    with ExitStack() as stack:
        stream = stack.enter_context(opened(output)) if output else sys.stdout
        page = Page(writer(stream), done=write)
        outcomes = from_paths(
            paths or (os.curdir,), "write" if write else "check", jobs, Wanted(**said),
            quiet=quiet, verbose=verbose, bar=not quiet and sys.stderr.isatty(), look=look,
        )  # fmt: skip
        stack.enter_context(closing(outcomes))
        return follow(outcomes, page, patches=False, check=False, verbose=verbose)
