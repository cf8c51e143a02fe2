"""What Bake files say of the images that they build.

https://docs.docker.com/build/bake/reference/. Values, lists, `inherits`, variables with their
defaults and a plain `matrix` are read; what a function or a condition works out is unknown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple

from fixer.dockerfile.service import Service
from fixer.workspace.tree import Tree, expand
from fixer.yaml.nodes import Budget, NodesError

if TYPE_CHECKING:
    from tree_sitter import Node

#: A text, None, or a list or mapping of values. What is not known is a text that holds `${`.
Value = Any

_UNKNOWN = "${?}"
_FILE = re.compile(r"docker-bake(?:\..+)?\.(?:hcl|json)")
#: How deep values may be nested, and how far `inherits` is followed.
_DEEPEST = 32
#: Longer values of variables, which others can be made of, are not kept.
_LONGEST = 1_000
#: So many combinations of a matrix are read.
_MOST_COMBINATIONS = 64


def is_bake(name: str) -> bool:
    """Whether a file of this name, without its folder, is taken for a Bake file."""
    return _FILE.fullmatch(name) is not None


class _Target(NamedTuple):
    path: str
    line: int
    values: Mapping[str, Value]


def bake_services(
    paths: Sequence[str], tree: Tree, budget: Budget
) -> Iterator[tuple[str, Service]]:
    """The targets of one folder's Bake files, each with the Dockerfile it is built from.

    A file that cannot be used becomes a note of `tree`. Raises NodesError where they say too much.
    """
    # As Bake reads them: what is there to override others comes last, and JSON before HCL.
    paths = sorted(paths, key=lambda path: ("override" in path, path.endswith(".hcl"), path))
    variables: dict[str, str] = {}
    targets: dict[str, _Target] = {}
    for path in paths:
        text = tree.read(path)
        if text is None:
            continue
        try:
            read = _json if path.endswith(".json") else _hcl
            for name, target in read(path, text, variables, budget):
                earlier = targets.get(name)
                targets[name] = _merged(earlier, target, budget) if earlier else target
        except NodesError as error:
            tree.note(path, error)
    inherited = {name for each in targets.values() for name in _texts(each.values.get("inherits"))}
    for name, target in targets.items():
        if name in inherited and not {"context", "dockerfile", "target"} & target.values.keys():
            continue  # it is only there to be inherited from
        for said in _combinations(_inherited(name, targets, budget), budget):
            yield from _service(name, target, said, tree, budget)


def _service(
    name: str, target: _Target, said: Mapping[str, Value], tree: Tree, budget: Budget
) -> Iterator[tuple[str, Service]]:
    if said.get("dockerfile-inline") is not None:
        return
    dockerfile = said.get("dockerfile")
    place = tree.place(
        os.path.dirname(target.path),
        _text(said.get("context")) or ".",
        _text(dockerfile) if dockerfile is not None else None,
        budget,
    )
    if place is not None:
        path, context = place
        stage = _text(said.get("target"))
        arguments = said.get("args")
        yield (
            path,
            Service(
                file=tree.name(target.path),
                line=target.line,
                name=name,
                context=context,
                target=None if stage is None or "${" in stage else stage,
                args={
                    key: None if value is None or "${" in value else value
                    for key, value in (arguments.items() if isinstance(arguments, dict) else ())
                    if value is None or isinstance(value, str)
                },
            ),
        )


def _merged(base: _Target, over: _Target, budget: Budget) -> _Target:
    return base._replace(values=_laid_over(base.values, over.values, budget))


def _laid_over(
    base: Mapping[str, Value], over: Mapping[str, Value], budget: Budget
) -> dict[str, Value]:
    both = {**base, **{name: value for name, value in over.items() if value is not None}}
    first, second = base.get("args"), over.get("args")
    budget.spend(1 + len(both))
    if isinstance(first, dict) and isinstance(second, dict):
        budget.spend(len(first) + len(second))
        both["args"] = {**first, **second}
    return both


def _inherited(
    name: str, targets: Mapping[str, _Target], budget: Budget, depth: int = _DEEPEST
) -> Mapping[str, Value]:
    """A target's values, with those that it inherits."""
    own = targets[name].values
    said: Mapping[str, Value] = {}
    for other in _texts(own.get("inherits")):
        if other in targets and depth:
            said = _laid_over(said, _inherited(other, targets, budget, depth - 1), budget)
    return _laid_over(said, own, budget)


def _combinations(said: Mapping[str, Value], budget: Budget) -> Iterator[Mapping[str, Value]]:
    """The target once for each combination of its matrix."""
    matrix = said.get("matrix")
    if not isinstance(matrix, dict):
        yield said
        return
    names = [name for name, values in matrix.items() if _texts(values)]
    each = product(*(_texts(matrix[name]) for name in names))
    for combination in islice(each, _MOST_COMBINATIONS):
        values = dict(zip(names, combination, strict=True))
        budget.spend(len(said))
        yield {name: _expanded(value, values) for name, value in said.items() if name != "matrix"}


def _expanded(value: Value, values: Mapping[str, str], depth: int = _DEEPEST) -> Value:
    """A value of JSON, or one whose variables were not known yet, with its variables replaced."""
    if isinstance(value, str):
        return expand(value, values)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or not isinstance(value, dict | list):
        return None if value is None else str(value)
    if not depth:
        return _UNKNOWN
    if isinstance(value, dict):
        return {name: _expanded(each, values, depth - 1) for name, each in value.items()}
    return [_expanded(each, values, depth - 1) for each in value]


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: Value) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _define(name: str, default: Value, variables: dict[str, str]) -> None:
    variables.pop(name, None)
    if isinstance(default, str) and len(default) <= _LONGEST and "${" not in default:
        variables[name] = default


# JSON --------------------------------------------------------------------------------------------


def _json(
    path: str, text: bytes, variables: dict[str, str], budget: Budget
) -> Iterator[tuple[str, _Target]]:
    import json

    try:
        root = json.loads(text)
    except json.JSONDecodeError as error:
        raise NodesError(f"it is not JSON: {error.msg}", error.lineno) from error
    except RecursionError as error:
        raise NodesError("its values are nested too deeply") from error
    except ValueError as error:
        raise NodesError(f"it is not JSON: {error}") from error
    for name, variable in _table(root, "variable").items():
        if isinstance(variable, dict):
            _define(name, _expanded(variable.get("default"), variables), variables)
    # json keeps no lines: each name is looked for behind the one before.
    at, line = max(text.find(b'"target"'), 0), 1 + text.count(b"\n", 0, text.find(b'"target"') + 1)
    for name, target in _table(root, "target").items():
        budget.spend()
        found = text.find(json.dumps(name, ensure_ascii=False).encode(errors="replace"), at)
        found = found if found >= 0 else len(text)
        line, at = line + text.count(b"\n", at, found), found
        if isinstance(target, dict):
            yield name, _Target(path, line, _expanded(target, variables))


def _table(root: object, name: str) -> Mapping[str, Any]:
    found = root.get(name) if isinstance(root, dict) else None
    return found if isinstance(found, dict) else {}


# HCL ---------------------------------------------------------------------------------------------


def _hcl(
    path: str, text: bytes, variables: dict[str, str], budget: Budget
) -> Iterator[tuple[str, _Target]]:
    import tree_sitter_hcl
    from tree_sitter import Language, Parser

    root = Parser(Language(tree_sitter_hcl.language())).parse(text).root_node
    if root.has_error:
        raise NodesError("it is not HCL", _error_line(root))
    blocks = [node for body in root.named_children for node in body.named_children]
    budget.spend(len(blocks))
    targets = []
    for block in blocks:
        words = [n for n in block.named_children if n.type in ("identifier", "string_lit")]
        if block.type != "block" or len(words) != 2:
            continue
        kind, name = (_raw(word).strip('"') for word in words)
        if kind == "variable":
            _define(name, _attributes(block, variables, budget).get("default"), variables)
        elif kind == "target":
            targets.append((name, block))
    # A variable may be made below what uses it.
    for name, block in targets:
        said = _attributes(block, variables, budget)
        yield name, _Target(path, block.start_point.row + 1, said)


def _error_line(root: Node) -> int:
    """The line of the first thing in the tree that the grammar does not know."""
    node = root
    while True:
        wrong = next((child for child in node.children if child.has_error), None)
        if wrong is None:
            return node.start_point.row + 1
        node = wrong


def _raw(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _attributes(block: Node, variables: Mapping[str, str], budget: Budget) -> dict[str, Value]:
    said: dict[str, Value] = {}
    for body in block.named_children:
        for node in body.named_children if body.type == "body" else ():
            if node.type == "attribute" and len(node.named_children) == 2:
                name, expression = node.named_children
                said[_raw(name)] = _value(expression, variables, budget)
    return said


_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def _value(
    node: Node, variables: Mapping[str, str], budget: Budget, depth: int = _DEEPEST
) -> Value:
    """What an expression stands for."""
    budget.spend()
    if not depth:
        return _UNKNOWN
    children = [child for child in node.named_children if child.type != "comment"]
    match node.type:
        case "expression" | "literal_value" | "collection_value" | "template_expr" if (
            len(children) == 1
        ):
            return _value(children[0], variables, budget, depth - 1)
        case "literal_value" | "numeric_lit" | "bool_lit":
            return _raw(node)
        case "null_lit":
            return None
        case "variable_expr":
            name = _raw(node)
            budget.spend(len(variables.get(name, "")) // 16)
            return variables.get(name, f"${{{name}}}")
        case "string_lit" | "quoted_template":
            parts = [_part(child, variables, budget, depth - 1) for child in children]
            return "".join(parts)
        case "tuple":
            return [
                _value(child, variables, budget, depth - 1)
                for child in children
                if child.type == "expression"
            ]
        case "object":
            return dict(
                _pair(child, variables, budget, depth - 1)
                for child in children
                if child.type == "object_elem"
            )
    return _UNKNOWN


def _part(node: Node, variables: Mapping[str, str], budget: Budget, depth: int) -> str:
    """A piece of a quoted text."""
    match node.type:
        case "template_literal":
            literal = _raw(node).replace("$${", "${")
            return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), literal)
        case "template_interpolation":
            inner = [child for child in node.named_children if child.type == "expression"]
            value = _value(inner[0], variables, budget, depth) if len(inner) == 1 else None
            return value if isinstance(value, str) else _UNKNOWN
        case "quoted_template_start" | "quoted_template_end":
            return ""
    return _UNKNOWN


def _pair(
    node: Node, variables: Mapping[str, str], budget: Budget, depth: int
) -> tuple[str, Value]:
    key = node.child_by_field_name("key")
    value = node.child_by_field_name("val")
    if key is None or value is None:
        return "", None
    name = _raw(key)
    if name.startswith('"'):
        name = str(_value(key, variables, budget, depth))
    return name, _value(value, variables, budget, depth)
