"""A YAML file that is edited where its values stand: all other bytes stay as they are.

An operation says what it writes and what it means. The new text is parsed again, and must hold
exactly the old values and what was meant: where it does not, `YamlFile.edited` raises.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from fixer.edit import Safety, Skip, Splice, splice
from fixer.later import NamedTuple, regex
from fixer.yaml.nodes import Node, NodesError, parse

#: What is written: a text, a number, a truth, or a list or a mapping of such.
Value = str | int | bool | list["Value"] | dict[str, "Value"]

#: The values of a file without their places: a list that begins with what it is.
Plain = list[Any]
Meaning = Callable[[Mapping[int, Plain]], None]


class YamlError(Exception):
    """A file that cannot be edited; `line` is 1-based, or None where all of it is meant."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Operation(NamedTuple):
    """A change to one file: characters that are replaced, and what becomes of its values."""

    line: int
    splices: tuple[tuple[int, int, str], ...]
    meaning: Meaning


class Unable(NamedTuple):
    """An operation that cannot be done at this place, and why."""

    line: int
    reason: str


class Edit(NamedTuple):
    """A change that a transform proposes, as `fixer.edit.Edit` is for a Dockerfile."""

    operations: tuple[Operation, ...]
    line: int
    why: str
    safety: Safety


def edit(
    *operations: Operation | Unable, why: str, safety: Safety, line: int | None = None
) -> Edit | Skip:
    """An edit of all `operations` together; a skip where one of them cannot be done.

    `line` is that of the first operation unless it is given.
    """
    line = operations[0].line if line is None else line
    done: list[Operation] = []
    for operation in operations:
        if isinstance(operation, Unable):
            return Skip(line, operation.reason)
        done.append(operation)
    return Edit(tuple(done), line, why, safety)


class YamlFile:
    """A text, the documents in it, and the operations on them. Raises YamlError.

    Operations belong to the file that they were made from: an edited one is a new file.
    """

    def __init__(self, source: bytes) -> None:
        self.source = source
        try:
            self._bom = "\ufeff" if source.startswith(b"\xef\xbb\xbf") else ""
            self.text = source.decode("utf-8").removeprefix(self._bom)
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            raise YamlError("it is not UTF-8", line) from error
        try:
            self.documents: list[Node] = parse(self.text)
        except NodesError as error:
            raise YamlError(error.reason, error.line) from error
        self._newline = "\r\n" if "\r\n" in self.text else "\n"

    # What it looks like ---------------------------------------------------------------------------

    @cached_property
    def step(self) -> int:
        """How many blanks a mapping within another one is indented by, as the file does it most."""
        return self._most(1, lambda value: bool(value.pairs)) or 2

    @cached_property
    def dash(self) -> int:
        """How far right of its key the dashes of a list stand, as the file does it most."""
        found = self._most(0, lambda value: bool(value.is_sequence and value.items))
        return self.step if found is None else found

    def _most(self, least: int, wanted: Callable[[Node], bool]) -> int | None:
        """The most common distance of values from their keys, the first of those alike."""
        found = Counter(
            value.column - key.column
            for node in _all(self.documents)
            for key, value in node.pairs or ()
            if not value.flow and value.line > key.line and wanted(value)
        )
        return next((by for by, _ in found.most_common() if least <= by <= 8), None)

    @cached_property
    def _shared(self) -> dict[int, str]:
        """The nodes that aliases stand for, with all that is in them, each with the anchor."""
        found: dict[int, str] = {}
        todo = [(node, node.anchor) for node in _all(self.documents) if node.aliased]
        while todo:
            node, anchor = todo.pop()
            if id(node) not in found:
                found[id(node)] = anchor
                todo += [(inner, anchor) for inner in node.items]
                todo += [(inner, anchor) for pair in node.pairs or () for inner in pair]
        return found

    # Operations -----------------------------------------------------------------------------------

    def set(
        self, mapping: Node, key: str, value: Value, after: str | None = None
    ) -> Operation | Unable:
        """Give a key this value, in place of the one it has; a new key comes after `after`,
        or at the end of the mapping.

        What an anchor shares with other places, and a value that is a collection already, are left
        alone: the latter is edited by its own operations.
        """
        pairs = mapping.pairs
        if pairs is None:
            return Unable(mapping.line, "it is no mapping")
        if anchor := self._shared.get(id(mapping)):
            return Unable(mapping.line, f"the anchor &{anchor} shares it with other places")
        for name, old in pairs:
            if name.text == key:
                return self._replace(mapping, name, old, value)
        if mapping.flow:
            return self._in_brackets(mapping, _flow({key: value})[1:-1], _adds(mapping, key, value))
        if not pairs:
            return Unable(mapping.line, "it is empty")
        behind = next((pair for pair in pairs if pair[0].text == after), pairs[-1])
        column = pairs[0][0].column
        lines = self._lines(key, value, column)
        place = _end(self.text, *behind)
        if self._shares_line(pairs, behind):
            return Unable(behind[0].line, "two keys share a line")
        if self._open_ended(place):
            return Unable(behind[0].line, "the file ends within a block of text")
        return Operation(
            behind[0].line,
            (self._new_lines(place, lines),),
            _adds(mapping, key, value),
        )

    def append(self, sequence: Node, *values: Value) -> Operation | Unable:
        """Add items at the end of a list."""
        if not sequence.is_sequence:
            return Unable(sequence.line, "it is no list")
        if anchor := self._shared.get(id(sequence)):
            return Unable(sequence.line, f"the anchor &{anchor} shares it with other places")

        def meaning(mirror: Mapping[int, Plain]) -> None:
            mirror[id(sequence)].extend(map(_plain, values))

        if sequence.flow:
            return self._in_brackets(sequence, ", ".join(map(_flow, values)), meaning)
        if any(item.start < sequence.start for item in sequence.items):
            return Unable(sequence.line, "an item stands for one elsewhere")
        dash = self.text.rfind("-", 0, sequence.items[0].start)
        column = dash - self.text.rfind("\n", 0, dash) - 1
        if self.text[dash - column : dash].strip():
            return Unable(sequence.line, "the list does not begin on a line of its own")
        lines = [line for value in values for line in _item(value, column, self.step, self.dash)]
        place = max(_last(self.text, item) for item in sequence.items)
        if self._open_ended(place):
            return Unable(sequence.line, "the file ends within a block of text")
        return Operation(sequence.line, (self._new_lines(place, lines),), meaning)

    def replace(self, node: Node, value: str | int | bool) -> Operation | Unable:
        """Put another text in the place of one; it is quoted as the old one was."""
        if node.is_sequence or node.pairs is not None:
            return Unable(node.line, "it is no text")
        if node.aliased or node.anchor or node.tag:
            return Unable(node.line, "an anchor or a tag stands before it")
        if node.style in ("|", ">"):
            return Unable(node.line, "it is a block of text")
        if node.start == node.end:
            return Unable(node.line, "it is empty")

        def meaning(mirror: Mapping[int, Plain]) -> None:
            mirror[id(node)][:] = _plain(value)

        written = _scalar(value, node.style)
        return Operation(node.line, ((node.start, node.end, written),), meaning)

    def edited(self, edits: Iterable[Edit]) -> tuple[YamlFile, list[Splice]]:
        """The file with `edits`, and what was replaced in its bytes.

        Raises YamlError where it does not hold exactly what was meant, and
        `fixer.edit.OverlapError` where two edits change the same text.
        """
        mirror: dict[int, Plain] = {}
        roots = [_mirror(root, mirror) for root in self.documents]
        splices = []
        for each in edits:
            for operation in each.operations:
                operation.meaning(mirror)
                for start, end, text in operation.splices:
                    at, to = self._byte(start), self._byte(end)
                    splices.append(Splice(at, to, text.encode(), _rank(text)))
        done = splice(self.source, splices)
        fresh = YamlFile(done.source)
        if list(map(_shape, roots)) != [_shape(_mirror(root, {})) for root in fresh.documents]:
            raise YamlError("the values are not those intended")
        return fresh, done.splices

    def _byte(self, index: int) -> int:
        if self.source.isascii():
            return index
        return len((self._bom + self.text[:index]).encode())

    def _replace(self, mapping: Node, key: Node, old: Node, value: Value) -> Operation | Unable:
        if isinstance(value, str | int | bool) and old.start < old.end:
            return self.replace(old, value)
        if old.is_sequence or old.pairs is not None or old.text is not None:
            return Unable(old.line, f"{key.text} has a value of another kind")
        if old.tag or old.anchor or old.start < old.end:
            return Unable(old.line, f"{key.text} is empty in a way of its own")

        def meaning(mirror: Mapping[int, Plain]) -> None:
            pairs = mirror[id(mapping)]
            at = next(i for i, pair in enumerate(pairs[1:], 1) if pair[0] == key.text)
            pairs[at][1] = _plain(value)

        colon = self.text.find(":", key.end)
        if colon < 0 or self.text[key.end : colon].strip():
            return Unable(old.line, f"{key.text} is empty in a way of its own")
        if isinstance(value, str | int | bool):
            splice = colon + 1, colon + 1, " " + _scalar(value)
        elif mapping.flow:
            splice = colon + 1, colon + 1, " " + _flow(value)
        else:
            lines = self._lines(str(key.text), value, key.column)[1:]
            splice = self._new_lines(colon + 1, lines)
        return Operation(key.line, (splice,), meaning)

    def _lines(self, key: str, value: Value, column: int) -> list[str]:
        return _block({key: value}, column, self.step, self.dash)

    def _new_lines(self, place: int, lines: list[str]) -> tuple[int, int, str]:
        """A splice that puts `lines` behind the line in which `place` is."""
        newline = self._newline
        end = self.text.find("\n", place)
        if end < 0:
            end = len(self.text)
            return end, end, "".join(newline + line for line in lines)
        return end + 1, end + 1, "".join(line + newline for line in lines)

    def _in_brackets(self, node: Node, written: str, meaning: Meaning) -> Operation | Unable:
        """Write one more entry before a collection's closing bracket."""
        text = self.text
        if text[node.start] not in "[{":
            return Unable(node.line, "it has no brackets of its own")
        inside = text[node.start + 1 : node.end - 1]
        if "#" in inside:
            return Unable(node.line, "a comment may stand within the brackets")
        if not inside.strip():
            splice = node.start + 1, node.end - 1, written
        else:
            place = node.start + 1 + len(inside.rstrip())
            splice = place, place, f" {written}" if text[place - 1] == "," else f", {written}"
        return Operation(node.line, (splice,), meaning)

    def _open_ended(self, place: int) -> bool:
        """Whether nothing but a block of text, without a last line feed, is behind `place`."""
        text = self.text
        if text.find("\n", place) >= 0:
            return False
        line = text[text.rfind("\n", 0, place) + 1 :]
        return not line.strip() or any(
            node.style in ("|", ">") and node.end >= len(text) for node in _all(self.documents)
        )

    def _shares_line(self, pairs: list[tuple[Node, Node]], behind: tuple[Node, Node]) -> bool:
        place = _end(self.text, *behind)
        end = self.text.find("\n", place)
        rest = self.text[place : end if end >= 0 else None].strip()
        return bool(rest) and not rest.startswith("#")


def _rank(text: str) -> int:
    """Of new lines at one place, those further right come first: they end what is further in."""
    line = text.lstrip("\r\n")
    column = len(line) - len(line.lstrip(" "))
    return -(2 * column + line.startswith("- ", column)) if "\n" in text else 0


def _end(text: str, key: Node, value: Node) -> int:
    """Behind the last character of a pair."""
    if value.start < key.end:  # an alias: it stands somewhere else
        end = text.find("\n", key.end)
        line = text[key.end : end if end >= 0 else None]
        return key.end + len(line.split(" #")[0].rstrip().rstrip(",}]"))
    return max(key.end, _last(text, value)) if value.start < value.end else key.end + 1


def _last(text: str, node: Node) -> int:
    """Behind the last character of a value; of a block of text, of its last line that is not
    empty, unless the empty ones count."""
    last = node
    while not last.flow and (last.items or last.pairs):
        last = last.items[-1] if last.items else last.pairs[-1][1]  # type: ignore[index]
        if last.start == last.end:
            return node.end
    end = max(node.end, last.end) if last.start >= node.start else node.end
    if last.style in ("|", ">") and "+" not in text[last.start : last.start + 4]:
        return len(text[:end].rstrip())
    if last.style in ("|", ">"):
        return end - 1
    return end


def _all(roots: Iterable[Node]) -> Iterable[Node]:
    todo = list(reversed(list(roots)))
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        todo += reversed([*node.items, *(value for _, value in node.pairs or ())])


# Values, written ---------------------------------------------------------------------------------

_PLAIN = regex(
    r"[A-Za-z_./][\w./@+=-]*(?: [\w./@+=-]+)*(?::[\w./@+-]*[A-Za-z./@+-][\w./@+-]*)*"
    r"|[1-9][0-9]*(?:[kKmMgG]i?|m)"  # quantities
)
#: Texts that YAML 1.1 or 1.2 takes for something else.
_RESERVED = frozenset(
    {"y", "yes", "n", "no", "on", "off", "true", "false", "null", ".inf", ".nan", "~"}
)


def _scalar(value: str | int | bool, style: str = "") -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _block(values: dict[str, Value], column: int, step: int, dash: int) -> list[str]:
    lines = []
    blanks = " " * column
    for key, value in values.items():
        start = f"{blanks}{_scalar(key)}:"
        if isinstance(value, dict) and value:
            lines += [start, *_block(value, column + step, step, dash)]
        elif isinstance(value, list) and value:
            lines.append(start)
            for item in value:
                lines += _item(item, column + dash, step, dash)
        else:
            lines.append(f"{start} {_flow(value)}")
    return lines


def _item(value: Value, column: int, step: int, dash: int) -> list[str]:
    if isinstance(value, dict) and value:
        first, *rest = _block(value, column + 2, step, dash)
        return [f"{' ' * column}- {first.lstrip()}", *rest]
    return [f"{' ' * column}- {_flow(value)}"]


# Values, compared --------------------------------------------------------------------------------


def _plain(value: Value) -> Plain:
    if isinstance(value, dict):
        return ["mapping", *([key, _plain(each)] for key, each in value.items())]
    if isinstance(value, list):
        return ["sequence", *map(_plain, value)]
    return ["text", "", _written(value)]


def _written(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _adds(mapping: Node, key: str, value: Value) -> Meaning:
    def meaning(mirror: Mapping[int, Plain]) -> None:
        mirror[id(mapping)].append([key, _plain(value)])

    return meaning


def _mirror(root: Node, mirror: dict[int, Plain]) -> Plain:
    """What a node says as lists that can be changed; an alias is the very list of its anchor."""
    nodes = list(_all([root]))
    for node in nodes:
        if node.is_sequence:
            mirror[id(node)] = ["sequence"]
        elif node.pairs is not None:
            mirror[id(node)] = ["mapping"]
        else:
            mirror[id(node)] = ["text", node.tag, node.text]
    for node in nodes:
        own = mirror[id(node)]
        own += [mirror[id(item)] for item in node.items]
        own += [[key.text, mirror[id(value)]] for key, value in node.pairs or ()]
    return mirror[id(root)]


def _shape(root: Plain) -> list[object]:
    """A flat list that is equal for equal values. What is shared is written once, so that its
    length is that of the file, and a list that holds itself has an end."""
    out: list[object] = []
    numbers: dict[int, int] = {}
    todo: list[object] = [root]
    while todo:
        at = todo.pop()
        if not isinstance(at, list):
            out.append(at)
            continue
        if id(at) in numbers:
            out.append(("again", numbers[id(at)]))
            continue
        numbers[id(at)] = len(numbers)
        out.append("[")
        todo.append("]")
        if at[0] == "mapping":  # keys have no order
            at = sorted(at[1:], key=lambda pair: str(pair[0]))
        todo += reversed(at)
    return out
