"""TOML and INI files that nobody vouches for: read in bounded time, or refused.

The standard library reads both, but some texts in time by the square of their length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import configparser

#: A line of TOML with more dots may name a table within so many others.
_DOTS = 1000
#: An INI file may be so many characters long: each line that is none adds to one message.
_LONGEST = 128 * 1024


def toml(data: bytes) -> dict[str, Any]:
    """The values of a TOML file.

    Raises ValueError where it is not TOML, not UTF-8, or nested too deeply.
    """
    import tomllib

    if data.count(b".") > _DOTS and any(line.count(b".") > _DOTS for line in data.split(b"\n")):
        raise ValueError("its names have too many parts")
    try:
        return tomllib.loads(data.decode())
    except RecursionError as error:
        raise ValueError("its values are nested too deeply") from error


def ini(text: str, **options: Any) -> configparser.RawConfigParser:
    """An INI file, read by a parser with these options.

    Raises ValueError where it is none, or longer than such files are.
    """
    import configparser

    if len(text) > _LONGEST:
        raise ValueError("it is too long")
    parser = configparser.RawConfigParser(**options)
    try:
        parser.read_string(text)
    except (configparser.Error, RecursionError) as error:
        raise ValueError(str(error)) from error
    return parser
