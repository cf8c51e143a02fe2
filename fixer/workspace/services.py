"""Which services of Compose files, and targets of Bake files, are built from a Dockerfile."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from fixer.workspace.find import Note, marked

if TYPE_CHECKING:
    from fixer.dockerfile.service import Service
    from fixer.workspace.tree import Tree

_NOTHING: Mapping[str, tuple[Service, ...]] = {}


class Services:
    """Looks through a Dockerfile's folder and those above it, each one once.

    It goes up to the root of the repository; outside of any, to the top of those of `names` that
    are folders, and for a file that was named itself not above its own folder.
    """

    def __init__(
        self, names: Iterable[str], marks: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """`marks` are names that are known to be in some folders: see `find.Search.marks`."""
        self._marks = marks or {}
        self._named = {os.path.realpath(name) for name in names if os.path.isdir(name)}
        self._tops: dict[str, str | None] = {}
        self._trees: dict[str, Tree] = {}
        self._own: dict[str, Mapping[str, tuple[Service, ...]]] = {}
        #: For a folder, what it and those above it say, the nearest first.
        self._chains: dict[tuple[str, str], tuple[Mapping[str, tuple[Service, ...]], ...]] = {}

    def of(self, path: str) -> tuple[Service, ...]:
        """The services that are built from the Dockerfile of this real path."""
        folder = os.path.dirname(path)
        chain = self._chain(folder)
        return tuple(service for said in chain for service in said.get(path, ()))

    def built_by(self, path: str) -> dict[str, tuple[str, str | None]]:
        """For the Compose file of this real path: the Dockerfile of each service that is built
        from one, and its stage. Those of a file that is laid over it count as well; what the file
        says itself goes before what another one says of a service of that name."""
        folder = os.path.dirname(path)
        top = self.top(folder)
        own = self._tree(top).name(path)
        found = [
            (service.file == own, service.name, dockerfile, service.target)
            for dockerfile, services in self._said_once(folder).items()
            for service in services
            if not service.file.endswith((".hcl", ".json"))
        ]
        found.sort(key=lambda each: each[0])
        return {name: (dockerfile, target) for _, name, dockerfile, target in found}

    def images(self, folder: str) -> dict[str, tuple[str, str | None]]:
        """The Dockerfile and the stage of each image that a Compose file names and builds, in
        the folders that were looked at, and in those from `folder` upward."""
        self._chain(folder)
        top = self.top(folder)
        return {
            service.image: (dockerfile, service.target)
            for (_, at), chain in list(self._chains.items())
            if at == top
            for said in chain
            for dockerfile, services in said.items()
            for service in services
            if service.image
        }

    def keys_beside(self, path: str) -> dict[str, frozenset[str]]:
        """The keys that other Compose files of the folder say of a service, by its name."""
        from fixer.deploy.kinds import is_compose
        from fixer.yaml.nodes import Budget, NodesError

        folder, own = os.path.split(path)
        known = self._marks.get(folder)
        try:
            names = os.listdir(folder) if known is None else list(known)
        except OSError:
            return {}
        names = [name for name in names if name != own and is_compose(name)]
        if not names:
            return {}
        top = self.top(folder)
        tree = self._tree(top)
        found: dict[str, frozenset[str]] = {}
        budget = Budget()
        try:
            for name in names:
                for root in tree.yaml(os.path.join(folder, name)):
                    keys = root.keys(budget)
                    services = keys["services"][1].keys(budget) if "services" in keys else {}
                    for service, (_, node) in services.items():
                        said = frozenset(node.keys(budget))
                        found[service] = found.get(service, frozenset()) | said
        except NodesError:
            return found
        return found

    def _said_once(self, folder: str) -> Mapping[str, tuple[Service, ...]]:
        """What the files of the folder itself say."""
        if folder not in self._own:
            self._own[folder] = self._said(folder, self.top(folder))
        return self._own[folder]

    @property
    def notes(self) -> list[Note]:
        """Files that could not be used, by their real paths, and why."""
        return sorted({note for tree in self._trees.values() for note in tree.notes})

    def _chain(self, folder: str) -> tuple[Mapping[str, tuple[Service, ...]], ...]:
        top = self.top(folder)
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
            said = self._said_once(each)
            chain = (said, *chain) if said else chain
            self._chains[each, top] = chain
        return chain

    def top(self, folder: str) -> str:
        """How far up to look from `folder`, a real path."""
        passed = []
        at = folder
        found: str | None = None
        while True:
            if at in self._tops:
                found = self._tops[at]
                break
            passed.append(at)
            marks = self._marks.get(at)
            if ".git" in marks if marks is not None else os.path.lexists(os.path.join(at, ".git")):
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
        known = self._marks.get(folder)
        try:
            names = marked(os.listdir(folder)) if known is None else known
        except OSError:
            return _NOTHING
        # Most folders hold neither: no module is loaded for them.
        names = [name for name in names if "compose" in name or name.startswith("docker-bake")]
        if not names:
            return _NOTHING
        return _read(folder, names, self._tree(top))

    def _tree(self, top: str) -> Tree:
        if top not in self._trees:
            from fixer.workspace.tree import Tree

            self._trees[top] = Tree(top)
        return self._trees[top]


def _read(folder: str, names: list[str], tree: Tree) -> Mapping[str, tuple[Service, ...]]:
    from fixer.deploy.kinds import is_compose
    from fixer.workspace.bake import bake_services, is_bake
    from fixer.workspace.compose import compose_services
    from fixer.yaml.nodes import Budget, NodesError

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
