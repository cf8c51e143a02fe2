"""YAML as a tree of nodes with their places, made in bounded time whoever wrote the file.

Nodes are made of ruamel.yaml's events and not of Python values: no tag builds anything, an alias
is the very node that it names and so costs nothing, however often it is used, and numbers, dates
and truths stay the text that was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: More nodes than any file has that a person keeps; they take half a second.
MOST_NODES = 20_000
#: How much may be looked at for one folder's files, what is repeated counted every time.
MOST_STEPS = 200_000
_DEEPEST = 64

_NULL = frozenset({"", "~", "null", "Null", "NULL"})


class NodesError(Exception):
    """A text that is not used, and why; `line` is 1-based."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.reason = reason
        self.line = line


class Budget:
    """Counts what is looked at, and raises NodesError where it is too much."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        self._left -= steps
        if self._left < 0:
            raise NodesError("what it says repeats itself too often")


class Node:
    """A text, a sequence, a mapping, or a null, which is none of them."""

    __slots__ = (
        "aliased", "anchor", "column", "end", "flow", "is_sequence", "items", "line", "pairs",
        "start", "style", "tag", "text",
    )  # fmt: skip

    def __init__(self, line: int, tag: str = "") -> None:
        self.text: str | None = None
        self.is_sequence = False
        self.items: list[Node] = []
        #: A mapping's keys and values, in order; None where it is no mapping.
        self.pairs: list[tuple[Node, Node]] | None = None
        #: 1-based.
        self.line = line
        #: As written, with its exclamation mark; empty where there is none.
        self.tag = tag
        #: Characters of the text: from the first one up to behind the last one that is its own,
        #: the comments behind a block left out. 0-based, and so is `column`.
        self.start = self.end = self.column = 0
        #: Whether it is a collection in brackets.
        self.flow = False
        #: How a text is written: `'`, `"`, `|`, `>`, or empty where it is plain.
        self.style = ""
        self.anchor = ""
        #: Whether an alias stands for it elsewhere.
        self.aliased = False

    def keys(self, budget: Budget) -> Mapping[str, tuple[Node, Node]]:
        """Each key's own node and its value, with what `<<` merges; of anything else none."""
        found: dict[str, tuple[Node, Node]] = {}
        todo: list[Node] = [self]
        seen: set[int] = set()
        while todo:  # the nearest mapping first: what it says wins
            node = todo.pop()
            if id(node) in seen or node.pairs is None:
                continue
            seen.add(id(node))
            budget.spend(1 + len(node.pairs))
            merged: list[Node] = []
            own: dict[str, tuple[Node, Node]] = {}
            for key, value in node.pairs:
                if key.text == "<<":
                    budget.spend(len(value.items))
                    merged += value.items or [value]
                else:
                    own[str(key.text)] = key, value
            for name, pair in own.items():
                found.setdefault(name, pair)
            todo += reversed(merged)
        return found


def parse(text: bytes | str) -> list[Node]:
    """The documents of a YAML text. Raises NodesError."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        return list(_documents(YAML(typ="safe", pure=True).parse(text)))
    except NodesError:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NodesError(
            error.problem or "it is not YAML", mark.line + 1 if mark else None
        ) from error
    except ReaderError as error:
        before = text[: error.position]
        line = (before.count("\n") if isinstance(before, str) else before.count(b"\n")) + 1
        raise NodesError(f"it is not YAML: {error.reason}", line) from error
    except Exception as error:  # whatever a parser does with what is not meant for it
        raise NodesError(f"it is not YAML: {str(error).splitlines()[0]}") from error


def _documents(events: Iterator[Any]) -> Iterator[Node]:
    from ruamel.yaml.events import (
        AliasEvent,
        DocumentEndEvent,
        DocumentStartEvent,
        MappingStartEvent,
        NodeEvent,
        ScalarEvent,
        SequenceStartEvent,
    )

    anchors: dict[str, Node] = {}
    #: The collections that are open, and for a mapping the key that waits for its value.
    path: list[tuple[Node, list[Node]]] = []
    count = last = 0
    root: Node | None = None
    for event in events:
        if isinstance(event, NodeEvent):
            line = event.start_mark.line + 1
            count += 1
            if count > MOST_NODES:
                raise NodesError(f"it has more than {MOST_NODES:,} nodes", line)
            if isinstance(event, AliasEvent):
                if event.anchor not in anchors:
                    raise NodesError(f"no anchor is named {event.anchor!r}", line)
                node = anchors[event.anchor]
                node.aliased = True
            else:
                node = Node(line, str(getattr(event, "tag", None) or ""))
                node.start, node.end = event.start_mark.index, event.end_mark.index
                node.column = event.start_mark.column
                if event.anchor is not None:
                    anchors[event.anchor] = node
                    node.anchor = event.anchor
                if isinstance(event, ScalarEvent):
                    node.style = (event.style or "").strip("\0")
                    plain = not node.style
                    node.text = None if plain and event.value in _NULL else event.value
            if not path:
                root = node
            else:
                parent, waiting = path[-1]
                if parent.pairs is None:
                    parent.items.append(node)
                elif not waiting:
                    waiting.append(node)
                else:
                    key = waiting.pop()
                    if key.text is not None:
                        parent.pairs.append((key, node))
            if isinstance(event, ScalarEvent | AliasEvent):
                # a value that is left out has the place of what comes next
                last = max(last, event.end_mark.index if node.start < node.end else 0)
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                node.is_sequence = isinstance(event, SequenceStartEvent)
                node.flow = bool(event.flow_style)
                node.pairs = None if node.is_sequence else []
                path.append((node, []))
                if len(path) > _DEEPEST:
                    raise NodesError("it is nested too deeply", line)
        elif isinstance(event, DocumentStartEvent):
            anchors = {}
        elif isinstance(event, DocumentEndEvent):
            if root is not None:
                yield root
            root = None
        elif path:
            node, _ = path.pop()
            last = event.end_mark.index if node.flow else last
            node.end = last
