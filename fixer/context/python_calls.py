"""What a Python file's own calls give the functions of its first level.

Only the file that is started is followed so: what another one calls in it is not in sight there.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.python_values import CHOICES
from fixer.context.texts import Text, folder_of
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.context.python_values import Scope, Values

#: As many calls of one function are followed.
_MOST_CALLS = 24
_Defined = ast.FunctionDef | ast.AsyncFunctionDef


class _Call(NamedTuple):
    node: ast.Call
    #: What it stands in: a function of the first level, or the file.
    inside: ast.AST


class Calls:
    """The functions of one file, and how they are called in it."""

    def __init__(self, tree: ast.Module) -> None:
        self._functions: dict[int, list[_Call]] = {}
        self._locals: dict[int, Values] = {}
        defined: dict[str, list[_Defined]] = {}
        for statement in tree.body:
            if isinstance(statement, _Defined):
                defined.setdefault(statement.name, []).append(statement)
        calls: dict[str, list[_Call]] = {name: [] for name in defined}
        named = dict.fromkeys(defined, 0)
        for node, inside in _walk(tree):
            if isinstance(node, ast.Name) and node.id in named:
                named[node.id] += 1
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id in calls:
                    calls[node.func.id].append(_Call(node, inside))
        for name, functions in defined.items():
            # handed on or given another value, it is called from who knows where
            if len(functions) == 1 and not functions[0].decorator_list:
                if len(calls[name]) == named[name] <= _MOST_CALLS:
                    self._functions[id(functions[0])] = calls[name]

    def given(self, function: ast.AST, scope: Scope) -> Values:
        """The values of a function's parameters, as far as all calls give them plainly."""
        calls = self._functions.get(id(function))
        if not calls or not isinstance(function, _Defined):
            return {}
        kept, scope.scopes = scope.scopes, scope.scopes[:1]
        values: Values = {}
        arguments = function.args
        positional = [*arguments.posonlyargs, *arguments.args]
        for at, parameter in enumerate(positional):
            default = at - len(positional) + len(arguments.defaults)
            otherwise = arguments.defaults[default] if default >= 0 else None
            found: list[Text | None] = []
            for call in calls:
                argument = _argument(call.node, at, parameter.arg, otherwise)
                found += self._choices(call, argument, scope)
            values[parameter.arg] = _few(found)
        scope.scopes = kept
        return values

    def _choices(self, call: _Call, argument: ast.expr | None, scope: Scope) -> list[Text | None]:
        if argument is None:
            return [None]
        if id(call.inside) not in self._locals:
            self._locals[id(call.inside)] = _locals(call.inside, scope)
        scope.scopes = [scope.scopes[0], self._locals[id(call.inside)]]
        return scope.choices(argument)


def _walk(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """All nodes, each with the outermost function that it stands in, or the file."""
    pending: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while pending:
        node, inside = pending.pop()
        if inside is tree and isinstance(node, _Defined | ast.Lambda):
            inside = node
        for child in ast.iter_child_nodes(node):
            yield child, inside
            pending.append((child, inside))


def _argument(call: ast.Call, at: int, name: str, otherwise: ast.expr | None) -> ast.expr | None:
    """What a call gives a parameter; None where that is not plain."""
    if any(isinstance(argument, ast.Starred) for argument in call.args[: at + 1]):
        return None
    if at < len(call.args):
        return call.args[at]
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    return next((k.value for k in call.keywords if k.arg == name), otherwise)


def _locals(function: ast.AST, scope: Scope) -> Values:
    """The names of a function, or of the file: those that are set once plainly have a value."""
    set_times: Counter[str] = Counter()
    plain: dict[str, ast.expr] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            set_times[node.arg] += 1
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            set_times[node.id] += 1
        elif isinstance(node, ast.Global | ast.Nonlocal):
            set_times.update(node.names)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            plain[node.targets[0].id] = node.value
    values: Values = {name: [None] for name in set_times}
    scope.scopes = [scope.scopes[0], values]
    for name, expression in sorted(plain.items(), key=lambda item: item[1].lineno):
        if set_times[name] == 1:
            values[name] = scope.choices(expression)
    return values


def _few(found: list[Text | None]) -> list[Text | None]:
    """The values once each; of more than are looked at, the folders that they are in."""
    values = [*dict.fromkeys(found)]
    if len(values) > CHOICES and None not in values:
        folders = [folder_of(value) for value in values if value is not None]
        values = [*dict.fromkeys(f and Text(f"{f.text.rstrip('/')}/", False) for f in folders)]
    return values if len(values) <= CHOICES else [None]
