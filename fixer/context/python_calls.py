"""What the calls of a Python application give the functions of its files, and its classes.

A function is followed where all that names it calls it: handed on or given another value, it is
called from who knows where. So it is only where all of the application's files are in sight, else
in the file that is started alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from fixer.context.python_values import CHOICES
from fixer.context.texts import Text, folder_of
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.context.python_values import Scope, Values

#: As many calls of one function are followed.
_MOST_CALLS = 24
_Defined = ast.FunctionDef | ast.AsyncFunctionDef
#: Decorators behind which a function is called as it is written.
_PLAIN = frozenset(("staticmethod", "classmethod", "override", "abstractmethod"))
#: Calls that name a class and do not make one of it.
_ASKS = frozenset(("isinstance", "issubclass"))


class _Call(NamedTuple):
    node: ast.Call
    #: What it stands in: a function, or the file.
    inside: ast.AST
    #: The file.
    path: str


class Calls:
    """The functions of an application's files, and how they are called in them."""

    def __init__(self, trees: Mapping[str, ast.Module], scope_of: Callable[[str], Scope]) -> None:
        self._functions: dict[int, list[_Call]] = {}
        self._locals: dict[int, Values] = {}
        self._trees = trees
        self._scope_of = scope_of
        self._scopes: dict[str, Scope] = {}
        defined: dict[str, list[_Defined]] = {}
        for tree in trees.values():
            for name, function in _functions(tree):
                defined.setdefault(name, []).append(function)
        calls: dict[str, list[_Call]] = {name: [] for name in defined}
        named = dict.fromkeys(defined, 0)
        for path, tree in trees.items():
            for node, inside in _walk(tree):
                name = _name(node)
                if name in named:
                    named[name] += 1
                elif isinstance(node, ast.Call) and _name(node.func) in calls:
                    calls[_name(node.func)].append(_Call(node, inside, path))
                elif isinstance(node, ast.alias) and node.asname and node.asname != node.name:
                    named[node.name.rpartition(".")[2]] = _MOST_CALLS + 1
        for name, functions in defined.items():
            if len(functions) == 1 and all(_name(d) in _PLAIN for d in functions[0].decorator_list):
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
        if positional and positional[0].arg in ("self", "cls"):
            del positional[0]
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
        if isinstance(argument, ast.Constant):
            return scope.choices(argument)
        caller = self._scope(call.path)
        if id(call.inside) not in self._locals:
            self._locals[id(call.inside)] = _locals(call.inside, caller)
        caller.scopes = [caller.scopes[0], self._locals[id(call.inside)]]
        return caller.choices(argument)

    def _scope(self, path: str) -> Scope:
        """The names of a file as its own calls find them."""
        if path not in self._scopes:
            scope = self._scopes[path] = self._scope_of(path)
            for node in ast.walk(self._trees[path]):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    scope.imports(node)
            scope.scopes = [scope.scopes[0] | _locals(self._trees[path], scope)]
        return self._scopes[path]


def _functions(tree: ast.Module) -> Iterator[tuple[str, _Defined]]:
    """The functions of a file, each by the name that it is called by: a class's for what makes one
    of it."""
    for node in ast.walk(tree):
        if isinstance(node, _Defined) and node.name != "__init__":
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, _Defined) and inner.name == "__init__":
                    yield node.name, inner


def _name(node: ast.AST) -> str:
    """The last of the names of a variable or an attribute."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _walk(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """All nodes, each with the outermost function that it stands in, or the file."""
    pending: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while pending:
        node, inside = pending.pop()
        if inside is tree and isinstance(node, _Defined | ast.Lambda):
            inside = node
        for child in _inner(node):
            yield child, inside
            pending.append((child, inside))


def _inner(node: ast.AST) -> Iterator[ast.AST]:
    """What a node holds, but for what only says of what kind something is."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        children = value if isinstance(value, list) else [value]
        if name == "args" and isinstance(node, ast.Call) and _name(node.func) in _ASKS:
            children = children[:1]
        for child in children:
            if isinstance(child, ast.AST):
                yield child


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
