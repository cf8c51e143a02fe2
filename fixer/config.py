"""Configuration: `[tool.fixer]` in `pyproject.toml`, or `.fixer.toml`, above a Dockerfile.

It may be anybody's. It is data: nothing it says is executed, and it names no folder outside of its
own repository.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fixer.later import NamedTuple
from fixer.workspace.read import ReadError, read

if TYPE_CHECKING:
    from pathlib import Path

    from fixer.dockerfile.policy import Policy
    from fixer.edit import Safety
    from fixer.engine import Options
    from fixer.workspace.gitignore import Rules

_OWN = ".fixer.toml"
_SHARED = "pyproject.toml"


class ConfigError(Exception):
    """A configuration that cannot be used: `path` is its file, the message says what and where."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class UnknownName(ValueError):
    """A name that no transform bears."""


class Wanted(NamedTuple):
    """What the command line asks for. None where it says nothing; what it says wins."""

    select: frozenset[str] | None = None
    extend_select: frozenset[str] | None = None
    ignore: frozenset[str] | None = None
    safety: Safety | None = None
    offline: bool | None = None
    context: Path | None = None
    target: str | None = None
    refresh: bool = False
    checksums: bool | None = None


class Config(NamedTuple):
    """What one file says, or nothing at all."""

    #: The real path of the folder that the file lies in: patterns and paths are relative to it.
    folder: str = ""
    select: frozenset[str] | None = None
    extend_select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    safety: Safety | None = None
    offline: bool | None = None
    context: Path | None = None
    target: str | None = None
    checksums: bool | None = None
    exclude: Rules | None = None
    per_file_ignores: tuple[tuple[Rules, frozenset[str]], ...] = ()
    approved_bases: tuple[str, ...] = ()
    replace_bases: tuple[tuple[str, str], ...] = ()
    #: Images that manifests name, each with the real path of the Dockerfile that it is built from.
    images: tuple[tuple[str, str], ...] = ()

    def excludes(self, path: str) -> bool:
        """Whether a Dockerfile of this real path is not to be looked for."""
        return self.exclude is not None and self.exclude.covers(self._parts(path))

    def options(self, path: str, wanted: Wanted) -> Options:
        """What to do to the Dockerfile of this real path.

        A name that the command line selects is no longer ignored everywhere; what is ignored for
        single files stays so.
        """
        for_file: frozenset[str] = frozenset()
        for rules, names in self.per_file_ignores:
            if rules.covers(self._parts(path)):
                for_file |= names
        return _options(self, wanted, for_file)

    def _parts(self, path: str) -> list[str]:
        return os.path.relpath(path, self.folder).split(os.sep)


@lru_cache(maxsize=64)
def _options(config: Config, wanted: Wanted, for_file: frozenset[str]) -> Options:
    """Most files have the same options; they are made once."""
    from fixer.edit import Safety
    from fixer.engine import Options

    nothing: frozenset[str] = frozenset()
    named = (wanted.select or nothing) | (wanted.extend_select or nothing)
    ignore = (config.ignore - named) | (wanted.ignore or nothing)
    return Options(
        select=config.select if wanted.select is None else wanted.select,
        extend_select=(config.extend_select if wanted.select is None else nothing)
        | (wanted.extend_select or nothing),
        ignore=ignore | for_file,
        safety=wanted.safety or config.safety or Safety.HARDENING,
        offline=bool(config.offline if wanted.offline is None else wanted.offline),
        context=wanted.context or config.context,
        target=wanted.target or config.target,
        refresh=wanted.refresh,
        checksums=bool(config.checksums if wanted.checksums is None else wanted.checksums),
        bases=_policy(config),
    )


def _policy(config: Config) -> Policy | None:
    if not config.approved_bases and not config.replace_bases:
        return None
    from fixer.dockerfile.policy import Policy

    return Policy(config.approved_bases, config.replace_bases)


class Configs:
    """The configuration of any folder: the nearest file upward, up to the repository's root."""

    def __init__(self, marks: Mapping[str, Collection[str]] | None = None) -> None:
        """`marks` are names that are known to be in some folders: see `find.Search.marks`."""
        self._known: dict[str, Config | ConfigError] = {}
        self._marks = marks or {}

    def of(self, folder: str) -> Config:
        """The configuration that holds in `folder`, a real path. Raises ConfigError."""
        passed = []
        config: Config | ConfigError = _NONE
        while True:
            if folder in self._known:
                config = self._known[folder]
                break
            passed.append(folder)
            own: Config | ConfigError | None = None
            marks = self._marks.get(folder)
            if marks is None or _OWN in marks or _SHARED in marks:
                try:
                    own = _read_folder(folder)
                except ConfigError as error:
                    own = error
            above = os.path.dirname(folder)
            if own is not None or above == folder or _is_repository(folder, marks):
                config = own or _NONE
                break
            folder = above
        for each in passed:
            self._known[each] = config
        if isinstance(config, ConfigError):
            raise config
        return config


_NONE = Config()


def _is_repository(folder: str, marks: Collection[str] | None) -> bool:
    return os.path.lexists(os.path.join(folder, ".git")) if marks is None else ".git" in marks


def known(names: Iterable[str]) -> frozenset[str]:
    """`names` as a set, if there is a transform for each. Raises UnknownName.

    A hyphen stands for an underscore.
    """
    from fixer.catalog import transforms

    available = transforms()
    found = set()
    for name in names:
        plain = name.strip().replace("-", "_")
        if plain not in available:
            raise UnknownName(f"no transform is named {name!r}{_meant(plain, available)}")
        found.add(plain)
    return frozenset(found)


def _meant(name: str, available: Collection[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, available)
    return f"; did you mean {' or '.join(map(repr, close))}?" if close else ""


def _read_folder(folder: str) -> Config | None:
    """The configuration in this folder itself. Raises ConfigError."""
    for name in (_OWN, _SHARED):
        path = os.path.join(folder, name)
        if not os.path.lexists(path):
            continue
        try:
            text = read(path, follow=True)
        except ReadError as error:
            raise ConfigError(path, str(error)) from error
        if name == _SHARED and b"tool.fixer" not in text:
            continue
        values = table(path, text)
        if name == _OWN and "tool" not in values:
            return _config(path, folder, values, "")
        tool = values.get("tool")
        if isinstance(tool, dict) and "fixer" in tool:
            return _config(path, folder, tool["fixer"], "tool.fixer")
        if name == _OWN:
            raise ConfigError(path, '"tool" has no table "fixer"')
    return None


def table(path: str, text: bytes) -> dict[str, Any]:
    """The values of a TOML file. Raises ConfigError."""
    from fixer.formats import toml

    try:
        return toml(text)
    except ValueError as error:
        raise ConfigError(path, f"it is not TOML: {error}") from error


def _config(path: str, folder: str, table: object, name: str) -> Config:
    return _Reader(path, folder, name).config(table)


class _Reader:
    """Takes a table's values one by one, and says exactly which one is wrong."""

    def __init__(self, path: str, folder: str, table: str) -> None:
        self._path = path
        self._folder = folder
        self._table = table

    def config(self, table: object) -> Config:
        readers: Mapping[str, Any] = {
            "select": self._transforms,
            "extend-select": self._transforms,
            "ignore": self._transforms,
            "safety": self._safety,
            "offline": self._boolean,
            "checksums": self._boolean,
            "context": self._context,
            "target": self._text,
            "exclude": self._exclude,
            "per-file-ignores": self._per_file_ignores,
            "approved-bases": self._approved_bases,
            "replace-bases": self._replace_bases,
            "images": self._images,
        }
        values = {}
        for key, value in self._mapping("", table).items():
            if key == "registry":
                raise self._error(key, "is read from your own configuration alone: see the README")
            if key not in readers:
                raise self._error(key, f"is not known{_meant(key, readers)}")
            values[key.replace("-", "_")] = readers[key](key, value)
        return Config(folder=self._folder, **values)

    def _error(self, key: str, reason: str) -> ConfigError:
        name = f"{self._table}.{key}".strip(".")
        return ConfigError(self._path, f"{name} {reason}")

    def _mapping(self, key: str, value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise self._error(key, "must be a table")
        return value

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value or "\0" in value:
            raise self._error(key, "must be a text that is not empty")
        return value

    def _boolean(self, key: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self._error(key, "must be true or false")
        return value

    def _texts(self, key: str, value: object) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._error(key, "must be a list of texts")
        return value

    def _transforms(self, key: str, value: object) -> frozenset[str]:
        try:
            return known(self._texts(key, value))
        except UnknownName as error:
            raise self._error(key, f"is wrong: {error}") from error

    def _safety(self, key: str, value: object) -> Safety:
        from fixer.edit import Safety

        levels = {level.name.lower(): level for level in Safety}
        if not isinstance(value, str) or value not in levels:
            raise self._error(key, f"must be one of {', '.join(map(repr, levels))}")
        return levels[value]

    def _exclude(self, key: str, value: object) -> Rules:
        from fixer.workspace.gitignore import Rules

        return Rules(self._texts(key, value))

    def _per_file_ignores(self, key: str, value: object) -> Any:
        from fixer.workspace.gitignore import Rules

        return tuple(
            (Rules([pattern]), self._transforms(f'{key}."{pattern}"', names))
            for pattern, names in self._mapping(key, value).items()
        )

    def _approved_bases(self, key: str, value: object) -> tuple[str, ...]:
        return tuple(self._repository(key, each) for each in self._texts(key, value))

    def _replace_bases(self, key: str, value: object) -> tuple[tuple[str, str], ...]:
        out = []
        for before, after in self._mapping(key, value).items():
            place = f'{key}."{before}"'
            pair = [self._repository(place, each, True) for each in (before, after)]
            if pair[0].endswith("*") != pair[1].endswith("*"):
                raise self._error(place, "must have a '*' on both sides, or on none")
            out.append((pair[0], pair[1]))
        # what says more of a name comes first
        return tuple(sorted(out, key=lambda pair: (-len(pair[0]), pair)))

    def _images(self, key: str, value: object) -> tuple[tuple[str, str], ...]:
        from fixer.dockerfile.reference import parse_reference

        out = []
        for image, path in self._mapping(key, value).items():
            place = f'{key}."{image}"'
            if parse_reference(image) is None:
                raise self._error(place, "is no image")
            real = os.path.realpath(os.path.join(self._folder, self._text(place, path)))
            if os.path.commonpath([real, self._folder]) != self._folder:
                raise self._error(place, f"must lie within {self._folder}")
            if not os.path.isfile(real):
                raise self._error(place, f"must be a Dockerfile, and {path!r} is none")
            out.append((image, real))
        return tuple(out)

    def _repository(self, key: str, value: object, last_only: bool = False) -> str:
        from fixer.dockerfile.policy import repository_pattern

        try:
            return repository_pattern(self._text(key, value), last_only)
        except ValueError as error:
            raise self._error(key, f"is wrong: {error}") from error

    def _context(self, key: str, value: object) -> Path:
        from pathlib import Path

        from fixer.workspace.find import repository

        folder = os.path.realpath(os.path.join(self._folder, self._text(key, value)))
        tree = repository(self._folder) or self._folder
        if os.path.commonpath([folder, tree]) != tree:
            raise self._error(key, f"must lie within {tree}")
        if not os.path.isdir(folder):
            raise self._error(key, f"must be a folder, and {value!r} is none")
        return Path(folder)
