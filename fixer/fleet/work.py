"""What a worker does: it makes the part of a chunk.

A text may end the process that fixes it, for want of memory or by a fault in a library. Before each
row its number is noted in a file; a note that is left says where a worker ended. A row that ended
several workers gets a problem instead of being tried once more.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from fixer import __version__
from fixer.config import Config, ConfigError, Wanted
from fixer.deploy.kinds import kind_by_name, kind_by_text
from fixer.engine import Problem
from fixer.fleet.plan import COLUMNS, Chunk, FleetError
from fixer.fleet.rows import About, Origin, Part, Tally, row
from fixer.forge.model import ForgeError
from fixer.later import NamedTuple
from fixer.workspace.read import LIMIT, too_large
from fixer.workspace.run import Job, Outcome, fix_source

if TYPE_CHECKING:
    from fixer.engine import Options

#: The folder in the output for what is not done yet.
WORK = ".fixer-fleet"
#: A row that ended so many workers is not tried again.
DEATHS = 3
#: How many rows are read at once.
_BATCH = 64
#: Before the first row.
_BEGIN = -1


class Order(NamedTuple):
    """What all chunks of a run have in common."""

    #: The input and the output, as absolute paths.
    source: str
    output: str
    wanted: Wanted
    version: str = __version__


class ChunkError(Exception):
    """A chunk that nothing can be made of: the message says why."""


def make(chunk: Chunk, order: Order) -> Tally:
    """Make the part of a chunk. Raises ChunkError, FleetError and OSError."""
    if order.version != __version__:
        raise FleetError(f"a worker has version {__version__} of fix, and not {order.version}")
    attempt = _Attempt(order.output, chunk.part)
    temporary = os.path.join(order.output, WORK, f"{chunk.part}.{attempt.name}")
    about = About(order.source, chunk.digest)
    try:
        part = Part(temporary, about)
        try:
            if chunk.repository:
                _repository(chunk, order, attempt, part)
            else:
                _table(chunk, order, attempt, part)
            part.end()
        except BaseException:
            with suppress(Exception):
                part.give_up()
            raise
        os.replace(temporary, os.path.join(order.output, chunk.part))
    finally:
        with suppress(OSError):
            os.remove(temporary)
        attempt.end()
    return part.tally


class _Attempt:
    """One attempt at a part, and what others have left."""

    def __init__(self, output: str, part: str) -> None:
        self.name = f"{os.getpid()}-{uuid.uuid4().hex}"
        folder = os.path.join(output, WORK)
        os.makedirs(folder, exist_ok=True)
        self._ended: Counter[int] = Counter()
        for found in os.listdir(folder):
            if found.startswith(f"{part}.") and found.endswith(".at"):
                with suppress(OSError, ValueError), open(os.path.join(folder, found)) as stream:
                    self._ended[int(stream.read())] += 1
        self._path = os.path.join(folder, f"{part}.{self.name}.at")
        self._file = open(self._path, "xb", buffering=0)  # noqa: SIM115
        self.at(_BEGIN)

    def at(self, number: int) -> None:
        """Note the row that is next."""
        self._file.seek(0)
        self._file.write(b"%12d" % number)

    def hopeless(self, number: int) -> bool:
        """Whether a row has ended too many workers."""
        return self._ended[number] >= DEATHS

    def end(self) -> None:
        self._file.close()
        with suppress(OSError):
            os.remove(self._path)


def _table(chunk: Chunk, order: Order, attempt: _Attempt, part: Part) -> None:
    if attempt.hopeless(_BEGIN):
        raise ChunkError(f"{chunk.name}: to read row {chunk.first} ended {DEATHS} workers")
    # A text that lies nowhere: no configuration is for it, and nothing is known of its context.
    options = Config().options("", order.wanted)
    for number, (origin, source) in enumerate(_read(chunk)):
        attempt.at(number)
        if source is None:
            source, after, outcome = b"", b"", _problem("there is no text")
        elif len(source) > LIMIT:
            after, outcome = source, _problem(too_large(len(source)))
        elif attempt.hopeless(number):
            after, outcome = source, _problem(f"a defect of fix: it ended {DEATHS} workers")
        else:
            after, outcome = fixed(origin.path, source, options)
        part.add(row(origin, source, after, outcome))


def fixed(path: str, source: bytes, options: Options) -> tuple[bytes, Outcome]:
    """What becomes of a text that lies nowhere; `path` only says of what kind it is."""
    kind = kind_by_name(path) or kind_by_text(source)
    if kind is None:
        return source, _problem("it is no file that fix knows")
    job = Job("", options, kind=kind)
    asked = None
    if kind == "dockerfile" and not options.offline:
        from fixer.workspace.registries import ask

        try:
            asked = ask([job], source)
        except ConfigError as error:
            raise ChunkError(f"{error.path}: {error.reason}") from error
    outcome, after = fix_source(source, job, "check", asked)
    return after, outcome


def _read(chunk: Chunk) -> Iterator[tuple[Origin, bytes | None]]:
    """The rows of a chunk, a few at a time."""
    with pq.ParquetFile(chunk.file, buffer_size=1 << 20) as file:
        names = [name for name in COLUMNS if name in file.schema_arrow.names]
        at = 0
        for batch in file.iter_batches(_BATCH, [chunk.group], names, use_threads=False):
            begin, end = max(chunk.start - at, 0), min(chunk.start + chunk.rows - at, len(batch))
            if begin < end:
                yield from _rows(chunk, batch.slice(begin, end - begin), at + begin - chunk.start)
            at += len(batch)
            if at >= chunk.start + chunk.rows:
                return


def _rows(chunk: Chunk, batch: pa.RecordBatch, first: int) -> Iterator[tuple[Origin, bytes | None]]:
    values = {name: _bytes(batch.column(name)) for name in batch.schema.names}
    for number in range(len(batch)):
        said = {
            name: None if (value := column[number]) is None else value.decode("utf-8", "replace")
            for name, column in values.items()
            if name != "text"
        }
        path = said.get("path") or "Dockerfile"
        name = said.get("id") or said.get("path") or f"{chunk.name}#{chunk.first + first + number}"
        yield Origin(name, path, said.get("repository")), values["text"][number]


def _bytes(column: pa.Array) -> list[bytes | None]:
    """A column's values, and those that are no texts as they would be written."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)):
        # Nothing is looked at here: what says that it is UTF-8 need not be.
        column = column.cast(pa.large_string()).cast(pa.large_binary())
    values: list[bytes | None] = column.to_pylist()
    return values


def _repository(chunk: Chunk, order: Order, attempt: _Attempt, part: Part) -> None:
    from fixer.fleet.repositories import checkout
    from fixer.forge.secret import hidden

    shown = hidden(chunk.repository, None)
    reason = ""
    try:
        if attempt.hopeless(_BEGIN):
            raise ForgeError(f"to fetch it ended {DEATHS} workers")
        with checkout(chunk.repository, order.wanted) as files:
            for number, file in enumerate(files.files()):
                attempt.at(number)
                origin = Origin(f"{shown}:{file.path}", file.path, shown)
                if attempt.hopeless(number):
                    before = after = b""
                    outcome = _problem(f"a defect of fix: it ended {DEATHS} workers")
                else:
                    before, after, outcome = files.fix(file)
                part.add(row(origin, before, after, outcome, new=file.new))
    except ForgeError as error:
        reason = str(error)
    except ConfigError as error:
        raise ChunkError(f"{error.path}: {error.reason}") from error
    if reason:
        part.add(row(Origin(shown, "", shown), b"", b"", _problem(reason)), missing=True)


def _problem(reason: str) -> Outcome:
    return Outcome("", problem=Problem(reason), failure="read")
