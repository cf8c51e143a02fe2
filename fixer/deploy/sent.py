"""What lies in a build context, and what the Dockerfiles that are built from it take of it."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from fixer.context.files import Ignored
from fixer.dockerfile.document import Document
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.words import WordError, expand
from fixer.later import NamedTuple, regex

#: Folders that are not looked into: none of them holds what a person wrote.
CLOSED = frozenset(
    {
        ".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox", ".nox",
        ".aws", ".ssh", ".gnupg", ".kube", ".idea", ".vscode", ".pytest_cache", ".mypy_cache",
        ".ruff_cache", ".hypothesis", ".nyc_output", ".terraform", ".gradle", ".parcel-cache",
        ".turbo", ".next", ".nuxt", "target", "obj", "htmlcov",
    }
)  # fmt: skip
_LEVELS = 8
_ENTRIES = 20_000
#: In bytes; larger files, and what goes beyond these sums, are not read.
_LARGEST = 128 * 1024
_TEXTS = 600
_BYTES = 6 * 1024 * 1024
#: What is never text, or is no part of a program: what it says is for people, or for the host.
_NO_TEXT = (
    *(".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".svg", ".woff", ".woff2", ".ttf", ".eot"),
    *(".pdf", ".zip", ".gz", ".tgz", ".jar", ".whl", ".so", ".dll", ".exe", ".pyc", ".class"),
    *(".md", ".rst", ".adoc", ".lock", ".sum", ".map", ".csv", ".mp4", ".mp3", ".bin", ".db"),
)
_FOR_THE_HOST = frozenset(
    {
        "license", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "procfile.dev",
        ".gitignore", ".dockerignore", ".containerignore", ".gitattributes", "jenkinsfile",
        ".gitlab-ci.yml", ".travis.yml", ".pre-commit-config.yaml", "vagrantfile",
    }
)  # fmt: skip
#: What a build is told by: these are read first.
_OF_BUILD = regex(
    r"(?i)(?:setup|conftest|versioneer|version|_version|build|noxfile|tasks)\.\w+|pyproject\.toml"
    r"|[\w.-]*requirements[\w.-]*|package\.json|composer\.json|cargo\.toml|go\.mod|pom\.xml|gemfile"
    r"|rakefile|makefile|gnumakefile|justfile|cmakelists\.txt|meson\.build|mix\.exs|pipfile"
    r"|(?:gulp|grunt|task)file\.\w+|.*[._-]config\.\w+|.*\.(?:gradle|kts|gemspec|csproj|fsproj|props"
    r"|targets|mk|cmake|sh|bash|sbt|cabal)|(?:webpack|rollup|vite)[\w.-]*"
)
_WILD = frozenset("*?[\\")


class Entry(NamedTuple):
    """Something in the context, by its path from there."""

    path: str
    is_folder: bool

    @property
    def name(self) -> str:
        return posixpath.basename(self.path)


class Take(NamedTuple):
    """A source of COPY, ADD or a bind mount that lies in the context."""

    document: Document
    stage: Stage
    instruction: Instruction
    #: Its path in the context, as a pattern where it has wildcards; empty for all of it.
    source: str
    #: It is a folder, taken with all that is in it.
    whole: bool


class Tree:
    """The entries of a context, so many levels deep; links to folders are not followed."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.entries: list[Entry] = []
        #: Whether there is nothing else.
        self.complete = True
        self._texts: dict[str, bytes] | None = None
        self._left = _BYTES
        #: Whether all that may be a program's text was read.
        self.all_read = True
        #: Whether all that a build is told by was.
        self.build_read = True
        self._walk()

    def _walk(self) -> None:
        todo = [("", 1)]
        while todo:
            folder, level = todo.pop()
            try:
                with os.scandir(os.path.join(self.root, folder)) as found:
                    entries = sorted(found, key=lambda each: each.name)
            except OSError:
                self.complete = False
                continue
            below = []
            for each in entries:
                if len(self.entries) >= _ENTRIES:
                    self.complete = False
                    return
                path = f"{folder}/{each.name}" if folder else each.name
                is_folder = each.is_dir(follow_symlinks=False)
                self.entries.append(Entry(path, is_folder))
                if is_folder and each.name not in CLOSED:
                    if level == _LEVELS:
                        self.complete = False
                    else:
                        below.append((path, level + 1))
            todo += reversed(below)

    def read(self, path: str) -> bytes:
        """A file's first bytes; none where it cannot be read."""
        full = os.path.join(self.root, path)
        try:
            if os.path.islink(full) or not os.path.isfile(full):
                return b""
            with open(full, "rb") as file:
                return file.read(_LARGEST)
        except OSError:
            return b""

    def texts(self) -> dict[str, bytes]:
        """What the program and its build are written in, by path."""
        if self._texts is None:
            self._texts = {}
            found = [path for path, is_folder in self.entries if not is_folder]
            found = [path for path in found if _may_be_text(path)]
            first = {path for path in found if _OF_BUILD.fullmatch(posixpath.basename(path))}
            self.build_read = self._read_all(path for path in found if path in first)
            self.all_read = self._read_all(path for path in found if path not in first)
            self.all_read = self.all_read and self.build_read
        return self._texts

    def _read_all(self, paths: Iterable[str]) -> bool:
        """Keep what files hold; whether all of it could be read."""
        texts = self._texts
        assert texts is not None
        done = self.complete
        for path in paths:
            if len(texts) >= _TEXTS or self._left <= 0:
                return False
            data = self.read(path)
            self._left -= len(data)
            if len(data) == _LARGEST:
                done = False
            if data and b"\0" not in data[:1024]:
                texts[path] = data
        return done


def _may_be_text(path: str) -> bool:
    name = posixpath.basename(path).lower()
    if path.startswith((".github/", ".gitlab/", ".circleci/", ".devcontainer/")):
        return False
    if name.startswith("dockerfile"):
        return False
    if "compose" in name and name.endswith((".yml", ".yaml")):
        return False
    return name not in _FOR_THE_HOST and not name.endswith(_NO_TEXT)


class Sent:
    """What the builds of a context send: its tree, and what each Dockerfile takes.

    `others` may be built from the context, too: what they need stays as well.
    """

    def __init__(
        self, tree: Tree, ignored: Ignored, documents: list[Document], others: list[Document]
    ) -> None:
        self.tree = tree
        self.ignored = ignored
        self.documents = documents
        self.everyone = [*documents, *others]
        self.takes: list[Take] = []
        #: A source that is only known when the image is built.
        self.open: Take | None = None
        for document in self.everyone:
            for stage in document.stages:
                for instruction in stage.instructions:
                    self._add(document, stage, instruction)

    def _add(self, document: Document, stage: Stage, instruction: Instruction) -> None:
        inner = instruction.trigger if instruction.keyword == "ONBUILD" else instruction
        if inner is None:
            return
        for written in _sources(inner):
            try:
                text, certain = expand(written, stage.state(inner).environment, inner.escape)
            except WordError:
                text, certain = written, False
            path = posixpath.normpath("/" + text).lstrip("/")
            whole = False
            if certain and not _WILD.isdisjoint(path):
                folder, _, last = path.rpartition("/")
                if last == "*" and _WILD.isdisjoint(folder):
                    path, whole = folder, True
            elif certain:
                whole = os.path.isdir(os.path.join(self.tree.root, path))
            take = Take(document, stage, inner, path, whole)
            if not certain:
                self.open = self.open or take
            self.takes.append(take)

    def taken_whole(self, path: str) -> list[Take]:
        """Who takes a path with a folder that it lies in, of those that this file is for."""
        if self.ignored.covers(path.split("/")):
            return []
        return [
            take
            for take in self.takes
            if take.whole
            and take.document in self.documents
            and (not take.source or path.startswith(take.source + "/"))
        ]

    def named(self, path: str, pattern: str) -> Take | None:
        """Who names a path itself, or something in it, or what `pattern` would exclude as well."""
        excluded = Ignored(os.fsencode(pattern))
        for take in self.takes:
            source = take.source
            if not source:
                continue
            if _WILD.isdisjoint(source):
                if source == path or source.startswith(path + "/"):
                    return take
                if excluded.covers(source.split("/")):
                    return take
            elif _meets(source.split("/"), path.split("/")):
                return take
        return None

    def commands(self, *names: str) -> Iterator[Command]:
        """The commands of these names in all RUN instructions."""
        for document in self.everyone:
            for stage in document.stages:
                yield from stage.commands(*names)

    def mentioned(self, name: str, but: str = "") -> str | None:
        """A file of the program, or a Dockerfile, in whose text a name stands."""
        text = name.encode("utf-8", "surrogateescape")
        for document in self.everyone:
            if text in document.source:
                return posixpath.basename(document.path or "Dockerfile")
        for path, data in self.tree.texts().items():
            if path != but and text in data:
                return path
        return None

    def says(self, pattern: re.Pattern[bytes], paths: Iterable[str] | None = None) -> str | None:
        """A file of the program, among `paths` if given, in which a pattern is found."""
        texts = self.tree.texts()
        for path in texts if paths is None else paths:
            if path in texts and pattern.search(texts[path]):
                return path
        return None


def _sources(instruction: Instruction) -> Iterator[str]:
    """What an instruction takes from the context, as written."""
    if instruction.keyword in ("COPY", "ADD"):
        if instruction.flag("from") is not None:
            return
        heredocs = {heredoc.word.text for heredoc in instruction.heredocs}
        words = instruction.exec_form or [word.text for word in instruction.words]
        for word in words[:-1]:
            if word not in heredocs and "://" not in word and not word.startswith("git@"):
                yield word.strip("'\"")
    elif instruction.keyword == "RUN":
        for mount in instruction.mounts:
            if mount.get("type", "bind") == "bind" and "from" not in mount:
                yield mount.get("source", mount.get("src", "."))


def _meets(pattern: list[str], path: list[str]) -> bool:
    """Whether a source with wildcards may name a path, or something in it."""
    return all(fnmatchcase(part, glob) for glob, part in zip(pattern, path, strict=False))
