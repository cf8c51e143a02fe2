"""The source files of the application: what an image's COPY and ADD take of the build context."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.files import context_of

if TYPE_CHECKING:
    from fixer.context.files import Context
    from fixer.dockerfile.document import Document

_ENDINGS = (
    *(".py", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx", ".jsx", ".rb", ".php", ".pl"),
    *(".pm", ".go", ".rs", ".java", ".kt", ".scala", ".cs", ".c", ".cc", ".cpp", ".h", ".hpp"),
    *(".lua", ".ex", ".exs", ".erl", ".r", ".R", ".jl", ".tcl", ".sh", ".bash", ".zsh"),
)
_NAMES = ("package.json", "Procfile")
#: Folders of other people's programs.
_OTHERS = frozenset(("node_modules", ".git", ".venv", "venv", "env", "vendor", "site-packages"))
#: As many bytes are read, of one context.
_MOST = 8 * 1024 * 1024


def source_files(
    document: Document, endings: tuple[str, ...] = _ENDINGS
) -> Iterator[tuple[str, bytes]]:
    """The paths and the texts of the source files that are copied, into whichever stage."""
    context = context_of(document)
    sources = _copied(document) if context is not None else set()
    if context is None or not sources:
        return
    left = _MOST
    for path in _paths(context, sources, endings):
        text = context.read(path)
        if text is not None:
            left -= len(text)
            yield path, text
        if left < 0:
            return


def _copied(document: Document) -> set[str]:
    """What of the context is copied; the empty path is all of it."""
    found: set[str] = set()
    for stage in document.stages:
        for copy in stage.instructions:
            if copy.keyword in ("COPY", "ADD") and copy.flag("from") is None:
                found.update(value.strip("\"'") for value in copy.values[:-1])
    return {
        "" if {"*", "?", "[", "$"} & {*source} else posixpath.normpath(f"/{source}").strip("/")
        for source in found
        if "://" not in source and not source.startswith("<<")
    }


def _paths(context: Context, sources: set[str], endings: tuple[str, ...]) -> Iterator[str]:
    for path in context.listing():
        folder, _, name = path.rpartition("/")
        if not name.endswith(endings):
            if endings is not _ENDINGS or (name not in _NAMES and path not in sources):
                continue
        if not _OTHERS.isdisjoint(folder.split("/")):
            continue
        if any(not s or path == s or path.startswith(f"{s}/") for s in sources):
            yield path
