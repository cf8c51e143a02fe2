"""A bar on the terminal, for a run that takes its time."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable
from contextlib import ExitStack
from typing import TypeVar

Item = TypeVar("Item")

#: A run that is over before this many seconds shows nothing.
_PATIENCE = 2.0
#: Seconds between two pictures of the bar.
_REFRESH = 0.1


def progress(items: Iterable[Item], total: int) -> Generator[Item, None, None]:
    """`items` as they come; after a while with a bar on standard error, which must be a terminal.

    The bar is drawn between two items and by no thread of its own: a process may still be forked.
    """
    start = last = time.monotonic()
    bar = None
    with ExitStack() as stack:
        for done, item in enumerate(items, 1):
            yield item
            now = time.monotonic()
            if bar is None and now - start > _PATIENCE and done < total:
                from rich.console import Console
                from rich.progress import MofNCompleteColumn, Progress

                bar = stack.enter_context(
                    Progress(
                        *Progress.get_default_columns(),
                        MofNCompleteColumn(),
                        console=Console(stderr=True),
                        auto_refresh=False,
                        transient=True,
                        redirect_stdout=False,
                        redirect_stderr=True,
                    )
                )
                task = bar.add_task("fixing", total=total)
            if bar is not None and now - last > _REFRESH:
                last = now
                bar.update(task, completed=done, refresh=True)
