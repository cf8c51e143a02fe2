"""Many repositories, one after the other: one that fails costs no other, and a run that was ended
goes on where it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress

from fixer.forge.bot import Done
from fixer.forge.model import ForgeError


class Progress:
    """A file with the addresses of the repositories that are done, one on a line.

    It is written to as each is done, and taken away when all are.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path
        self.done: set[str] = set()
        if path is not None:
            with suppress(FileNotFoundError), open(path, encoding="utf-8") as stream:
                self.done = {line.strip() for line in stream if line.strip()}

    def add(self, address: str) -> None:
        """Remember one. Raises OSError."""
        self.done.add(address)
        if self._path is not None:
            with open(self._path, "a", encoding="utf-8") as stream:
                stream.write(address + "\n")
                stream.flush()
                os.fsync(stream.fileno())

    def finish(self) -> None:
        """Forget all: the next run begins anew."""
        if self._path is not None:
            with suppress(FileNotFoundError):
                os.remove(self._path)


def addresses(lines: Iterable[str]) -> list[str]:
    """The repositories of a list: one on a line; empty lines and comments (#) are none."""
    found = (line.strip() for line in lines)
    return list(dict.fromkeys(line for line in found if line and not line.startswith("#")))


def each(
    wanted: Iterable[str], progress: Progress, propose: Callable[[str], Iterator[Done]]
) -> Generator[Done, None, None]:
    """What became of every repository that is not done yet."""
    failed = False
    for address in wanted:
        if address in progress.done:
            continue
        complete = True
        try:
            for done in propose(address):
                complete = complete and done.action != "failed"
                yield done
        except ForgeError as error:
            complete = False
            yield Done(_shown(address), "failed", reason=str(error))
        except Exception as error:  # a defect of ours must not cost the other repositories
            complete = False
            yield Done(_shown(address), "failed", reason=f"{type(error).__name__}: {error}")
        if complete:
            progress.add(address)
        failed = failed or not complete
    if not failed:
        progress.finish()


def _shown(address: str) -> str:
    from fixer.forge.secret import hidden

    return hidden(address, None)
