"""The value of an ENV stays what it is when `env_key_value` writes it in the other form."""

from __future__ import annotations

import dockerfile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixer.dockerfile.document import Document
from fixer.dockerfile.words import expand
from fixer.engine import Options, Result, fix

ONLY = Options(select=frozenset(["env_key_value"]))
ENVIRONMENTS: list[dict[str, str | None]] = [
    {},
    {"A": "one", "B": "two words", "OLD": ""},
    {"A": "'$B'", "B": '"\\', "OLD": "a=b"},
]
#: What means something to the builder, and a little that does not.
PIECES = st.sampled_from(
    " |  |\t|'|\"|\\|`|$|$A|${B}|${OLD:-x y}|${A:+$B}|=|#|a|b c|é|\xa0|C:\\dir|<<EOF".split("|")
    + "''|\"a b\"|'$A'|\\$|\\\"|`$".split("|")
)
ESCAPES = st.sampled_from(["\\", "`"])


def values(document: Document) -> list[list[object]]:
    """What every ENV is worth in each environment: name and value, quotes and variables gone."""
    return [
        [
            (name, expand(value, environment, instruction.escape))
            for name, value in instruction.pairs
        ]
        for instruction in document.instructions
        if instruction.keyword == "ENV"
        for environment in ENVIRONMENTS
    ]


def fixed(source: str) -> Result:
    result = fix(source.encode(), ONLY)
    assert result.problem is None
    return result


def assert_same(source: str) -> Result:
    result = fixed(source)
    before, after = Document(result.before), Document(result.after)
    assert values(after) == values(before)
    if result.changed:
        legacy = [i for i in after.instructions if i.keyword == "ENV" and i.legacy_pair]
        assert len(legacy) == len(result.skips)
        dockerfile.parse_string(result.after.decode())  # BuildKit's parser takes it
        assert not fixed(result.after.decode()).changed
    else:
        assert result.skips
    return result


def is_legacy(source: str) -> bool:
    """Whether BuildKit takes the source, and its first ENV is of the form that is rewritten."""
    try:
        document = Document(source.encode())
        values(document)
    except ValueError:
        return False
    instruction = document.instructions[1]
    return instruction.keyword == "ENV" and instruction.legacy_pair


@given(pieces=st.lists(PIECES, min_size=1, max_size=8), escape=ESCAPES)
def test_same_value(pieces: list[str], escape: str) -> None:
    source = f"# escape={escape}\nFROM scratch\nENV NAME {''.join(pieces)}\n"
    if is_legacy(source):
        assert_same(source)


LINE_ENDS = st.sampled_from([" {e}\n", "{e}\n  ", " {e}\n# it's\n\t", " {e}\n\n", " {e}  \n", " "])


@given(
    lines=st.lists(st.tuples(LINE_ENDS, st.lists(PIECES, max_size=3)), min_size=1, max_size=5),
    escape=ESCAPES,
)
def test_same_value_over_lines(lines: list[tuple[str, list[str]]], escape: str) -> None:
    value = "".join(end.format(e=escape) + "".join(pieces) for end, pieces in lines)
    source = f"# escape={escape}\nFROM scratch\nENV NAME {value}\nENV LAST end\n"
    if is_legacy(source):
        assert_same(source)


@pytest.mark.parametrize(
    "value",
    ["word", "two words", '"quoted words"', "$A and ${B}", "'$A' \"$B\"", "a \\\n  b", "C:\\\\a b"],
)
def test_is_changed(value: str) -> None:
    assert assert_same(f"FROM scratch\nENV NAME {value}\n").changed


def test_comments_between_the_lines_stay() -> None:
    comments = "# why\n", "  # and why\n"
    result = fixed(f"FROM scratch\nENV NAME \\\n{comments[0]}  one \\\n{comments[1]}  two\n")
    assert result.changed
    assert all(comment.encode() in result.after for comment in comments)
    assert Document(result.after).instructions[1].pairs == [("NAME", '"one   two"')]
