"""The command `fix fleet`: arguments in, exit code out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from fixer import cli
from fixer.invocation import DONE, FAILED, end_in_order, say

if TYPE_CHECKING:
    from fixer.fleet.rows import Tally
    from fixer.fleet.run import Done

#: What these modules are missing from is the extra.
_EXTRA = ("cryptography", "dask", "distributed", "pyarrow", "tornado")


def command() -> click.Command:
    """The command `fleet`."""
    names = {"select", "extend_select", "ignore", "safety", "offline", "quiet"}
    shared = [each for each in cli.files.params if each.name in names]
    options: list[click.Parameter] = [
        click.Argument(["source"], metavar="INPUT", type=cli.PathName(exists=True)),
        cli.Option(
            ["-o", "--output"],
            metavar="DIR",
            required=True,
            type=cli.PathName(file_okay=False),
            help="Where the parts are written, as Parquet files. Those that are there and match "
            "are not made again.",
        ),
        cli.Option(
            ["--workers"],
            metavar="N",
            type=click.IntRange(min=1),
            help="Processes to work with on this machine; if not given, as many as it has "
            "processors.",
        ),
        cli.Option(
            ["--address"],
            metavar="URL",
            help="The Dask scheduler to work with instead, tls://… or tcp://…; its workers must "
            "see INPUT and DIR under the same names.",
        ),
        cli.Option(
            ["--rows"],
            metavar="N",
            type=click.IntRange(min=1),
            default=500,
            help="How many rows a part may have. Default: 500.",
        ),
    ]
    return click.Command(
        "fleet",
        callback=_fleet,
        params=[*options, *shared],
        options_metavar="[OPTIONS]",
        help="Fix a whole data set on a Dask cluster. INPUT is a Parquet file, or a folder of "
        "them, with the column text, and path, id and repository if there are any; or a list of "
        "repositories, one on a line, as git takes them. Each text becomes a row, with its patch "
        "and what was said of it. Registries are asked only with --online. A run that was ended "
        "goes on where it was.",
        epilog="Exit codes: 0 all is done, although rows may have problems; 2 wrong usage, some "
        "repository could not be had, or some part could not be made.",
    )


def _fleet(
    source: str,
    output: str,
    workers: int | None,
    address: str | None,
    rows: int,
    quiet: bool,
    offline: bool | None,
    **said: Any,
) -> int:
    """Have all parts made."""
    from fixer.config import Wanted

    if workers and address:
        raise click.UsageError("--workers is for this machine, and --address for another one.")
    try:
        from fixer.fleet.plan import FleetError
        from fixer.fleet.run import fleet
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise cli.Failure("this needs more: pip install 'dockerfile-fixer[fleet]'") from error
    end_in_order()
    wanted = Wanted(offline=offline is not False, **said)
    show = not quiet and sys.stderr.isatty()
    made = failed = 0
    plan = tally = None
    try:
        for plan, done in fleet(
            source, output, wanted, rows=rows, workers=workers, address=address,
            watch=_progress if show else lambda items, total: items,
        ):  # fmt: skip
            if done is None:
                tally = plan.tally
            elif done.failure:
                failed += 1
                say(f"{done.chunk.part}: error: {done.failure}")
            else:
                made += 1
                tally = tally.plus(done.tally) if tally else done.tally
    except FleetError as error:
        raise cli.Failure(str(error)) from error
    if not quiet and plan and tally:
        click.echo(_summary(tally, made, plan.there, failed))
    return FAILED if failed or (tally and tally.missing) else DONE


def _progress(items: Iterator[Done], total: int) -> Iterator[Done]:
    from fixer.report.progress import progress

    return progress(items, total)


def _summary(tally: Tally, made: int, there: int, failed: int) -> str:
    missing = f", {tally.missing:,} repositories not to be had" if tally.missing else ""
    parts = f"{made:,} parts made, {there:,} there already" + (
        f", {failed:,} failed" * bool(failed)
    )
    return (
        f"{tally.rows:,} rows: {tally.changed:,} changed by {tally.edits:,} edits, "
        f"{tally.skips:,} places left alone, {tally.problems:,} problems{missing}; {parts}"
    )
