"""A Compose file: its services, each with the image that it runs.

https://docs.docker.com/reference/compose-file/services/
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fixer.deploy.document import YamlDocument
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fixer.deploy.needs import Needs
    from fixer.dockerfile.stages import Stage
    from fixer.yaml.nodes import Node

#: Where keys that are added come: behind the first ones of a service, and in this order.
_FIRST = ("image", "build", "platform", "pull_policy", "container_name", "hostname", "restart")
_ORDER = ("user", "read_only", "tmpfs", "cap_drop", "cap_add", "security_opt")
_TRUE = frozenset(("true", "yes", "on", "y", "1"))
#: A variable stands for a text without colons.
_VARIABLE = regex(r"\$\{[^}]*(?:\}|\Z)|\$\w+")


class Mount(NamedTuple):
    """What is mounted in a service's container."""

    #: Where; a variable in it is a `$`.
    path: str
    #: The host's path, or the volume's name; empty where there is none.
    source: str
    #: `volume`, `bind`, `tmpfs` or another word of Compose's.
    kind: str
    read_only: bool
    line: int


class ComposeService:
    """A service as this very file writes it: operations go to `node`, its mapping."""

    def __init__(self, document: ComposeFile, name: str, key: Node, node: Node) -> None:
        self.document = document
        self.file = document.file
        self.name = name
        self.node = node
        self.line = key.line

    @cached_property
    def keys(self) -> dict[str, Node]:
        """Its values by their keys, those that `<<` merges included."""
        return self.document.keys(self.node)

    def text(self, key: str) -> str | None:
        """A key's text as it stands there; None where it has none."""
        node = self.keys.get(key)
        return node.text if node is not None else None

    def texts(self, key: str) -> list[str]:
        """A key's list of texts; of a single text, that one; of a mapping, its keys."""
        node = self.keys.get(key)
        if node is None:
            return []
        if node.text is not None:
            return [node.text]
        if node.pairs is not None:
            return list(self.document.keys(node))
        return [item.text for item in node.items if item.text is not None]

    def is_true(self, key: str) -> bool:
        return (self.text(key) or "").lower() in _TRUE

    def says(self, key: str) -> bool:
        """Whether this file, or another one of its folder, says anything of this key."""
        return key in self.keys or key in self.document.view.elsewhere.get(self.name, ())

    def after(self, key: str) -> str | None:
        """The key behind which a new one comes, so that the order of adding is none of writing."""
        names = [name.text or "" for name, _ in self.node.pairs or ()]
        before = _ORDER[: _ORDER.index(key)] if key in _ORDER else _ORDER
        for name in reversed(before):
            if name in names:
                return name
        at = max((names.index(name) for name in _FIRST[:2] if name in names), default=-1)
        while -1 < at < len(names) - 1 and names[at + 1] in _FIRST:
            at += 1
        return names[at] if at >= 0 else None

    def says_itself(self, key: str) -> bool:
        """Whether its own mapping says something of a key, and not one that it merges."""
        return any(name.text == key for name, _ in self.node.pairs or ())

    def is_first_with(self, key: str) -> bool:
        """Whether no service before it has the very same node for this key, by `<<`."""
        node = self.keys.get(key)
        return next(s for s in self.document.services if s.keys.get(key) is node).node is self.node

    @cached_property
    def stage(self) -> Stage | None:
        """The stage that its image is built from, as it is after the fix; None if not in sight."""
        return self.document.images.stage(self.name)

    @property
    def is_built(self) -> bool:
        return self.name in self.document.view.builds or self.says("build")

    @property
    def pinnable(self) -> str | None:
        """The image as written, where it is a registry's, and this is the first service to say so;
        None where it is built here, pinned, or never pulled."""
        image = self.text("image")
        if not image or "@" in image or self.is_built or not self.is_first_with("image"):
            return None
        if self.text("pull_policy") in ("never", "build"):
            return None
        return image

    # What it needs --------------------------------------------------------------------------------

    @cached_property
    def needs(self) -> Needs | None:
        """What its container needs; None where nothing is known of its image, or where it is for
        Windows."""
        if "windows" in (self.text("platform") or "") or "isolation" in self.keys:
            return None
        user = self.text("user")
        if (stage := self.stage) is not None:
            if stage.facts.family == "windows":
                return None
            return self._of_stage(stage, user)
        image = self.text("image")
        if self.is_built or image is None:
            return None
        from fixer.deploy.needs import image_needs

        return image_needs(
            image,
            self._words,
            self.says("entrypoint"),
            self.environment,
            self._bound,
            user,
        )

    def _of_stage(self, stage: Stage, user: str | None) -> Needs:
        from fixer.context.process import started_by
        from fixer.deploy.needs import stage_needs

        if user is None:
            other = self.says("command") or self.says("entrypoint")
            other = other or started_by(stage, self.name) is not None
            return stage_needs(stage, self.name if other else "", self._bound)
        needs = stage_needs(stage, mounts=self._bound)
        numbers, _, group = user.partition(":")
        root = True if numbers in ("root", "0") else False if "$" not in user else None
        plain = numbers.isdigit() and group.isdigit()
        needs = needs._replace(root=root, user=user if plain and not root else "")
        told: tuple[str, ...] = (f"it is told to run as {user}",) if root is not False else ()
        if self.says("command") or self.says("entrypoint"):
            told = (*told, "what it runs as its own user is not judged")
        return needs._replace(
            against_dropping=(*told, *needs.against_dropping),
            against_no_new_privileges=(*told[bool(root) :], *needs.against_no_new_privileges),
            against_read_only=(*told, *needs.against_read_only),
        )

    @property
    def _bound(self) -> list[str]:
        """The paths at which files of the host are mounted."""
        return [mount.path for mount in self.mounts if mount.kind == "bind"]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that it is given, as written; those of other files are not among them."""
        node = self.keys.get("environment")
        if node is not None and node.pairs is not None:
            return {name: value.text or "" for name, value in self.document.keys(node).items()}
        pairs = [text.partition("=") for text in self.texts("environment")]
        return {name: value for name, _, value in pairs}

    @property
    def _words(self) -> list[str]:
        node = self.keys.get("command")
        if node is None:
            return ["$"] if self.says("command") else []
        if node.text is not None:
            import shlex

            try:
                return shlex.split(node.text)
            except ValueError:
                return ["$"]
        return [item.text or "" for item in node.items]

    @cached_property
    def mounts(self) -> list[Mount]:
        """What is mounted, in the order of the file."""
        found = list(self._mounts())
        for text in self.texts("tmpfs"):
            path = text.partition(":")[0]
            found.append(Mount(path.rstrip("/") or path[:1], "", "tmpfs", False, self.line))
        return found

    def _mounts(self) -> Iterator[Mount]:
        node = self.keys.get("volumes")
        for item in node.items if node is not None else ():
            if item.text is not None:
                parts = _VARIABLE.sub("$", item.text).split(":")
                if len(parts) > 1 and len(parts[0]) == 1 and parts[0].isalpha():  # C:\folder
                    parts[:2] = [":".join(parts[:2])]
                source, path = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
                kind = "bind" if source[:1] in (".", "/", "~", "$") or ":" in source else "volume"
                read_only = len(parts) > 2 and "ro" in parts[-1].split(",")
                yield Mount(path.rstrip("/") or path[:1], source, kind, read_only, item.line)
            else:
                keys = {name: each.text or "" for name, each in self.document.keys(item).items()}
                path = next((keys[k] for k in ("target", "destination", "dst") if k in keys), "")
                source = keys.get("source") or keys.get("src") or ""
                read_only = keys.get("read_only", "").lower() in _TRUE
                kind = keys.get("type", "volume")
                yield Mount(path.rstrip("/") or path[:1], source, kind, read_only, item.line)

    @property
    def writable(self) -> list[str]:
        """Where something is mounted that can be written to."""
        return [mount.path for mount in self.mounts if not mount.read_only]

    @property
    def is_shared(self) -> bool:
        """Whether other services of the file are made of it, or it of another one."""
        return "extends" in self.keys or self.name in self.document.extended


class ComposeFile(YamlDocument):
    """The services of one file."""

    def places(self) -> Iterable[ComposeService]:
        return self.services

    @cached_property
    def services(self) -> list[ComposeService]:
        return [
            ComposeService(self, name, key, node)
            for root in self.file.documents
            for name, (key, node) in self._services(root).items()
            if node.pairs is not None
        ]

    @cached_property
    def version(self) -> str:
        """What `version` says; empty where it says nothing."""
        for root in self.file.documents:
            node = self.keys(root).get("version")
            if node is not None and node.text:
                return node.text
        return ""

    @cached_property
    def extended(self) -> frozenset[str]:
        """The services that others of the file extend."""
        found = set()
        for service in self.services:
            if (node := service.keys.get("extends")) is not None:
                long = self.keys(node)
                name = long["service"].text if "service" in long else node.text
                if name is not None and "file" not in long:
                    found.add(name)
        return frozenset(found)

    @cached_property
    def copies_in(self) -> bool:
        """Whether Compose copies a secret or a configuration into containers: what it mounts is in
        a file, all else is copied, which a read-only root refuses."""
        for root in self.file.documents:
            top = self.keys(root)
            for key in ("secrets", "configs"):
                for value in self.keys(top.get(key)).values():
                    if not {"content", "environment"}.isdisjoint(self.keys(value)):
                        return True
        return False

    def _services(self, root: Node) -> dict[str, tuple[Node, Node]]:
        top = root.keys(self.budget)
        return dict(top["services"][1].keys(self.budget)) if "services" in top else {}
