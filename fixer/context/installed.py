"""Python projects that the build installs: the programs that they bring, and where their code runs.

https://packaging.python.org/en/latest/specifications/entry-points/
https://pip.pypa.io/en/stable/topics/local-project-installs/
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fixer.context.image import image_of
from fixer.context.left import stands_in
from fixer.facts.programs import INSTALL_PROJECTS
from fixer.formats import ini, toml
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.context.image import Image
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage

#: Where what is installed goes: which version's folder it is matters to nobody.
_SITE = "/usr/local/lib/python/site-packages"
_TOOLS = ("pip", "pip3", "uv", "poetry", "pdm", "hatch", "python", "python3")
_EDITABLE = frozenset(("-e", "--editable"))
#: Flags of pip's that take the next word.
_VALUES = frozenset("-r --requirement -c --constraint -i --index-url --extra-index-url -f".split())
_NO_PROJECT = frozenset(("--no-root", "--no-install-project", "--no-self"))
_PACKED = (".txt", ".whl", ".tar.gz", ".zip")


class Project(NamedTuple):
    """A project that is installed."""

    #: The stage's files among which its sources are, and their folder.
    image: Image
    folder: str
    #: Where its packages are copied to; None where they are run from where they are.
    site: str | None

    @property
    def roots(self) -> list[str]:
        """The folders that its packages may lie in."""
        return [f"{self.folder.rstrip('/')}/src", self.folder]

    def runs_at(self, path: str) -> str:
        """Where a file of its sources is run."""
        for root in self.roots if self.site is not None else ():
            if path.startswith(f"{root.rstrip('/')}/"):
                return f"{self.site}{path[len(root.rstrip('/')) :]}"
        return path

    def module_of(self, program: str) -> str | None:
        """The module that a program of the project's starts."""
        for read in (_of_pyproject, _of_setup_cfg, _of_setup):
            text = read(self.image, self.folder).get(program)
            if isinstance(text, str):
                return text.partition(":")[0].strip()
        return None


def projects(stage: Stage) -> list[Project]:
    """The projects that the build installs from sources, in order."""
    return stage.document.once(("installed projects", stage.index), lambda: [*_projects(stage)])


def _projects(stage: Stage) -> Iterator[Project]:
    tokens = stage.document.tokens
    if stage.document.context is None or INSTALL_PROJECTS.isdisjoint(tokens):
        return
    members = [*stage.lineage]
    for member in stage.lineage:
        for instruction in member.instructions:
            origin = instruction.flag("from") if instruction.keyword == "COPY" else None
            other = member.earlier(origin) if origin else None
            members += other.lineage if other is not None else ()
    for member in dict.fromkeys(members):
        for command in member.commands(*_TOOLS):
            for folder, site in _installs(member, command):
                yield Project(image_of(member), folder, site)


def _installs(stage: Stage, command: Command) -> Iterator[tuple[str, str | None]]:
    """The folders of the projects that a command installs, and where they go."""
    words = [word.text.strip("'\"") for word in command.words]
    name, words = words[0].rpartition("/")[2], words[1:]
    here = stands_in(stage, command)
    if here is None:
        return
    if name.startswith("python"):
        if words[:1] == ["setup.py"] and {"install", "develop"} & {*words}:
            yield here, None if "develop" in words else _SITE
        elif words[:2] == ["-m", "build"]:
            yield here, _SITE
        elif words[:2] == ["-m", "pip"]:
            yield from _of_pip(here, words[2:])
    elif name == "uv" and words[:1] == ["pip"]:
        yield from _of_pip(here, words[1:])
    elif name.startswith("pip"):
        yield from _of_pip(here, words)
    elif words[:1] == ["build"]:
        yield here, _SITE
    elif words[:1] in (["install"], ["sync"]) and _NO_PROJECT.isdisjoint(words):
        yield here, _SITE if "--no-editable" in words else None


def _of_pip(here: str, words: list[str]) -> Iterator[tuple[str, str | None]]:
    if words[:1] not in (["install"], ["wheel"]):
        return
    for at, word in enumerate(words[1:], 1):
        flag, _, value = word.partition("=")
        editable = flag in _EDITABLE and bool(value)
        operand = (value if editable else word).partition("[")[0]
        if words[at - 1] in _VALUES or not operand.startswith((".", "/")):
            continue
        if not operand.endswith(_PACKED) and not {"*", "$"} & {*operand}:
            kept = editable or words[at - 1] in _EDITABLE
            yield posixpath.normpath(posixpath.join(here, operand)), None if kept else _SITE


def _of_pyproject(image: Image, folder: str) -> dict[str, Any]:
    data = image.read(posixpath.join(folder, "pyproject.toml"))
    try:
        table = toml(data) if data is not None else {}
    except ValueError:
        return {}
    found: dict[str, Any] = {}
    for path in (("project", "scripts"), ("project", "gui-scripts"), ("tool", "poetry", "scripts")):
        inner: Any = table
        for key in path:
            inner = inner.get(key) if isinstance(inner, dict) else None
        found.update(inner if isinstance(inner, dict) else {})
    return found


def _of_setup_cfg(image: Image, folder: str) -> dict[str, str]:
    data = image.read(posixpath.join(folder, "setup.cfg"))
    try:
        settings = ini(data.decode() if data is not None else "")
    except ValueError:
        return {}
    text = settings.get("options.entry_points", "console_scripts", fallback="")
    return dict(_pairs(text.splitlines()))


def _of_setup(image: Image, folder: str) -> dict[str, str]:
    """The texts of a list that is the value of `console_scripts` in setup.py."""
    import ast

    from fixer.context.python import parsed

    data = image.read(posixpath.join(folder, "setup.py"))
    tree = parsed(data) if data is not None and b"console_scripts" in data else None
    texts: list[str] = []
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "console_scripts":
                    texts += [
                        each.value
                        for each in getattr(value, "elts", ())
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    ]
    return dict(_pairs(texts))


def _pairs(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, equals, value = line.partition("=")
        if equals:
            yield name.strip(), value.strip()
