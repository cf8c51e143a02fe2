"""The transforms: how one is declared, and how they are found."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from fixer.later import NamedTuple


class Transform(NamedTuple):
    """One rewrite. Its name is its file's name, its documentation the file's docstring."""

    name: str
    #: The checks of other tools that it satisfies: DL3015, CKV_DOCKER_7, …
    answers: tuple[str, ...]
    doc: str
    #: Takes a Stage where `whole` is false, a Document where it is true; for files beside a
    #: Dockerfile, a place of theirs. Gives edits and skips.
    run: Callable[[Any], Iterator[Any]]
    whole: bool
    #: The words of which a file must hold one; none where it is run on every file.
    needs: frozenset[str] = frozenset()
    #: What must be given for it to be run: options' names, or `registry`.
    given: frozenset[str] = frozenset()
    #: Whether it is run only where its name is asked for.
    on_request: bool = False

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.doc.partition("\n")[0]


def transform(
    *,
    answers: Iterable[str] = (),
    needs: Iterable[str] = (),
    given: Iterable[str] = (),
    on_request: bool = False,
) -> Callable[[Callable[[Any], Iterator[Any]]], Transform]:
    """Declare the generator below as the transform of its module.

    It is called for every stage; or once, for the document, if its argument is named `document`.

    `needs` are words, in small letters, of which one must stand in an instruction for the transform
    to have anything to say; without them it is run on every file. Case does not count, and a word
    ends where letters end: `apt` is in `apt-get`, `pip` in `PIP3`, but `go` is not in `golang`.

    `given` are names of options that must be set, and `registry` where one must be at hand, for
    the transform to be run at all. With `on_request` it is run only if it is selected by its name:
    for what is a matter of taste, or changes more than most people expect.

    All must be written out in the decorator, lists as lists of strings: they are read from the
    file's text, so that a transform is imported only when a file needs it.
    """

    def declare(run: Callable[[Any], Iterator[Any]]) -> Transform:
        module = sys.modules[run.__module__]
        name = run.__module__.rpartition(".")[2]
        whole = run.__code__.co_varnames[0] == "document"
        doc = (module.__doc__ or "").strip()
        words, options = frozenset(needs), frozenset(given)
        return Transform(name, tuple(answers), doc, run, whole, words, options, on_request)

    return declare


class _Catalogue(Mapping[str, Transform]):
    """The transforms by name. Each is imported when it is first asked for."""

    def __init__(self) -> None:
        import importlib

        #: Of each name the words that it needs, and what must be given.
        self.needs: dict[str, frozenset[str]] = {}
        self.given: dict[str, frozenset[str]] = {}
        self.on_request: set[str] = set()
        #: The name of each one's argument, which says the kind of file that it is for.
        self.argument: dict[str, str] = {}
        for folder in importlib.import_module("fixer.transforms").__path__:
            for name in os.listdir(folder):
                if name.endswith(".py"):
                    with open(os.path.join(folder, name), "rb", buffering=0) as file:
                        _, declared, rest = file.read().partition(b"\n@transform(")
                    if declared:
                        name = name.removesuffix(".py")
                        head, _, rest = rest.partition(b"\ndef ")
                        arguments = head.decode("utf-8")
                        self.needs[name] = _needs(arguments)
                        self.given[name] = _listed(arguments, "given")
                        self.argument[name] = _argument(rest)
                        if "on_request=True" in arguments:
                            self.on_request.add(name)
        self._names = sorted(self.needs)
        self._loaded: dict[str, Transform] = {}

    def __getitem__(self, name: str) -> Transform:
        if name not in self._loaded:
            if name not in self.needs:
                raise KeyError(name)
            import importlib

            module = importlib.import_module(f"fixer.transforms.{name}")
            found = [value for value in vars(module).values() if isinstance(value, Transform)]
            self._loaded[name] = found[-1]
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self.needs

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _argument(text: bytes) -> str:
    """The name of the first argument of the generator that is declared."""
    start = text.index(b"(") + 1
    return text[start : text.index(b":", start)].strip().decode()


def _needs(arguments: str) -> frozenset[str]:
    """The words of `needs=["…"]` in the arguments of a decorator; none for anything else."""
    words = _listed(arguments, "needs")
    return words if all(map(str.isalpha, words)) else _NOTHING


_NOTHING: frozenset[str] = frozenset()


def _listed(arguments: str, name: str) -> frozenset[str]:
    _, there, rest = arguments.partition(f"{name}=[")
    if not there:
        return _NOTHING
    words = rest[: rest.index("]")].split(",")
    return frozenset(word.strip().strip('"') for word in words if word.strip())


@cache
def transforms() -> Mapping[str, Transform]:
    """All transforms by name, in alphabetical order; to look at one imports it."""
    return _Catalogue()


@cache
def needs(name: str) -> frozenset[str]:
    """The words of which a file must hold one for the transform of that name; or none."""
    catalogue = transforms()
    assert isinstance(catalogue, _Catalogue)
    return catalogue.needs.get(name, frozenset())


def spared(words: frozenset[str]) -> frozenset[str]:
    """The names of the transforms that have nothing to say of a file with these words alone."""
    needy, by_word = _by_word()
    return needy.difference(*[by_word[word] for word in by_word.keys() & words])


@cache
def _by_word() -> tuple[frozenset[str], dict[str, set[str]]]:
    """The transforms that need any word, and those that need each."""
    by_word: dict[str, set[str]] = {}
    for name in transforms():
        for word in needs(name):
            by_word.setdefault(word, set()).add(name)
    return frozenset().union(*by_word.values()), by_word


@cache
def given(name: str) -> frozenset[str]:
    """What must be given for the transform of that name to be run: options, or `registry`."""
    catalogue = transforms()
    assert isinstance(catalogue, _Catalogue)
    return catalogue.given.get(name, frozenset())


@cache
def kind_of(name: str) -> str:
    """The kind of file that the transform of that name is for: see `fixer.deploy.kinds`."""
    catalogue = transforms()
    assert isinstance(catalogue, _Catalogue)
    return KINDS.get(catalogue.argument.get(name, ""), "dockerfile")


#: A transform is for the kind of file that its argument's name says.
KINDS = {
    "stage": "dockerfile",
    "document": "dockerfile",
    "service": "compose",
    "workload": "kubernetes",
    "workflow": "workflow",
    "ignore_file": "ignore_file",
}


@cache
def on_request() -> frozenset[str]:
    """The transforms that are run only if they are selected by their names."""
    catalogue = transforms()
    assert isinstance(catalogue, _Catalogue)
    return frozenset(catalogue.on_request)


def example(name: str) -> tuple[str, bytes, bytes] | None:
    """A file's name, and before and after of the shortest of a transform's cases, or None."""
    import importlib
    from pathlib import Path

    # beside the transforms, in a checkout as in an installation
    package = importlib.import_module("fixer.transforms")
    folder = Path(package.__path__[0]).parent / "cases" / name
    pairs = []
    for after in folder.glob("*.fixed.*"):
        file = after.name.partition(".fixed.")[2]
        before = after.with_name(after.name.replace(".fixed.", ".")).read_bytes()
        if ".unsafe." not in after.name and b"escape" not in before:
            pairs.append((file, before, after.read_bytes()))
    return min(pairs, key=lambda pair: (len(pair[1]), pair), default=None)
