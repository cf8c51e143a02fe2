"""The chunks of an input, each with a digest of all that its part depends on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from fixer import __version__
from fixer.config import Wanted
from fixer.later import NamedTuple

_PARQUET = b"PAR1"
#: What the columns may be called. `text` there must be.
COLUMNS = ("id", "repository", "path", "text")


class FleetError(Exception):
    """What ends the run: the message says why."""


class Chunk(NamedTuple):
    """Some rows of a Parquet file, or a repository."""

    #: Its place in the input.
    number: int
    digest: str
    #: The Parquet file, and its name below the input.
    file: str = ""
    name: str = ""
    #: The row group, and the rows of it.
    group: int = 0
    start: int = 0
    rows: int = 0
    #: The number of its first row in the file.
    first: int = 0
    repository: str = ""

    @property
    def part(self) -> str:
        """The name of the file that it becomes."""
        return f"part-{self.number:06d}-{self.digest[:16]}.parquet"


def chunks(source: str, wanted: Wanted, rows: int) -> Iterator[Chunk]:
    """The chunks of `source`: a Parquet file, a folder of such files, or a list of repositories.

    Each has at most so many `rows`. Of Parquet files only what they say of themselves is read.
    Raises FleetError and OSError.
    """
    if os.path.isdir(source):
        files = list(_parquet_files(source))
        if not files:
            raise FleetError(f"there is no Parquet file (*.parquet) in {source}")
        yield from _tables(files, source, wanted, rows)
    else:
        with open(source, "rb") as stream:
            parquet = stream.read(len(_PARQUET)) == _PARQUET
        if parquet:
            yield from _tables([source], os.path.dirname(source), wanted, rows)
        else:
            yield from _repositories(source, wanted)


def _parquet_files(folder: str) -> Iterator[str]:
    """As other readers of data sets do, what begins with a dot or a `_` is passed over."""
    for at, below, found in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith((".", "_")))
        for name in sorted(found):
            if name.endswith(".parquet") and not name.startswith((".", "_")):
                yield os.path.join(at, name)


def _tables(files: list[str], folder: str, wanted: Wanted, rows: int) -> Iterator[Chunk]:
    number = 0
    for path in files:
        name = os.path.relpath(path, folder or os.curdir)
        try:
            with pq.ParquetFile(path) as file:
                _check(path, file.schema_arrow)
                counts = [
                    file.metadata.row_group(each).num_rows for each in range(file.num_row_groups)
                ]
        except pa.ArrowException as error:
            raise FleetError(f"{path} is no Parquet file that can be read: {error}") from error
        stat = os.stat(path)
        state = f"{stat.st_size} {stat.st_mtime_ns}"
        first = 0
        for group, count in enumerate(counts):
            for start in range(0, count, rows):
                taken = min(rows, count - start)
                digest = _digest(wanted, name, state, f"{group} {start} {taken}")
                yield Chunk(
                    number, digest, os.path.abspath(path), name, group, start, taken, first + start
                )
                number += 1
            first += count


def _check(path: str, schema: pa.Schema) -> None:
    if "text" not in schema.names:
        raise FleetError(f"{path} has no column named text, but {', '.join(schema.names)}")
    for name in COLUMNS:
        if schema.names.count(name) > 1:
            raise FleetError(f"{path} has several columns named {name}")
    kind = schema.field("text").type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary,
             pa.types.is_large_binary)  # fmt: skip
    if not any(is_one(kind) for is_one in texts):
        raise FleetError(f"{path}: the column text holds {kind}, and neither string nor binary")


def _repositories(path: str, wanted: Wanted) -> Iterator[Chunk]:
    from fixer.forge.many import addresses

    try:
        with open(path, encoding="utf-8") as stream:
            listed = addresses(stream)
    except UnicodeDecodeError as error:
        raise FleetError(f"{path} is neither a Parquet file nor a list in UTF-8") from error
    if not listed:
        raise FleetError(f"{path} names no repository")
    for number, address in enumerate(listed):
        where = os.path.abspath(address) if os.path.isdir(address) else address
        yield Chunk(number, _digest(wanted, where), repository=where)


def _digest(wanted: Wanted, *parts: str) -> str:
    asked = [sorted(each) if isinstance(each, frozenset) else each for each in wanted]
    text = "\0".join([__version__, repr(asked), *parts])
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
