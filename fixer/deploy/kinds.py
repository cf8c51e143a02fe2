"""Which files are of which kind. Which transforms are for them says `fixer.catalog.KINDS`."""

from __future__ import annotations

import os
from typing import Literal

from fixer.later import regex

Kind = Literal["dockerfile", "compose", "kubernetes", "workflow", "ignore_file"]

_COMPOSE = regex(r"(?:docker-|podman-)?compose(?:[._-].*)?\.ya?ml")
_TOP = regex(rb"(?m)^[\"']?([\w.-]+)[\"']?[ \t]*:")
#: All that stands at the top of a Compose file. What says more is a chart's values, a pipeline.
_OF_COMPOSE = frozenset(
    b"version name services networks volumes configs secrets include models".split()
)
_IGNORES = (".dockerignore", ".containerignore")


def is_compose(name: str) -> bool:
    """Whether a file of this name, without its folder, is taken for a Compose file."""
    return _COMPOSE.fullmatch(name) is not None


def kind_by_name(path: str) -> Kind | None:
    """The kind of a file by its path alone; None for YAML that only its text can tell about.

    What is none of the others is taken for a Dockerfile.
    """
    folder, name = os.path.split(path)
    if name.endswith(_IGNORES):
        return "ignore_file"
    if not name.endswith((".yaml", ".yml")):
        return "dockerfile"
    if is_compose(name):
        return "compose"
    if folder.replace(os.sep, "/").endswith(".github/workflows"):
        return "workflow"
    return None


def kind_by_text(text: bytes) -> Kind | None:
    """The kind of a YAML file whose name does not say it; None where it is none of ours."""
    if b"apiVersion" in text and b"kind" in text:
        return "kubernetes"
    if b"services" in text and (b"image" in text or b"build" in text):
        keys = set(_TOP.findall(text))
        if b"services" in keys and all(k in _OF_COMPOSE or k.startswith(b"x-") for k in keys):
            return "compose"
    return None
