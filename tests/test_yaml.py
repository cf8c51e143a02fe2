"""YAML files are edited where their values stand: what was meant is done, and nothing else."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fixer.edit import OverlapError, Safety, Skip
from fixer.yaml.file import Edit, Operation, Unable, YamlError, YamlFile, edit
from fixer.yaml.nodes import MOST_NODES, Node, NodesError, parse


def load(text: str | bytes) -> Any:
    source = text.encode() if isinstance(text, str) else text
    return YAML(typ="safe", pure=True).load(io.BytesIO(source))


def change(*operations: Operation | Unable) -> Edit:
    made = edit(*operations, why="because", safety=Safety.SAFE)
    assert isinstance(made, Edit), made
    return made


def done(file: YamlFile, *operations: Operation | Unable) -> str:
    return file.edited([change(*operations)])[0].source.decode()


def at(file: YamlFile, *path: str | int) -> Node:
    node = file.documents[0]
    for step in path:
        if isinstance(step, int):
            node = node.items[step]
        else:
            assert node.pairs is not None
            node = next(value for key, value in node.pairs if key.text == step)
    return node


# Texts that were written by all kinds of people --------------------------------------------------

WORDS = st.text("abcxyz", min_size=1, max_size=5)
#: What is a text only in quotes, and what needs none.
TEXTS = WORDS | st.sampled_from(
    ["on", "no", "1.0", "10:20", "0x1", "~", "null", "a: b", "# x", "- a", "é", "🦊", "'", '"', ""]
)
SCALARS = TEXTS | st.integers(-5, 70_000) | st.booleans() | st.none()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)
#: What is written must be of these kinds.
WRITTEN = st.recursive(
    TEXTS | st.integers(0, 9) | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    ),
    max_leaves=5,
)
FILES = st.dictionaries(WORDS, VALUES, min_size=1, max_size=4)


class Writer:
    """Writes values as YAML, in one style of many."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.step = draw(st.sampled_from([2, 4]))
        self.indents = draw(st.booleans())
        self.comments = draw(st.booleans())

    def file(self, value: dict[str, Any]) -> str:
        lines = self.mapping(value, 0)
        if self.draw(st.booleans()):
            lines.insert(0, "---")
        text = "\n".join(lines) + self.draw(st.sampled_from(["", "\n", "\n\n", "\n# the end\n"]))
        if self.draw(st.booleans()):
            text = text.replace("\n", "\r\n")
        return self.draw(st.sampled_from(["", "\ufeff"])) + text

    def mapping(self, value: dict[str, Any], column: int) -> list[str]:
        lines: list[str] = []
        for key, each in value.items():
            if self.comments and self.draw(st.booleans()):
                lines += [" " * column + "# says: why"]
            if self.comments and lines and self.draw(st.booleans()):
                lines += [""]
            lines += self.entry(" " * column + f"{json.dumps(key)}:", each, column)
        return lines

    def sequence(self, value: list[Any], column: int) -> list[str]:
        lines = []
        for each in value:
            if isinstance(each, dict) and each and self.draw(st.booleans()):
                first, *rest = self.mapping_plain(each, column + 2)
                lines += [" " * column + "- " + first.lstrip(), *rest]
            else:
                lines += [" " * column + "- " + self.flow(each) + self.comment()]
        return lines

    def mapping_plain(self, value: dict[str, Any], column: int) -> list[str]:
        lines = []
        for key, each in value.items():
            lines += self.entry(" " * column + f"{json.dumps(key)}:", each, column)
        return lines

    def entry(self, start: str, value: Any, column: int) -> list[str]:
        if self.draw(st.booleans()) and value:
            if isinstance(value, dict):
                return [start + self.comment(), *self.mapping(value, column + self.step)]
            if isinstance(value, list):
                inner = column + (self.step if self.indents else 0)
                return [start + self.comment(), *self.sequence(value, inner)]
        if value is None and self.draw(st.booleans()):
            return [start + self.comment()]
        return [f"{start} {self.flow(value)}{self.comment()}"]

    def flow(self, value: Any) -> str:
        if isinstance(value, dict):
            blank = self.draw(st.sampled_from(["", " "])) if value else ""
            inner = ", ".join(f"{json.dumps(k)}: {self.flow(v)}" for k, v in value.items())
            return "{" + blank + inner + blank + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        if isinstance(value, str):
            if value.isascii() and value.isalpha() and value not in ("on", "no", "null"):
                if self.draw(st.booleans()):
                    return value
                return f"'{value}'" if self.draw(st.booleans()) else json.dumps(value)
            return json.dumps(value, ensure_ascii=False)
        return json.dumps(value)

    def comment(self) -> str:
        return "  # so: it is" if self.comments and self.draw(st.booleans()) else ""


@st.composite
def files(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    value = draw(FILES)
    text = Writer(draw).file(value)
    assert load(text) == value
    return value, text


def paths(value: Any, kind: type, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where in a value there is something of this kind."""
    found = [path] if type(value) is kind else []
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, each in inner:
        found += paths(each, kind, (*path, key))
    return found


def get(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def kept(before: str, after: str) -> bool:
    """Whether all that was there still is, in its order."""
    rest = iter(after)
    return all(ch in rest for ch in before)


@given(files(), st.data())
def test_a_key_is_added_to_any_mapping(
    made: tuple[dict[str, Any], str], data: st.DataObject
) -> None:
    value, text = made
    path = data.draw(st.sampled_from(paths(value, dict)))
    new, behind = data.draw(WRITTEN), data.draw(st.sampled_from(["", *get(value, path)]))
    file = YamlFile(text.encode())
    operation = file.set(at(file, *path), "added", new, after=behind or None)
    wanted = copy.deepcopy(value)
    get(wanted, path)["added"] = new
    if isinstance(operation, Unable):
        assert operation.reason
        return
    after = done(file, operation)
    assert load(after) == wanted
    assert kept(text, after)


@given(files(), st.data())
def test_items_are_added_to_any_list(made: tuple[dict[str, Any], str], data: st.DataObject) -> None:
    value, text = made
    places = paths(value, list)
    if not places:
        return
    path = data.draw(st.sampled_from(places))
    new = data.draw(st.lists(WRITTEN, min_size=1, max_size=2))
    file = YamlFile(text.encode())
    operation = file.append(at(file, *path), *new)
    wanted = copy.deepcopy(value)
    get(wanted, path).extend(new)
    if isinstance(operation, Unable):
        assert operation.reason
        return
    after = done(file, operation)
    assert load(after) == wanted
    assert kept(text, after)


@given(files(), TEXTS.filter(bool), st.data())
def test_any_text_is_replaced(
    made: tuple[dict[str, Any], str], new: str, data: st.DataObject
) -> None:
    value, text = made
    places = [path for path in paths(value, str) if get(value, path)]
    if not places:
        return
    path = data.draw(st.sampled_from(places))
    file = YamlFile(text.encode())
    node = at(file, *path)
    after = done(file, file.replace(node, new))
    wanted = copy.deepcopy(value)
    get(wanted, path[:-1])[path[-1]] = new
    assert load(after) == wanted
    assert after.startswith(text[: node.start])
    assert after.endswith(text.removeprefix("\ufeff")[node.end :])


@given(files())
def test_without_an_edit_no_byte_changes(made: tuple[dict[str, Any], str]) -> None:
    file = YamlFile(made[1].encode())
    assert file.edited([])[0].source == made[1].encode()


# One by one --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  b: 1\n", "a:\n  b: 1\n  new:\n    - x\n"),
        ("a:\n    b: 1\n\nc: 2\n", "a:\n    b: 1\n    new:\n        - x\n\nc: 2\n"),
        ("a:\n  b: 1  # why\n", "a:\n  b: 1  # why\n  new:\n    - x\n"),
        ("a:\n  b: 1", "a:\n  b: 1\n  new:\n    - x"),
        ("a:\r\n  b: 1\r\n", "a:\r\n  b: 1\r\n  new:\r\n    - x\r\n"),
        ("a: {b: 1}\n", "a: {b: 1, new: [x]}\n"),
        ("a: { b: 1 }\n", "a: { b: 1, new: [x] }\n"),
        ("a: {}\n", "a: {new: [x]}\n"),
        ("a:\n  b:\n  - 1\n", "a:\n  b:\n  - 1\n  new:\n  - x\n"),
        ("a:\n  b: |\n    text\n\nc: 1\n", "a:\n  b: |\n    text\n  new:\n    - x\n\nc: 1\n"),
        ("a:\n  new:\n  b: 1\n", "a:\n  new:\n    - x\n  b: 1\n"),
        ("\ufeffa:\n  b: é\n", "\ufeffa:\n  b: é\n  new:\n    - x\n"),
    ],
)
def test_a_new_key_looks_like_the_others(before: str, after: str) -> None:
    file = YamlFile(before.encode())
    assert done(file, file.set(at(file, "a"), "new", ["x"])) == after


def test_two_keys_at_one_place_come_in_the_order_given() -> None:
    file = YamlFile(b"a:\n  b: 1\n  c: 2\n")
    node = at(file, "a")
    first, second = file.set(node, "x", 1, after="b"), file.set(node, "z", True, after="b")
    assert done(file, first, second) == "a:\n  b: 1\n  x: 1\n  z: true\n  c: 2\n"


def test_a_key_that_is_there_gets_the_value_in_its_quotes() -> None:
    file = YamlFile(b"a: 'x'  # of old\nb: \"y\"\n")
    root = file.documents[0]
    after = done(file, file.set(root, "a", "it's"), file.set(root, "b", "z"))
    assert after == "a: 'it''s'  # of old\nb: \"z\"\n"


@pytest.mark.parametrize("text", ["on", "No", "1.0", "10001:10001", "0x10", "~", "", "a: b", "1e3"])
def test_what_is_a_text_stays_one_for_every_reader(text: str) -> None:
    file = YamlFile(b"a: x\n")
    after = done(file, file.set(file.documents[0], "b", text))
    assert after == f"a: x\nb: {json.dumps(text)}\n"


@pytest.mark.parametrize("text", ["ALL", "no-new-privileges:true", "/tmp", "1G", "512m", "500m"])
def test_what_needs_no_quotes_gets_none(text: str) -> None:
    file = YamlFile(b"a: x\n")
    assert done(file, file.set(file.documents[0], "b", text)) == f"a: x\nb: {text}\n"


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ("a: &x\n  b: 1\nc: *x\n", ("a",), "shares it with other places"),
        ("a: {b: 1, # why\n  c: 2}\n", ("a",), "comment"),
        ("a: x\n", ("a",), "no mapping"),
        ("a:\n  b: |\n    text", ("a",), "block of text"),
    ],
)
def test_what_cannot_be_done_is_told(text: str, path: tuple[str], reason: str) -> None:
    file = YamlFile(text.encode())
    operation = file.set(at(file, *path), "new", "x")
    assert isinstance(operation, Unable)
    assert reason in operation.reason
    assert isinstance(edit(operation, why="", safety=Safety.SAFE), Skip)


@pytest.mark.parametrize("text", ["a: &x b\n", "a: !t b\n", "a: |\n  b\n", "a:\n"])
def test_a_text_with_more_to_it_is_not_replaced(text: str) -> None:
    file = YamlFile(text.encode())
    assert isinstance(file.replace(at(file, "a"), "c"), Unable)


def test_an_edit_that_does_something_else_is_refused() -> None:
    file = YamlFile(b"a: 1\nb: 2\n")
    line, splices, meaning = file.set(file.documents[0], "c", "x")  # type: ignore[misc]
    other = tuple((start, end, text + "d: 1\n") for start, end, text in splices)
    with pytest.raises(YamlError, match="not those intended"):
        file.edited([change(Operation(line, other, meaning))])


def test_two_edits_of_one_place_are_refused() -> None:
    file = YamlFile(b"a: 1\n")
    node = at(file, "a")
    with pytest.raises(OverlapError):
        file.edited([change(file.replace(node, "x")), change(file.replace(node, "y"))])


@pytest.mark.parametrize(
    ("source", "line"),
    [(b"a: [1\n", 2), (b"a: 1\n b: 2\n", 2), (b"x\n\xff\n", 2), (b"a: *gone\n", 1)],
)
def test_what_is_no_yaml_names_its_line(source: bytes, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        YamlFile(source)
    assert caught.value.line == line


def test_documents_of_one_file_are_kept_apart() -> None:
    file = YamlFile(b"a: 1\n---\nb: 2\n...\n---\nc: 3\n")
    after = done(file, file.set(file.documents[1], "x", "z"))
    assert after == "a: 1\n---\nb: 2\nx: z\n...\n---\nc: 3\n"


def test_what_an_alias_repeats_takes_no_time() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    text = "\n".join(lines) + "\nend: 1\n"
    file = YamlFile(text.encode())
    assert done(file, file.set(file.documents[0], "new", "x")) == text + "new: x\n"


def test_files_that_are_too_large_or_too_deep_are_refused() -> None:
    with pytest.raises(NodesError, match="nodes"):
        parse("- x\n" * (MOST_NODES + 1))
    with pytest.raises(NodesError, match="deeply"):
        parse("[" * 100 + "]" * 100)
