"""Say in the image where its source is, and which version and licence it has.

Registries, scanners and update bots read these labels. The source is the git remote `origin`,
without credentials; title, version and licence are what the project's one manifest at the top of
the build context says (pyproject.toml, package.json, Cargo.toml), and a version that has moved on
is brought up to date. The revision is not written here, for it is another with every commit: the
builder knows it, with `docker build --label org.opencontainers.image.revision=$(git rev-parse
HEAD)`, or in its provenance attestation.
https://github.com/opencontainers/image-spec/blob/main/annotations.md
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.files import context_of
from fixer.context.project import Project, project_of, source_url
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import append_instructions, replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages
from fixer.dockerfile.words import Word
from fixer.edit import Edit, Safety, Skip, edit

_PREFIX = "org.opencontainers.image."
_VERSION = _PREFIX + "version"


@transform(on_request=True)
def oci_labels(document: Document) -> Iterator[Edit | Skip]:
    context = context_of(document)
    if context is None:
        yield Skip(1, "the project's files are not at hand: no build context is known")
        return
    project = project_of(context) or Project()
    known = {
        "title": project.name,
        "version": project.version,
        "licenses": project.licence,
        "source": source_url(context.root),
    }
    wanted = {_PREFIX + name: value for name, value in known.items() if value is not None}
    for stage in target_stages(document):
        labels = _labels(stage)
        missing = [f'{name}="{value}"' for name, value in wanted.items() if name not in labels]
        if missing:
            last = stage.instructions[-1] if stage.instructions else stage.origin
            yield edit(
                append_instructions(document, last, [_label(missing, last, document)]),
                why="the image says what it is made from",
                safety=Safety.SAFE,
            )
        if _VERSION in labels and project.version:
            yield from _updated(*labels[_VERSION], project.version)


def _label(pairs: list[str], like: Instruction, document: Document) -> str:
    return "LABEL " + f" {like.escape}\n      ".join(pairs)


def _labels(stage: Stage) -> dict[str, tuple[Instruction, Word | None]]:
    """The labels of a stage by name: where each is set, and its word."""
    out: dict[str, tuple[Instruction, Word | None]] = {}
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "LABEL":
                for at, (name, _) in enumerate(instruction.pairs):
                    word = None if instruction.legacy_pair else instruction.words[at]
                    out[name.strip("\"'")] = instruction, word
    return out


def _updated(label: Instruction, word: Word | None, version: str) -> Iterator[Edit]:
    """The label of an older version, where it is a plain text."""
    if word is None:
        return
    name, _, value = word.text.partition("=")
    quote = value[:1] if value[:1] in "\"'" else ""
    bare = value.strip("\"'")
    if "$" in value or not bare or bare == version:
        return
    done = edit(
        replace_text(label, word.start, word.end, f"{name}={quote}{version}{quote}"),
        why=f"the project's version is {version}, not {bare}",
        safety=Safety.SAFE,
    )
    if isinstance(done, Edit):
        yield done
