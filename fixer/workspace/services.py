"""Which services of Compose files, and targets of Bake files, are built from a Dockerfile."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from fixer.workspace.find import Note

if TYPE_CHECKING:
    from fixer.dockerfile.service import Service
    from fixer.workspace.tree import Tree

_NOTHING: Mapping[str, tuple[Service, ...]] = {}


class Services:
    """Looks through a Dockerfile's folder and those above it, each one once.

    It goes up to the root of the repository; outside of any, to the top of those of `names` that
    are folders, and for a file that was named itself not above its own folder.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._named = {os.path.realpath(name) for name in names if os.path.isdir(name)}
        self._tops: dict[str, str | None] = {}
        self._trees: dict[str, Tree] = {}
        #: For a folder, what it and those above it say, the nearest first.
        self._chains: dict[tuple[str, str], tuple[Mapping[str, tuple[Service, ...]], ...]] = {}

    def of(self, path: str) -> tuple[Service, ...]:
        """The services that are built from the Dockerfile of this real path."""
        folder = os.path.dirname(path)
        chain = self._chain(folder)
        return tuple(service for said in chain for service in said.get(path, ()))

    @property
    def notes(self) -> list[Note]:
        """Files that could not be used, by their real paths, and why."""
        return sorted({note for tree in self._trees.values() for note in tree.notes})

    def _chain(self, folder: str) -> tuple[Mapping[str, tuple[Service, ...]], ...]:
        top = self._top(folder)
        passed = []
        chain: tuple[Mapping[str, tuple[Service, ...]], ...] = ()
        while True:
            if (folder, top) in self._chains:
                chain = self._chains[folder, top]
                break
            passed.append(folder)
            if folder == top:
                break
            folder = os.path.dirname(folder)
        for each in reversed(passed):
            said = self._said(each, top)
            chain = (said, *chain) if said else chain
            self._chains[each, top] = chain
        return chain

    def _top(self, folder: str) -> str:
        """How far up to look from `folder`."""
        passed = []
        at = folder
        found: str | None = None
        while True:
            if at in self._tops:
                found = self._tops[at]
                break
            passed.append(at)
            if os.path.lexists(os.path.join(at, ".git")):
                found = at
                break
            above = os.path.dirname(at)
            if above == at:
                break
            at = above
        for each in reversed(passed):
            if found is None and each in self._named:
                found = each
            self._tops[each] = found
        return found or folder

    def _said(self, folder: str, top: str) -> Mapping[str, tuple[Service, ...]]:
        try:
            names = os.listdir(folder)
        except OSError:
            return _NOTHING
        # Most folders hold neither: no module is loaded for them.
        names = [name for name in names if "compose" in name or name.startswith("docker-bake")]
        if not names:
            return _NOTHING
        if top not in self._trees:
            from fixer.workspace.tree import Tree

            self._trees[top] = Tree(top)
        return _read(folder, names, self._trees[top])


def _read(folder: str, names: list[str], tree: Tree) -> Mapping[str, tuple[Service, ...]]:
    from fixer.workspace.bake import bake_services, is_bake
    from fixer.workspace.compose import compose_services, is_compose
    from fixer.workspace.nodes import Budget, NodesError

    found: dict[str, list[Service]] = {}
    for is_one, services in ((is_compose, compose_services), (is_bake, bake_services)):
        paths = [os.path.join(folder, name) for name in sorted(names) if is_one(name)]
        if not paths:
            continue
        try:
            for path, service in services(paths, tree, Budget()):
                found.setdefault(path, []).append(service)
        except NodesError as error:
            tree.note(paths[0], error)
        except Exception as error:  # a defect of ours must not cost the Dockerfiles
            tree.note(paths[0], f"a defect of fix: {type(error).__name__}: {error}")
    return {path: tuple(each) for path, each in found.items()}
