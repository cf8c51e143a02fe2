"""Finding Dockerfiles under the paths that were named."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from fixer.later import NamedTuple
from fixer.workspace.read import ReadError, kind, read, reason

if TYPE_CHECKING:
    from fixer.workspace.gitignore import Rules

#: Folders that hold what somebody else wrote, or what git keeps.
_SKIPPED = frozenset({".git", "node_modules", "vendor", ".venv"})
#: Files that lie beside a Dockerfile and bear its name.
_BESIDE = (
    ".dockerignore", ".containerignore", ".license", ".md", ".rst", ".adoc", ".asc", ".sig",
    ".sha256", "~", ".swp", ".swo", ".orig", ".bak", ".rej", ".save", ".tmp",
)  # fmt: skip
#: What a Dockerfile is made from. Not ours to touch: the braces are not the file's own text.
_TEMPLATES = (
    ".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".gotmpl", ".erb", ".mustache",
    ".hbs", ".handlebars", ".ejs", ".liquid", ".m4", ".in",
)  # fmt: skip


_YAML = (".yaml", ".yml")


class Found(NamedTuple):
    """A path to fix, as its user would write it; or one that cannot be, and why."""

    path: str
    problem: str = ""
    #: Whether it is one of the names given, and not found in a folder.
    named: bool = False
    #: The real path of its folder, where it is known.
    folder: str = ""


#: Names that configure, and the repository's own.
_MARKS = frozenset({".git", ".fixer.toml", "pyproject.toml"})
_NOTHING: tuple[str, ...] = ()


def marked(names: Iterable[str]) -> Collection[str]:
    """Those of a folder's names that say something of Dockerfiles: see `Search.marks`."""
    found = [
        name
        for name in names
        if name in _MARKS or "compose" in name or name.startswith("docker-bake")
    ]
    return found or _NOTHING


class Note(NamedTuple):
    """A path that was left out, and why. A detail is of interest only to who asks for more."""

    path: str
    reason: str
    detail: bool = False


class Search(NamedTuple):
    """What there is, in the order of the paths."""

    found: list[Found]
    notes: list[Note]
    #: YAML files, which may say how images are run; what they are, their texts say.
    yaml: list[Found]
    #: Of each folder that was walked, by its real path: the names in it that say something of the
    #: Dockerfiles at or below it. So nobody has to look there again.
    marks: dict[str, Collection[str]]


def find(names: Iterable[str]) -> Search:
    """The Dockerfiles that `names` stand for, each once.

    A named file is taken whatever it is called. A folder is searched by name: `Dockerfile`,
    `Dockerfile.*`, `*.Dockerfile` and `Containerfile*`, also `dockerfile` and `*.dockerfile`; not
    what git ignores, and neither `.git`, `node_modules`, `vendor` nor a virtual environment.

    A link to a file stands for its target, which must lie within the named folder; for a link
    that was named itself, within the current folder (or, for a link elsewhere, beside it). A
    linked folder is walked only where it was named. Folders are opened, files never.
    """
    walk = _Walk()
    for name in names:
        walk.named(_plain(name))
    walk.search.found.sort(key=lambda found: found.path.split(os.sep))
    walk.search.yaml.sort(key=lambda found: found.path.split(os.sep))
    walk.search.notes.sort()
    return walk.search


def is_dockerfile(name: str) -> bool:
    """Whether a file of this name, without its folder, is looked for. Templates are."""
    if name.endswith(_BESIDE) or name.startswith(".#"):
        return False
    return (
        name == "dockerfile"
        or name == "Dockerfile"
        or name.startswith(("Dockerfile.", "Containerfile"))
        or name.endswith((".Dockerfile", ".dockerfile"))
    )


def _plain(name: str) -> str:
    """`name` without a `./` before it and slashes behind it."""
    if os.altsep:
        name = name.replace(os.altsep, os.sep)
    stripped = name.rstrip(os.sep) or name[:1]
    while stripped.startswith("." + os.sep):
        stripped = stripped[2:].lstrip(os.sep)
    return stripped or (os.curdir if name else name)


def _within(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


class _Ignored:
    """What git ignores in one folder: rules, the nearest first, each with its folder's depth."""

    __slots__ = ("parts", "rules")

    def __init__(
        self, parts: tuple[str, ...] = (), rules: tuple[tuple[int, Rules], ...] = ()
    ) -> None:
        self.parts = parts
        self.rules = rules

    def below(self, name: str) -> _Ignored:
        """The same, in the folder `name` within this one."""
        return _Ignored((*self.parts, name), self.rules)

    def plus(self, rules: Rules | None) -> _Ignored:
        """The same, with rules that belong to this folder."""
        return _Ignored(self.parts, ((len(self.parts), rules), *self.rules)) if rules else self

    def ignores(self, name: str, *, folder: bool) -> bool:
        path = (*self.parts, name)
        for depth, rules in self.rules:
            verdict = rules.verdict(path[depth:], folder=folder)
            if verdict is not None:
                return verdict
        return False


class _Walk:
    def __init__(self) -> None:
        self.search = Search([], [], [], {})
        self._seen: set[str] = set()

    def named(self, name: str) -> None:
        """Take what `name` stands for."""
        try:
            mode = os.lstat(name).st_mode
            if stat.S_ISLNK(mode):
                mode = os.stat(name).st_mode
                if not stat.S_ISDIR(mode):
                    self._named_link(name)
                    return
        except (OSError, ValueError) as error:
            self._add(Found(name, reason(error)), name)
            return
        if stat.S_ISDIR(mode):
            self._folder(name)
        elif name.endswith(_YAML):
            real = os.path.realpath(name)
            if real not in self._seen:
                self._seen.add(real)
                self.search.yaml.append(Found(name, named=True))
        else:
            self._add(Found(name, named=True), os.path.realpath(name))

    def _named_link(self, name: str) -> None:
        here = os.path.realpath(os.curdir)
        folder = os.path.realpath(os.path.dirname(name) or os.curdir)
        shown, tree = "", here
        if folder != here and not _within(folder, here):
            shown, tree = os.path.dirname(name), folder
        target = os.path.realpath(name)
        if _within(target, tree):
            path = os.path.join(shown, os.path.relpath(target, tree))
            self._add(Found(path, named=True), target)
        else:
            self._add(Found(name, f"it is a link that leads out of {shown or tree}"), name)

    def _add(self, found: Found, real: str) -> None:
        if real not in self._seen:
            self._seen.add(real)
            self.search.found.append(found)

    def _note(self, path: str, reason: str, *, detail: bool = False) -> None:
        self.search.notes.append(Note(path, reason, detail))

    def _folder(self, top: str) -> None:
        """Search the folder `top`, and all below it, without recursion: depth has no limit."""
        root = os.path.realpath(top)
        # The current folder's name is left out of the paths below it.
        todo = [("" if top == os.curdir else top, root, self._above(root))]
        while todo:
            shown, real, ignored = todo.pop()
            try:
                with os.scandir(shown or os.curdir) as scan:
                    entries = {entry.name: entry for entry in scan}
            except OSError as error:
                self._add(Found(shown or os.curdir, reason(error)), real)
                continue
            self.search.marks[real] = marked(entries)
            if real != root:
                if "pyvenv.cfg" in entries:
                    continue
                if ".git" in entries:  # a repository of its own
                    ignored = _Ignored().plus(self._excluded(real))
            if ".gitignore" in entries:
                ignored = ignored.plus(self._rules(os.path.join(real, ".gitignore")))
            for name, entry in entries.items():
                if _is_folder(entry):
                    if name not in _SKIPPED and not ignored.ignores(name, folder=True):
                        below = entry_path(shown, name), entry_path(real, name)
                        todo.append((*below, ignored.below(name)))
                elif "ockerfile" in name or "ontainerfile" in name:
                    self._file(entry, shown, real, ignored, top, root)
                elif name.endswith(_YAML):
                    self._yaml(entry, shown, real, ignored)

    def _file(
        self, entry: os.DirEntry[str], shown: str, real: str, ignored: _Ignored, top: str, root: str
    ) -> None:
        name = entry.name
        if not is_dockerfile(name) or entry_path(real, name) in self._seen:
            return
        path = entry_path(shown, name)
        if ignored.ignores(name, folder=False):
            self._note(path, "git ignores it", detail=True)
        elif name.endswith(_TEMPLATES):
            self._note(path, "it is a template by its name", detail=True)
        elif entry.is_symlink():
            target = os.path.realpath(path)
            try:
                mode = os.stat(target).st_mode
            except OSError as error:
                self._note(path, f"it is a link that leads nowhere: {reason(error)}")
                return
            if stat.S_ISDIR(mode):
                self._note(path, "it is a link to a folder", detail=True)
            elif not _within(target, root):
                self._note(path, f"it is a link that leads out of {top}")
            elif not stat.S_ISREG(mode):
                self._note(path, f"it is a link to {kind(mode)}")
            else:
                start = "" if top == os.curdir else top
                self._add(Found(entry_path(start, os.path.relpath(target, root))), target)
        else:
            try:
                regular = entry.is_file(follow_symlinks=False)
                mode = 0 if regular else entry.stat(follow_symlinks=False).st_mode
            except OSError as error:
                self._add(Found(path, reason(error)), path)
                return
            if regular:
                self._add(Found(path, folder=real), entry_path(real, name))
            else:
                self._note(path, f"it is {kind(mode)}")

    def _yaml(self, entry: os.DirEntry[str], shown: str, real: str, ignored: _Ignored) -> None:
        """Take a YAML file, unless it is a link: what that leads to is found where it is."""
        name = entry.name
        path = entry_path(real, name)
        if path in self._seen or ignored.ignores(name, folder=False):
            return
        try:
            if not entry.is_file(follow_symlinks=False):
                return
        except OSError:
            return
        self._seen.add(path)
        self.search.yaml.append(Found(entry_path(shown, name)))

    def _above(self, folder: str) -> _Ignored:
        """What the rules from the repository's root down to `folder` say, its own not included."""
        root = repository(folder)
        if root is None:
            return _Ignored()
        ignored = _Ignored().plus(self._excluded(root))
        if folder == root:
            return ignored
        at = root
        for name in os.path.relpath(folder, root).split(os.sep):
            ignored = ignored.plus(self._rules(os.path.join(at, ".gitignore"))).below(name)
            at = os.path.join(at, name)
        return ignored

    def _excluded(self, root: str) -> Rules | None:
        """The rules that a repository keeps for itself, in `.git/info/exclude`."""
        git = os.path.join(root, ".git")
        if os.path.isfile(git):  # a worktree or a submodule: the file says where the folder is
            try:
                said = os.fsdecode(read(git)).partition("gitdir:")[2].strip()
                git = os.path.join(root, said)
                common = os.path.join(git, "commondir")
                if os.path.isfile(common):
                    git = os.path.join(git, os.fsdecode(read(common)).strip())
            except (ReadError, ValueError):
                return None
        return self._rules(os.path.join(git, "info", "exclude"))

    def _rules(self, path: str) -> Rules | None:
        # As in git, a `.gitignore` that is a link is not followed.
        if not os.path.isfile(path) or os.path.islink(path):
            return None
        from fixer.workspace.gitignore import Rules

        try:
            return Rules.read(read(path))
        except ReadError as error:
            self._note(path, f"its patterns are not honoured: {error}")
            return None


def entry_path(folder: str, name: str) -> str:
    """`name` in `folder`, which is empty for the current one. Quicker than os.path.join."""
    if not folder:
        return name
    return folder + name if folder.endswith(os.sep) else folder + os.sep + name


class RealPaths:
    """What `os.path.realpath` says of many files that are no links, as long as nothing moves: each
    folder is looked at once, and not once more for every file and folder in it."""

    def __init__(self) -> None:
        self._here = os.getcwd()
        self._folders: dict[str, str] = {}

    def of(self, path: str) -> str:
        folder, name = os.path.split(entry_path(self._here, path) if path[:1] != os.sep else path)
        return entry_path(self._folder(folder), name)

    def _folder(self, folder: str) -> str:
        below = []
        while (known := self._folders.get(folder)) is None:
            above, name = os.path.split(folder)
            if name in ("", os.curdir, os.pardir):
                known = self._folders[folder] = os.path.realpath(folder)
                break
            below.append((folder, name))
            folder = above
        for path, name in reversed(below):
            known = entry_path(known, name)
            if os.path.islink(known):
                known = os.path.realpath(known)
            self._folders[path] = known
        return known


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def repository(folder: str) -> str | None:
    """The root of the git repository that holds `folder`, an absolute path; None outside of any."""
    for at in upward(folder):
        if os.path.lexists(os.path.join(at, ".git")):
            return at
    return None


def upward(folder: str) -> Iterator[str]:
    """`folder`, an absolute path, and the folders that hold it, up to the root."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above
