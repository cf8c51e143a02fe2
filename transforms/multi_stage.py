"""Split a stage that compiles and runs into one that builds and one that runs.

The image then holds the program and what it needs to run, not the compiler, the sources and the
packages' caches: a program of Go goes on distroless, one of Rust on the small image of the same
Debian or Alpine, one of Maven or Gradle on the JRE of the same Java, Python's packages go into a
virtual environment on the same base, and what npm, yarn or pnpm builds stands there beside the
packages that it needs to run. Only a stage whose every step is understood is split, and only with
--unsafe: `fix verify` builds both and compares what they do.
https://docs.docker.com/build/building/multi-stage/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.build_shapes import Cut, cut_of
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import delete_instruction, insert_instructions, replace_text
from fixer.edit import Edit, Safety, Skip, edit

_NAME = "build"


@transform(needs=["golang", "maven", "gradle", "python", "rust", "node"], on_request=True)
def multi_stage(document: Document) -> Iterator[Edit | Skip]:
    stage = document.stages[0]
    name = stage.name or _NAME
    cut = cut_of(stage, name)
    if isinstance(cut, str):
        yield Skip(stage.origin.line, cut)
    elif cut is not None:
        origin = stage.origin
        operations = [delete_instruction(document, moved, moved=True) for moved in cut.moved]
        if stage.name is None:
            end = origin.words[0].end
            operations.append(replace_text(origin, end, end, f" AS {_NAME}"))
        for place, lines in cut.before:
            operations.append(insert_instructions(document, place, lines))
        operations.append(insert_instructions(document, cut.tail, _spaced(document, cut)))
        yield edit(
            *operations,
            line=origin.line,
            why=f"what only builds is not in the image: {cut.what}",
            safety=Safety.UNSAFE,
        )


def _spaced(document: Document, cut: Cut) -> list[str]:
    """The lines that begin the new stage, set off by a blank line as the file is there."""
    comments = dict(document.comments)
    line = cut.tail.line
    while line - 1 in comments:
        line -= 1
    above = document.source[: comments.get(line, cut.tail.start)].splitlines()
    first, *rest = cut.lines
    if above and not above[-1].strip():
        return [first, *rest[:-1], rest[-1] + "\n"]
    return ["\n" + first, *rest]
