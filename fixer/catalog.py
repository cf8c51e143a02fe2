"""The transforms: how one is declared, and how they are found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from fixer.edit import Edit, Skip


class Transform(NamedTuple):
    """One rewrite. Its name is its file's name, its documentation the file's docstring."""

    name: str
    #: The checks of other tools that it satisfies: DL3015, CKV_DOCKER_7, …
    answers: tuple[str, ...]
    doc: str
    #: Takes a Stage where `whole` is false, a Document where it is true.
    run: Callable[[Any], Iterator[Edit | Skip]]
    whole: bool

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.doc.partition("\n")[0]


def transform(
    *, answers: tuple[str, ...] | list[str] = ()
) -> Callable[[Callable[[Any], Iterator[Edit | Skip]]], Transform]:
    """Declare the generator below as the transform of its module.

    It is called for every stage; or once, for the document, if its argument is named `document`.
    """

    def declare(run: Callable[[Any], Iterator[Edit | Skip]]) -> Transform:
        module = sys.modules[run.__module__]
        name = run.__module__.rpartition(".")[2]
        whole = run.__code__.co_varnames[0] == "document"
        doc = (module.__doc__ or "").strip()
        return Transform(name, tuple(answers), doc, run, whole)

    return declare


@cache
def transforms() -> Mapping[str, Transform]:
    """All transforms by name, in alphabetical order."""
    import importlib
    import pkgutil

    package = importlib.import_module("fixer.transforms")
    found: dict[str, Transform] = {}
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
        loaded = importlib.import_module(f"fixer.transforms.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, Transform):
                found[value.name] = value
    return found


def example(name: str) -> tuple[bytes, bytes] | None:
    """Before and after of the shortest of a transform's golden cases, or None."""
    import importlib
    from pathlib import Path

    # beside the transforms, in a checkout as in an installation
    package = importlib.import_module("fixer.transforms")
    folder = Path(package.__path__[0]).parent / "cases" / name
    pairs = []
    for after in folder.glob("*.fixed.Dockerfile"):
        before = after.with_name(after.name.replace(".fixed.", ".")).read_bytes()
        if ".unsafe." not in after.name and b"escape" not in before:
            pairs.append((before, after.read_bytes()))
    return min(pairs, key=lambda pair: (len(pair[0]), pair), default=None)
