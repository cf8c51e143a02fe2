"""Values of an application's own settings: INI, JSON, YAML and TOML files, taken flat."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from typing import Any

from fixer.formats import ini, toml
from fixer.later import NamedTuple, regex

#: Longer files are not read, in bytes; nor more values of one file.
_LONGEST = 32 * 1024
_MOST = 2000
#: Values that name others are followed this far.
_HOPS = 4

SUFFIXES = (".ini", ".cfg", ".conf", ".json", ".yaml", ".yml", ".toml")


class Setting(NamedTuple):
    key: str
    value: str
    #: It is the file of a handler of Python's logging.
    log: bool = False


def settings(path: str, data: bytes) -> list[Setting] | None:
    """The texts of a file, by their last key; None where it cannot be read."""
    if len(data) > _LONGEST:
        return None
    text = data.decode("utf-8", "replace")
    suffix = posixpath.splitext(path)[1]
    if suffix in (".ini", ".cfg", ".conf"):
        return _ini(text)
    if suffix == ".json":
        tree = _json(text)
    elif suffix == ".toml":
        tree = _toml(text)
    else:
        tree = _yaml(text)
    return None if tree is None else list(_flat(tree))


def _ini(text: str) -> list[Setting] | None:
    try:
        parser = ini(text, strict=False, allow_no_value=True)
    except ValueError:
        return None
    out = []
    for section in ["DEFAULT", *parser.sections()]:
        values = dict(list(parser.items(section))[:_MOST])
        for key, value in values.items():
            if value is not None:
                out.append(Setting(key, _with_others(value, values)))
    return out[:_MOST]


_OTHER = regex(r"%\((\w+)\)s|\$\{(\w+)\}")


def _with_others(value: str, values: dict[str, str]) -> str:
    """A value with those of its section put in that it names: `%(home)s/data`."""
    for _ in range(_HOPS if "%(" in value or "${" in value else 0):
        value = _OTHER.sub(lambda o: values.get((o[1] or o[2]).lower()) or o[0], value)
        if len(value) > _LONGEST:
            break
    return value


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _toml(text: str) -> Any:
    try:
        return toml(text.encode())
    except ValueError:
        return None


def _yaml(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None


def _flat(tree: Any) -> Iterator[Setting]:
    pending: list[tuple[str, Any, bool]] = [("", tree, False)]
    left = _MOST  # an alias may stand for a whole that holds aliases
    while pending and left:
        left -= 1
        key, value, log = pending.pop()
        if isinstance(value, dict):
            handler = str(value.get("class", "")).endswith("FileHandler")
            for name, inner in list(value.items())[:_MOST]:
                pending.append((str(name), inner, handler and name == "filename"))
        elif isinstance(value, list):
            pending += [(key, inner, False) for inner in value[:_MOST]]
        elif isinstance(value, str):
            yield Setting(key, value, log)


def log_files(text: str) -> list[str] | None:
    """The files that a configuration of `logging.config.fileConfig` logs to; None where that is
    not said in plain words."""
    import ast

    try:
        parser = ini(text, strict=False)
    except ValueError:
        return None
    out = []
    for section in parser.sections():
        kind = parser.get(section, "class", fallback="")
        if not section.startswith("handler_") or not kind.endswith("FileHandler"):
            continue
        try:
            arguments = ast.literal_eval(parser.get(section, "args", fallback="()"))
            named = ast.literal_eval(parser.get(section, "kwargs", fallback="{}"))
            path = arguments[0] if arguments else named["filename"]
        except (ValueError, SyntaxError, LookupError, TypeError, RecursionError, MemoryError):
            return None
        if not isinstance(path, str):
            return None
        out.append(path)
    return out
