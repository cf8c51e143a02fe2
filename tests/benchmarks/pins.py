"""How many images `fix` pins where a registry knows every name, and why not the others.

    python -m tests.benchmarks.pins FOLDER

Every file below FOLDER is taken for a Dockerfile. No registry is asked: a stand-in answers.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import Any

from fixer.dockerfile.document import Document
from fixer.dockerfile.images import Image, images
from fixer.dockerfile.syntax import DockerfileError
from fixer.engine import Options, fix
from tests.stub_registry import AnyRegistry

PIN = Options(select=frozenset(("pin_digest",)))


def named(source: bytes) -> list[Image]:
    """The images that a Dockerfile names; stages and `scratch` are none."""
    try:
        document = Document(source)
    except DockerfileError:
        return []
    return [] if document.left_alone else list(images(document))


def is_pinned(image: Image) -> bool:
    return "@sha" in image.text or bool(image.reference and image.reference.digest)


def general(problem: str) -> str:
    """A reason without the names and numbers of one file."""
    for pattern, text in (
        (r"knows \S+$", "knows X"),
        (r"value for .+ would", "value for X would"),
        (r"^\S+ is (used|no)", r"X is \1"),
        (r"line \d+", "line N"),
    ):
        problem = re.sub(pattern, text, problem)
    return problem


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    registry: Any = AnyRegistry()
    counts: dict[str, Counter[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        source = path.read_bytes()
        result = fix(source, PIN, registry)
        ignored = {skip.line for skip in result.skips if "asks for it" in skip.reason}
        for old, new in zip(named(source), named(result.after), strict=True):
            if is_pinned(old):
                what = "had a digest"
            elif is_pinned(new):
                what = "pinned"
            elif old.line in ignored:
                what = "a comment asks to leave it"
            else:
                what = general(old.problem)
            counts.setdefault(old.kind, Counter())[what] += 1
    for kind, table in counts.items():
        total = table.total()
        print(f"{kind}: {total} images, {table['pinned'] / total:.1%} pinned")
        for what, count in table.most_common():
            print(f"{count:6} {what}")


if __name__ == "__main__":
    main()
