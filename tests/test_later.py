"""What keeps the start short: modules, patterns and transforms that are loaded when needed."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import typing
from pathlib import Path

import pytest

from fixer.catalog import _needs, needs, transforms
from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import DockerfileError
from fixer.edit import Edit
from fixer.later import NamedTuple, regex

CASES = Path(__file__).parent.parent / "cases"


class Cheap(NamedTuple):
    """Documented."""

    name: str
    size: int = 3

    @property
    def twice(self) -> int:
        return self.size * 2


def test_a_named_tuple_is_one() -> None:
    one = Cheap("a")
    assert one == ("a", 3) == Cheap("a", size=3)
    assert (one.name, one.twice, one._replace(size=5).twice) == ("a", 6, 10)
    assert repr(one) == "Cheap(name='a', size=3)"
    assert (Cheap.__doc__, Cheap.__module__) == ("Documented.", __name__)
    assert pickle.loads(pickle.dumps(one)) == one
    assert not hasattr(one, "__dict__")
    assert typing.get_type_hints(Cheap) == {"name": str, "size": int}
    with pytest.raises(TypeError):
        Cheap()  # type: ignore[call-arg]


def test_a_pattern_is_compiled_at_its_first_use() -> None:
    bad = regex("(")
    with pytest.raises(Exception, match="unterminated"):
        bad.match("x")
    good = regex(r"(\w)=", 0)
    assert good.findall("a=b=") == ["a", "b"]
    assert good.pattern == r"(\w)="
    assert good.sub("", "a=1") == "1"


def test_a_module_is_loaded_at_its_first_use() -> None:
    code = (
        "import json, sys; from fixer.later import later\n"
        "later('colorsys'); later('json'); import colorsys\n"
        "before = type(sys.modules['colorsys']).__name__\n"
        "used = colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0) and colorsys.ONE_THIRD > 0\n"
        "print(json.dumps([before, used, type(sys.modules['colorsys']).__name__]))\n"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert json.loads(printed) == ["_Module", True, "module"]


def test_the_words_that_are_read_are_those_that_are_declared() -> None:
    for name, transform in transforms().items():
        assert needs(name) == transform.needs, name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ('answers=["DL1"], needs=["a", "b"])\ndef x', {"a", "b"}),
        ('\n    needs=[\n        "a",\n        "b",\n    ],\n)\ndef x', {"a", "b"}),
        (')\ndef x(y): needs=["a"]', set()),
        ('needs=[*WORDS, "a"])\ndef x', set()),
        ('needs=WORDS)\ndef x', set()),
    ],
)  # fmt: skip
def test_words_are_read_only_where_they_are_written_out(arguments: str, words: set[str]) -> None:
    assert _needs(arguments.partition("\ndef ")[0]) == words


def test_a_transform_has_nothing_to_say_of_a_file_that_does_not_need_it() -> None:
    spared = 0
    for path in sorted(CASES.glob("*/*.Dockerfile")):
        try:
            document = Document(path.read_bytes())
        except DockerfileError:
            continue
        for name, transform in transforms().items():
            if needs(name) and needs(name).isdisjoint(document.tokens):
                spared += 1
                for place in (document,) if transform.whole else document.stages:
                    said = [said for said in transform.run(place) if isinstance(said, Edit)]
                    assert not said, f"{name} on {path.name}"
    assert spared > 1000


def test_only_what_a_file_needs_is_imported(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"FROM debian:12\nRUN apt-get install curl\n")
    code = (
        "import sys; from fixer.cli import cli\n"
        "cli.main(['--check', 'Dockerfile'], standalone_mode=False)\n"
        "print('loaded', *sys.modules)"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True
    ).stdout
    loaded = set(printed.rpartition("loaded")[2].split())
    assert "fixer.transforms.apt_lists" in loaded
    assert loaded.isdisjoint(
        ("fixer.transforms.npm_cache", "fixer.transforms.zypper_cache", "tempfile", "unidiff")
    )
