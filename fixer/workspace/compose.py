"""What Compose files say of the images that they build.

https://docs.docker.com/reference/compose-file/. Files of one folder are read together: a file that
is laid over another (`docker-compose.prod.yml`) need not say again how a service is built. What is
said of a service in any of them counts; which of them somebody starts cannot be known.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from fixer.dockerfile.service import Service, Volume
from fixer.workspace.shared import with_sharing
from fixer.workspace.tree import Tree, expand
from fixer.yaml.nodes import Budget, Node

#: How far `extends` and `include` are followed.
_DEEPEST = 8
#: Of a range of ports, this many are listed.
_MOST_PORTS = 100

#: As many lines of a file of variables are read.
_MOST_LINES = 500
_LINE = re.compile(r"""\s*(?:export\s+)?([\w.]+)\s*=\s*(?:(["'])(.*?)\2\s*(?:#.*)?|([^"'].*)?)""")

_MAIN = re.compile(r"(?:docker-|podman-)?compose\.ya?ml")
#: Without one of these words a folder's files build nothing, and are not parsed.
_BUILDS = re.compile(rb"build|extends|include")


class _Said(NamedTuple):
    """A value, and the folder that paths in it are relative to."""

    node: Node
    folder: str


#: What a service is given as files, and the folder in which it finds them.
_GIVEN = {"secrets": "/run/secrets/", "configs": "/"}

#: A service's keys. A value that several places say, by `extends` or `<<`, is there several times,
#: and the last one wins or is added to the others, as the key has it.
_Raw = dict[str, list[_Said]]


class _Definition(NamedTuple):
    path: str
    line: int
    name: str
    raw: _Raw
    #: The files of its file's secrets and configurations, by kind and name.
    given: Mapping[tuple[str, str], _Said]


def compose_services(
    paths: Sequence[str], tree: Tree, budget: Budget
) -> Iterator[tuple[str, Service]]:
    """The services of one folder's Compose files, each with the Dockerfile it is built from.

    A file that cannot be used becomes a note of `tree`. Raises NodesError where they say too much.
    """
    paths = sorted(paths, key=lambda path: (not _MAIN.fullmatch(os.path.basename(path)), path))
    texts = [text for path in paths if (text := tree.read(path)) is not None]
    if not any(map(_BUILDS.search, texts)):
        return
    reader = _Reader(tree, budget)
    definitions = [each for path in paths for each in reader.file(path, os.path.dirname(path))]
    builders: dict[str, _Raw] = {}
    for definition in definitions:
        if build := reader.build(definition.raw):
            builders.setdefault(f"service {definition.name}", build)
            if image := _text(definition.raw, "image"):
                builders.setdefault(f"image {image}", build)
    found: list[tuple[str | None, Service]] = []
    for definition in definitions:
        build = reader.build(definition.raw)
        base = builders.get(f"service {definition.name}")
        if base is None and not build:
            base = builders.get(f"image {_text(definition.raw, 'image')}")
        if base is not None and "context" not in build:
            build = _over(base, build)
        made = None
        if build and "dockerfile_inline" not in build:
            made = _service(definition, build, tree, budget)
        found.append(made or (None, _of_image(definition, tree, budget)))
    for (path, _), service in zip(found, with_sharing(found, tree), strict=True):
        if path is not None:
            yield path, service


class _Reader:
    """Follows `extends` and `include` through the files."""

    def __init__(self, tree: Tree, budget: Budget) -> None:
        self._tree = tree
        self._budget = budget
        self._included: set[str] = set()

    def file(self, path: str, folder: str, depth: int = _DEEPEST) -> Iterator[_Definition]:
        """All services of a file and of those that it includes."""
        if path in self._included or not depth:
            return
        self._included.add(path)
        for root in self._tree.yaml(path):
            top = root.keys(self._budget)
            if "include" in top:
                for entry in top["include"][1].items:
                    yield from self._include(entry, folder, depth - 1)
            if "services" in top:
                given = {
                    (kind, name): _Said(long["file"][1], folder)
                    for kind in _GIVEN
                    if kind in top
                    for name, (_, node) in top[kind][1].keys(self._budget).items()
                    if "file" in (long := node.keys(self._budget))
                }
                for name, (key, node) in top["services"][1].keys(self._budget).items():
                    raw = self._service(node, path, folder, _DEEPEST)
                    yield _Definition(path, key.line, name, raw, given)

    def _include(self, entry: Node, folder: str, depth: int) -> Iterator[_Definition]:
        """`include: [path]` or `include: [{path: …, project_directory: …}]`."""
        long = entry.keys(self._budget)
        named = long["path"][1] if "path" in long else entry
        project = long["project_directory"][1].text if "project_directory" in long else None
        for each in named.items or [named]:
            path = self._tree.file(folder, each.text, self._budget)
            if path is not None:
                base = os.path.dirname(path)
                if project:
                    base = os.path.normpath(os.path.join(folder, expand(project)))
                yield from self.file(path, base, depth)

    def _service(self, node: Node, path: str, folder: str, depth: int) -> _Raw:
        keys = node.keys(self._budget)
        raw = {name: [_Said(value, folder)] for name, (_, value) in keys.items()}
        if "extends" not in keys or not depth:
            return raw
        extends = keys["extends"][1]
        long = extends.keys(self._budget)
        name = long["service"][1].text if "service" in long else extends.text
        other: str | None = path
        if "file" in long and long["file"][1].text:
            other = self._tree.file(folder, long["file"][1].text, self._budget)
            folder = os.path.dirname(other) if other else folder
        for root in self._tree.yaml(other) if other else []:
            top = root.keys(self._budget)
            services = top["services"][1].keys(self._budget) if "services" in top else {}
            if name and name in services and services[name][1] is not node:
                base = self._service(services[name][1], other or path, folder, depth - 1)
                self._budget.spend(sum(map(len, base.values())))
                return _over(base, raw)
        return raw

    def build(self, raw: _Raw) -> _Raw:
        """What `build` says, its short form as a context."""
        build: _Raw = {}
        for said in raw.get("build", ()):
            if said.node.text is not None:
                build = {**build, "context": [said]}
            elif keys := said.node.keys(self._budget):
                own = {name: [_Said(value, said.folder)] for name, (_, value) in keys.items()}
                build = _over(build, own)
        return build


def _over(base: _Raw, raw: _Raw) -> _Raw:
    """What `raw` says laid over what `base` says."""
    both = dict(base)
    for name, said in raw.items():
        replaces = said[0].node.tag in ("!reset", "!override")
        both[name] = said if replaces else [*base.get(name, ()), *said]
    return both


# One service -------------------------------------------------------------------------------------


def _service(
    definition: _Definition, build: _Raw, tree: Tree, budget: Budget
) -> tuple[str, Service] | None:
    raw = definition.raw
    # Where only `dockerfile` or `target` is said, the context is the folder of who says it.
    folder = build.get("context", next(iter(build.values())))[-1].folder
    place = tree.place(folder, _text(build, "context") or ".", _text(build, "dockerfile"), budget)
    if place is None:
        return None
    path, context = place
    target = _text(build, "target")
    volumes = (*_volumes(raw, tree, budget), *_closed(definition, tree, budget))
    user = _text(raw, "user")
    workdir = _text(raw, "working_dir")
    return (
        path,
        Service(
            file=tree.name(definition.path),
            line=definition.line,
            name=definition.name,
            context=context,
            target=None if target is None or "${" in target else target,
            image=_text(raw, "image"),
            user=user,
            args=_pairs(build, "args", budget),
            root=tuple(dict.fromkeys(_root(raw, user, volumes))),
            command=_command(raw, "command"),
            entrypoint=_command(raw, "entrypoint"),
            volumes=volumes,
            ports=tuple(dict.fromkeys(_ports(raw, budget))),
            environment=_environment(raw, tree, budget),
            workdir=workdir if workdir and workdir.startswith("/") else None,
        ),
    )


def _of_image(definition: _Definition, tree: Tree, budget: Budget) -> Service:
    """A service that is built from no Dockerfile in sight."""
    return Service(
        file=tree.name(definition.path),
        line=definition.line,
        name=definition.name,
        context=None,
        target=None,
        image=_text(definition.raw, "image"),
        volumes=tuple(_volumes(definition.raw, tree, budget)),
    )


def _last(raw: _Raw, key: str) -> Node | None:
    said = raw.get(key)
    return said[-1].node if said and said[-1].node.tag != "!reset" else None


def _text(raw: _Raw, key: str) -> str | None:
    """The text of a key, None where it has none or an empty one."""
    node = _last(raw, key)
    return (expand(node.text) or None) if node is not None and node.text else None


def _entries(raw: _Raw, key: str) -> Iterator[Node]:
    """The entries of a list that every place adds to."""
    for said in raw.get(key, ()):
        if said.node.tag != "!reset":
            yield from said.node.items


def _texts(raw: _Raw, key: str) -> list[str]:
    return [expand(node.text) for node in _entries(raw, key) if node.text]


def _long(node: Node, budget: Budget) -> Mapping[str, str]:
    """The long form of an entry, as far as its values are texts."""
    keys = node.keys(budget)
    return {name: expand(value.text) for name, (_, value) in keys.items() if value.text}


def _pairs(raw: _Raw, key: str, budget: Budget) -> dict[str, str | None]:
    """Names and values, as a list or as a mapping; None for what only the caller knows."""
    found: dict[str, str | None] = {}
    for said in raw.get(key, ()):
        budget.spend(len(said.node.items))
        for node in said.node.items:
            name, equals, value = (node.text or "").partition("=")
            found[name] = expand(value) if equals else None
        for name, (_, node) in said.node.keys(budget).items():
            found[name] = None if node.text is None else expand(node.text)
    return {
        name: None if value is None or "${" in value else value
        for name, value in found.items()
        if name
    }


def _environment(raw: _Raw, tree: Tree, budget: Budget) -> dict[str, str | None]:
    """The variables of a service, those of its files first; of a secret, only the name."""
    from fixer.dockerfile.secrets import holds_secret

    found: dict[str, str | None] = {}
    for said in raw.get("env_file", ()):
        for node in said.node.items or [said.node]:
            name = _long(node, budget).get("path") or node.text
            path = tree.file(said.folder, name, budget)
            text = tree.read(path) if path is not None else None
            found.update(_variables((text or b"").decode("utf-8", "replace")))
    found.update(_pairs(raw, "environment", budget))
    return {
        name: None if value and holds_secret(name, value) else value
        for name, value in found.items()
    }


def _variables(text: str) -> Iterator[tuple[str, str | None]]:
    """The variables of a file of them; None for a value that others make up."""
    for line in text.splitlines()[:_MOST_LINES]:
        if (said := _LINE.fullmatch(line)) is not None:
            value = said[3] if said[2] else (said[4] or "").partition(" #")[0].strip()
            yield said[1], None if "$" in value else value


def _command(raw: _Raw, key: str) -> list[str] | str | None:
    node = _last(raw, key)
    if node is None:
        return None
    if node.text is not None:
        return expand(node.text)
    return [expand(item.text or "") for item in node.items] or ([] if node.is_sequence else None)


#: Folders of the host that only root may use, with all below them; and those that count alone.
_SYSTEM = ("/dev", "/proc", "/run", "/sys", "/var/lib/docker", "/var/run")
_SYSTEM_ALONE = frozenset(
    {"/", "/boot", "/etc", "/lib/modules", "/root", "/var", "/var/lib", "/var/log"}
)
_HARMLESS = ("/dev/shm", "/run/host-services", "/run/user")
_SOCKETS = ("/docker.sock", "/podman.sock", "/containerd.sock", "/crio.sock")


def _root(raw: _Raw, user: str | None, volumes: Sequence[Volume]) -> Iterator[str]:
    """What shows that the container needs root."""
    if user is not None and user.partition(":")[0] in ("root", "0"):
        yield "user root"
    if (_text(raw, "privileged") or "").lower() in ("true", "yes", "on", "y"):
        yield "privileged"
    for capability in _texts(raw, "cap_add"):
        yield f"cap_add {capability.upper().removeprefix('CAP_')}"
    for key in ("network_mode", "pid", "ipc", "uts", "cgroup", "userns_mode"):
        if _text(raw, key) == "host":
            yield f"{key} host"
    for key in ("devices", "device_cgroup_rules"):
        if any(True for _ in _entries(raw, key)):
            yield key
    for volume in volumes:
        source = volume.source or ""
        if f"/{source}".endswith(_SOCKETS) or volume.path.endswith(_SOCKETS):
            yield f"{volume.path} mounted"
        elif volume.kind == "bind" and _is_system(source):
            yield f"the host's {source} mounted"


def _is_system(source: str) -> bool:
    path = source.rstrip("/") or source[:1]
    if f"{path}/".startswith(tuple(f"{folder}/" for folder in _HARMLESS)):
        return False
    return path in _SYSTEM_ALONE or f"{path}/".startswith(tuple(f"{at}/" for at in _SYSTEM))


_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_OF_ROOT = "that is root's"
_CLOSED = "only its owner may read what is there"


def _volumes(raw: _Raw, tree: Tree, budget: Budget) -> Iterator[Volume]:
    for said in raw.get("volumes", ()):
        for node in said.node.items if said.node.tag != "!reset" else ():
            if node.text:
                volume = _volume(expand(node.text))
            else:
                volume = _long_volume(_long(node, budget))
            if volume is None:
                continue
            if volume.kind == "tmpfs":
                volume = volume._replace(against=_OF_ROOT)
            if volume.kind == "bind" and volume.source:
                if tree.is_closed(said.folder, volume.source, budget):
                    volume = volume._replace(against=_CLOSED)
            yield volume
    paths = _texts(raw, "tmpfs")
    if single := _text(raw, "tmpfs"):
        paths.append(single)
    for text in paths:
        path, _, options = text.partition(":")
        given = "mode=" in options or "uid=" in options
        yield Volume(path, "tmpfs", against="" if given else _OF_ROOT)


def _closed(definition: _Definition, tree: Tree, budget: Budget) -> Iterator[Volume]:
    """The secrets and configurations that only the owner of their files may read: Compose mounts
    the files as they are."""
    for kind, at in _GIVEN.items() if definition.given else ():
        for node in _entries(definition.raw, kind):
            long = _long(node, budget)
            name = expand(node.text) if node.text else long.get("source", "")
            said = definition.given.get((kind, name))
            if said is None or not said.node.text:
                continue
            file = expand(said.node.text)
            if tree.is_closed(said.folder, file, budget):
                path = posixpath.join(at, long.get("target", name))
                yield Volume(path, "bind", file, True, _CLOSED)


def _volume(text: str) -> Volume | None:
    """`PATH`, `SOURCE:PATH` or `SOURCE:PATH:MODE`."""
    drive = text[:2] if _DRIVE.match(text) and text.count(":") > 1 else ""
    parts = text[len(drive) :].split(":")
    if len(parts) == 1:
        return Volume(parts[0], "volume") if parts[0] else None
    source, path = drive + parts[0], parts[1]
    kind: Literal["bind", "volume"] = "volume"
    if drive or source.startswith((".", "/", "~", "$", "\\")):
        kind = "bind"
    return Volume(path, kind, source, "ro" in parts[-1].split(",")) if path else None


def _long_volume(keys: Mapping[str, str]) -> Volume | None:
    path = keys.get("target") or keys.get("destination") or keys.get("dst")
    if not path:
        return None
    source = keys.get("source") or keys.get("src")
    read_only = keys.get("read_only", "").lower() == "true"
    said = keys.get("type", "volume")
    kind: Literal["bind", "tmpfs", "volume"] = "volume"
    if said in ("bind", "npipe"):
        kind = "bind"
    elif said == "tmpfs":
        kind = "tmpfs"
    return Volume(path, kind, source, read_only)


def _ports(raw: _Raw, budget: Budget) -> Iterator[int]:
    for node in _entries(raw, "ports"):
        if node.text:
            text = expand(node.text).partition("/")[0].rpartition(":")[2]
        else:
            text = _long(node, budget).get("target", "")
        first, _, last = text.partition("-")
        ends = [
            int(end)
            for end in (first, last or first)
            if end.isascii() and end.isdigit() and len(end) < 6
        ]
        if len(ends) == 2:
            budget.spend(_MOST_PORTS)
            yield from range(ends[0], min(ends[1] + 1, ends[0] + _MOST_PORTS))
