"""Prisma's client for Python, which is made where the package lies, and whose engine is in the home
folder of who made it.

https://prisma-client-py.readthedocs.io/en/stable/reference/binaries/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fixer.facts import programs as known

if TYPE_CHECKING:
    from fixer.dockerfile.stages import Stage

_OF_PYTHON = ("pip", "pip3", "uv", "poetry", "pipenv", "pdm")
_OF_NODE = ("npm", "npx", "yarn", "pnpm", "bun")
#: What of Prisma's command line makes the client anew.
_MAKE_CLIENT = (("generate",), ("db", "push"), ("migrate", "dev"), ("migrate", "reset"))


def is_pythons(stage: Stage) -> bool:
    """Whether the `prisma` of a stage is Python's: nothing but Python's packages is installed."""

    def installed(names: Sequence[str]) -> bool:
        return any(next(member.commands(*names), None) is not None for member in stage.lineage)

    return installed(_OF_PYTHON) and not installed(_OF_NODE)


def makes_client(stage: Stage, name: str, argv: Sequence[str]) -> str | None:
    """What is run, where it makes the client for Python; empty where it is Python's Prisma and
    makes none, None where it is something else."""
    words = [*argv[1:]]
    if known.PYTHON.fullmatch(name) and words[:2] == ["-m", "prisma"]:
        words = words[2:]
    elif name != "prisma" or not is_pythons(stage):
        return None
    if "--skip-generate" in words:
        return ""
    return next((" ".join(m) for m in _MAKE_CLIENT if tuple(words[: len(m)]) == m), "")
