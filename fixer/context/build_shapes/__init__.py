"""Stages that compile and run in one, and where they can be cut in two.

A shape is recognised whole or not at all: every instruction before the cut must be one that is
known to serve the build, and what the image starts must be what the build made.
"""

from __future__ import annotations

from fixer.context.build_shapes.shape import Cut
from fixer.dockerfile.stages import Stage

__all__ = ["Cut", "cut_of"]


def cut_of(stage: Stage, name: str) -> Cut | str | None:
    """Where a stage, to be named `name`, is cut; why not; or None where it has no such shape."""
    reference = stage.reference
    if reference is None or len(stage.document.stages) > 1:
        return None
    repository = reference.repository
    tag = reference.tag or ""
    if repository == "library/golang":
        from fixer.context.build_shapes.go import go

        return go(stage, name, tag)
    if repository in ("library/maven", "library/gradle"):
        from fixer.context.build_shapes.java import java

        return java(stage, name, tag, repository.removeprefix("library/"))
    if repository == "library/python":
        from fixer.context.build_shapes.python import python

        return python(stage, name)
    if repository == "library/rust":
        from fixer.context.build_shapes.rust import rust

        return rust(stage, name, tag)
    if repository == "library/node":
        from fixer.context.build_shapes.node import node

        return node(stage, name, tag)
    return None
