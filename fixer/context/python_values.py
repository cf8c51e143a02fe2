"""The texts and paths that a Python file makes up, as far as it says so in plain words."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fixer.context.texts import NO_FILE, TEMPORARY, Text, added, folder_of, joined
from fixer.later import regex

if TYPE_CHECKING:
    import re

    from fixer.context.judge import Here, Judge

#: As many values of one name are looked at.
CHOICES = 4
_LONGEST_VALUE = 4096
_DEPTH = 20

Values = dict[str, "list[Text | None]"]
_Defined = ast.FunctionDef | ast.AsyncFunctionDef

OPENERS = frozenset(("open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open"))
OPENERS |= {"aiofiles.open"}
#: Calls that join the parts of a path.
_JOINS = frozenset(
    ("os.path.join", "path.join", "posixpath.join", "Path", "pathlib.Path", "PurePath")
)
#: Calls and methods that give the path itself.
_SAME = frozenset(
    """os.path.abspath os.path.realpath os.path.normpath os.path.expanduser
    path.abspath abspath str os.fspath""".split()
)
_SAME_METHODS = frozenset("resolve absolute as_posix strip expanduser rstrip".split())
_TEMPORARY = frozenset("mkdtemp mkstemp gettempdir mktemp TemporaryDirectory".split())
_TEMPORARY |= {"NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"}
#: Attributes that are a text of their own.
_CONSTANTS = {
    "os.sep": "/",
    "os.path.sep": "/",
    "os.curdir": ".",
    "os.path.curdir": ".",
    "os.pardir": "..",
    "os.linesep": "\n",
}
#: Methods of so many things that a function of this name is not meant by it.
_OF_ALL = frozenset("get pop read open load split replace lower upper encode decode copy".split())
#: What a format puts a value for: `%s`, `%(name)s`; `{}`, `{0}`, `{name}`.
_PERCENT = regex(r"%(?:\((\w+)\))?[#0+ -]*[\d.*]*[sdrfxi]|%%")
_BRACES = regex(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}|\{\{|\}\}")
_NAMED = regex(r"\$(?:(\w+)|\{(\w+)\})")
#: A function that returns in more places, or is longer in lines, is not followed.
_RETURNS = 4
_MOST_CALLS = 300
_LINES = 60
_VARIABLES = frozenset(
    "os.environ.get os.getenv getenv environ.get os.environ.setdefault config env".split()
)


class Shared:
    """What the files of one application know of each other: values by the last of their names."""

    def __init__(self) -> None:
        self.values: Values = {}
        #: Functions by their names, each with the file that it is in; None where there are several.
        self.functions: dict[str, tuple[_Defined, Scope] | None] = {}
        #: How many more of their calls are followed.
        self.calls = _MOST_CALLS
        #: Names that are given a dict.
        self.dicts: set[str] = set()
        #: Those dicts, each with its file; None where a name is given several.
        self.literals: dict[str, tuple[ast.Dict, Scope] | None] = {}
        #: Values of files that the application reads, by their last key.
        self.settings: dict[str, list[Text | None]] = {}


class Scope:
    """Evaluates expressions of one file."""

    def __init__(self, path: str, judge: Judge, here: Here, shared: Shared) -> None:
        self.judge = judge
        self.here = here
        self.shared = shared
        #: The names of the file, and those of the function or class that is read in it.
        self.scopes: list[Values] = [{"__file__": [Text(path)]}]
        #: What an imported name stands for: `logging.handlers.RotatingFileHandler`.
        self.aliases: dict[str, str] = {}
        self._choice = 0

    # Names ------------------------------------------------------------------------------------

    def name(self, node: ast.AST) -> str:
        """`a.b.c` of a name or an attribute, an imported name in full; "" of anything else."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self.aliases.get(node.id, node.id), *reversed(parts)])

    def imports(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom):
                self.aliases[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
            elif alias.asname:
                self.aliases[alias.asname] = alias.name

    def assign(self, target: ast.expr, values: list[Text | None], *, sure: bool) -> None:
        """Take over what a target is given; with `sure` it can be nothing else any more."""
        if isinstance(target, ast.Name):
            _put(self.scopes[-1], target.id, values, sure)
            if len(self.scopes) == 1:
                _put(self.shared.values, target.id, values, False)
        elif isinstance(target, ast.Attribute):
            _put(self.shared.values, target.attr, values, False)
        elif isinstance(target, ast.Subscript):  # app.config["UPLOAD_FOLDER"]
            key = self.value(target.slice)
            if key is not None:
                _put(self.shared.values, key.text, values, False)
        elif isinstance(target, ast.Tuple | ast.List):
            for element in target.elts:
                self.assign(element, values, sure=sure)
        elif isinstance(target, ast.Starred):
            self.assign(target.value, [None], sure=sure)

    # Values -----------------------------------------------------------------------------------

    def choices(self, node: ast.expr) -> list[Text | None]:
        """The values that an expression may have; None is one that is not known."""
        out: list[Text | None] = []
        for choice in range(CHOICES):
            self._choice = choice
            found = self.value(node)
            if found is not None and len(found.text) > _LONGEST_VALUE:
                found = None
            if found not in out:
                out.append(found)
        self._choice = 0
        return out

    def _one(self, values: list[Text | None]) -> Text | None:
        return values[min(self._choice, len(values) - 1)] if values else None

    def _known(self, name: str) -> Text | None:
        """A value by the last of its names, of any file of the application."""
        return self._one(self.shared.values.get(name, []))

    def _keyed(self, key: str) -> Text | None:
        """A value by its key, of a dict or of a file of settings."""
        return self._one(self.shared.values.get(key) or self.shared.settings.get(key) or [])

    def value(self, node: ast.expr | None, depth: int = 0) -> Text | None:
        """A text or a path that an expression plainly gives; None where it is not known."""
        if node is None or depth > _DEPTH:
            return None
        depth += 1
        if isinstance(node, ast.Constant):
            return Text(node.value) if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            for scope in reversed(self.scopes):
                if node.id in scope:
                    return self._one(scope[node.id])
            alias = self.aliases.get(node.id)
            return self._known(alias.rpartition(".")[2]) if alias is not None else None
        if isinstance(node, ast.JoinedStr):
            return self._formatted(node, depth)
        if isinstance(node, ast.BinOp):
            return self._combined(node, depth)
        if isinstance(node, ast.BoolOp):
            return self._either(node, depth)
        if isinstance(node, ast.IfExp):
            return self.value(node.orelse if self._choice % 2 else node.body, depth)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, depth)
        if isinstance(node, ast.Subscript):
            return self._item(node, depth)
        if isinstance(node, ast.Call):
            return self._called(node, depth)
        if isinstance(node, ast.Await):
            return self.value(node.value, depth)
        return None

    def _attribute(self, node: ast.Attribute, depth: int) -> Text | None:
        if node.attr in ("parent", "name", "stem"):
            inner = self.value(node.value, depth)
            if inner is not None and inner.text.startswith((TEMPORARY.text, NO_FILE.text)):
                return inner
            if node.attr == "parent":
                return folder_of(inner) if inner is not None else None
        plain = _CONSTANTS.get(self.name(node))
        if plain is not None:
            return Text(plain)
        if isinstance(node.value, ast.Name | ast.Attribute):
            found = self._known(node.attr)
            if found is None and node.attr == "value":  # of an enumeration's member
                return self.value(node.value, depth)
            return found if found is not None else self._property(node.attr, depth)
        return None

    def _property(self, name: str, depth: int) -> Text | None:
        """What a property of a class of the application's is."""
        function = self.shared.functions.get(name)
        if function is not None and any(
            self.name(each).rpartition(".")[2] in ("property", "cached_property")
            for each in function[0].decorator_list
        ):
            return self._returned(function, None, depth)
        return None

    def _returned(
        self, function: tuple[_Defined, Scope], call: ast.Call | None, depth: int
    ) -> Text | None:
        """What a function of the application's returns, as far as it is plain."""
        definition, scope = function
        self.shared.calls -= 1
        if (
            self.shared.calls < 0
            or depth > _DEPTH // 2
            or (definition.end_lineno or 0) - definition.lineno > _LINES
        ):
            return None
        inside = [*ast.walk(definition)]
        returns = [each.value for each in inside if isinstance(each, ast.Return) and each.value]
        if not 0 < len(returns) <= _RETURNS or any(
            isinstance(each, ast.Yield | ast.YieldFrom) for each in inside
        ):
            return None
        arguments = definition.args
        positional = [*arguments.posonlyargs, *arguments.args]
        if positional and positional[0].arg in ("self", "cls"):
            del positional[0]
        names = [*positional, *arguments.kwonlyargs]
        names += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        values: Values = {each.arg: [None] for each in names}
        defaults = arguments.defaults[-len(positional) :] if positional else []
        otherwise = dict(zip(positional[len(positional) - len(defaults) :], defaults, strict=True))
        starred = call is not None and (
            any(isinstance(each, ast.Starred) for each in call.args)
            or any(each.arg is None for each in call.keywords)
        )
        for at, parameter in enumerate(positional if not starred else ()):
            given = call.args[at] if call is not None and at < len(call.args) else None
            named = (k.value for k in (call.keywords if call else ()) if k.arg == parameter.arg)
            given = given or next(named, None)
            if given is not None:
                values[parameter.arg] = [self.value(given, depth + 1)]
            elif parameter in otherwise:
                values[parameter.arg] = [scope.value(otherwise[parameter], depth + 1)]
        kept, scope.scopes = scope.scopes, [scope.scopes[0], values]
        chosen, scope._choice = scope._choice, self._choice
        for statement in definition.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                found = scope.value(statement.value, depth + 1)
                values[statement.targets[0].id] = [found]
        for each in inside:  # what is set in a branch may be anything
            if isinstance(each, ast.Assign | ast.AugAssign | ast.For | ast.withitem):
                for name in _stored(each) if each not in definition.body else ():
                    values[name] = [None]
        result = scope.value(returns[self._choice % len(returns)], depth + 1)
        scope.scopes, scope._choice = kept, chosen
        return result

    def _formatted(self, node: ast.JoinedStr, depth: int) -> Text | None:
        out = Text("")
        for part in node.values:
            plain = part.value if isinstance(part, ast.FormattedValue) else part
            whole = added(out, self.value(plain, depth))
            if whole is None or not whole.complete:
                return whole
            out = whole
        return out

    def _combined(self, node: ast.BinOp, depth: int) -> Text | None:
        left = self.value(node.left, depth)
        if left is None:
            return None
        if isinstance(node.op, ast.Mod):
            right = node.right
            given = right.elts if isinstance(right, ast.Tuple) else [right]
            return self._filled(left, _PERCENT, given, {}, depth)
        if isinstance(node.op, ast.Div):
            return joined(left, self.value(node.right, depth))
        if isinstance(node.op, ast.Add):
            return added(left, self.value(node.right, depth))
        return None

    def _either(self, node: ast.BoolOp, depth: int) -> Text | None:
        """`a or b`: a variable of the environment that is not set gives way."""
        if not isinstance(node.op, ast.Or):
            return None
        for element in node.values:
            found = self.value(element, depth)
            if found is not None and found.text:
                return found
            asks = isinstance(element, ast.Call) and self.name(element.func) in _VARIABLES
            if found is None and not asks:
                return None
        return None

    def _item(self, node: ast.Subscript, depth: int) -> Text | None:
        """`Path(__file__).parents[1]`, `app.config["UPLOAD_FOLDER"]`, `os.environ["NAME"]`."""
        container = node.value
        if isinstance(container, ast.Attribute) and container.attr == "parents":
            inner = self.value(container.value, depth)
            index = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if inner is None or not inner.complete or not isinstance(index, int):
                return None
            path = inner.text
            for _ in range(min(index, 20) + 1):
                path = posixpath.dirname(path)
            return Text(path)
        if isinstance(container, ast.Call) and self._is_temporary(container):
            return TEMPORARY
        key = self.value(node.slice, depth)
        if key is None:
            return None
        if self.name(container) in ("os.environ", "environ"):
            return self._environment(key.text, self._keyed(key.text))
        found = self._keyed(key.text)
        return found if found is not None else self._of_literal(node, depth)

    def _of_literal(self, node: ast.expr, depth: int) -> Text | None:
        """`CONFIG["paths"]["data"]` of a dict that is written out."""
        keys: list[str] = []
        while isinstance(node, ast.Subscript):
            key = self.value(node.slice, depth)
            if key is None or not key.complete:
                return None
            keys.append(key.text)
            node = node.value
        found = self.shared.literals.get(self.name(node).rpartition(".")[2])
        if found is None:
            return None
        inner: ast.expr = found[0]
        for text in reversed(keys):
            if not isinstance(inner, ast.Dict):
                return None
            pairs = zip(inner.keys, inner.values, strict=True)
            values = [v for k, v in pairs if isinstance(k, ast.Constant) and k.value == text]
            if len(values) != 1:
                return None
            inner = values[0]
        return found[1].value(inner, depth + 1)

    def _environment(self, name: str, default: Text | None) -> Text | None:
        environment = self.judge.environment
        value = environment.get(name) if name in set(environment) else None
        if value is None and name == "HOME":
            return Text("~")
        return Text(value) if value is not None else default

    def _expanded(self, text: Text) -> Text | None:
        """A text with its variables put in."""
        out = ""
        at = 0
        for found in _NAMED.finditer(text.text):
            value = self._environment(found[1] or found[2], None)
            if value is None:
                return added(Text(out + text.text[at : found.start()]), None)
            out += text.text[at : found.start()] + value.text
            at = found.end()
        return Text(out + text.text[at:], text.complete)

    def _is_temporary(self, node: ast.Call) -> bool:
        name = self.name(node.func)
        return name.startswith("tempfile.") and name.rpartition(".")[2] in _TEMPORARY

    def _called(self, node: ast.Call, depth: int) -> Text | None:
        name = self.name(node.func)
        last = name.rpartition(".")[2]
        if last in ("BytesIO", "StringIO") or name in OPENERS:
            return NO_FILE
        if self._is_temporary(node):
            inside = next((k.value for k in node.keywords if k.arg == "dir"), None)
            return self.value(inside, depth) if inside is not None else TEMPORARY
        first = self.value(node.args[0], depth) if node.args else None
        if name in _JOINS:
            out = first if node.args else Text(".")
            for other in node.args[1:]:
                if out is None:
                    return None
                out = joined(out, self.value(other, depth))
            return out
        if name in ("os.path.dirname", "path.dirname", "dirname"):
            return folder_of(first) if first is not None else None
        if name == "os.path.expandvars" and first is not None:
            return self._expanded(first)
        if name in _SAME:
            return first
        if name in ("os.getcwd", "Path.cwd", "pathlib.Path.cwd"):
            folder = self.here.folder
            return Text(folder) if folder is not None else Text(".")
        if name in ("Path.home", "pathlib.Path.home"):
            return Text("~")
        if name in _VARIABLES:
            return self._environment(first.text, self._default(node, depth)) if first else None
        if last in ("field", "Field"):  # of a class that holds settings
            given = {each.arg: each.value for each in node.keywords}
            made = given.get("default_factory")
            if isinstance(made, ast.Lambda):
                return self.value(made.body, depth)
            return self.value(given.get("default"), depth) if "default" in given else first
        found = None
        if isinstance(node.func, ast.Attribute):
            last = node.func.attr
            found = self._method(node, node.func, first, depth)
        function = self.shared.functions.get(last) if last not in _OF_ALL else None
        if found is None and function is not None:
            return self._returned(function, node, depth)
        return found

    def _default(self, node: ast.Call, depth: int) -> Text | None:
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        default = named.get("default") or named.get("fallback")
        if default is None and len(node.args) > 1:
            default = node.args[1]
        return self.value(default, depth)

    def _method(
        self, node: ast.Call, function: ast.Attribute, first: Text | None, depth: int
    ) -> Text | None:
        method = function.attr
        if method == "get":
            return self._looked_up(node, depth)
        if method == "split":
            return None
        inner = self.value(function.value, depth)
        if inner is None:
            return None
        if method in _SAME_METHODS:
            return inner
        if method == "joinpath":
            return joined(inner, first)
        if method == "join" and node.args and isinstance(node.args[0], ast.List | ast.Tuple):
            out: Text | None = Text("")
            for at, each in enumerate(node.args[0].elts):
                out = added(out, inner) if at and out is not None else out
                out = added(out, self.value(each, depth)) if out is not None else None
                if out is None or not out.complete:
                    break
            return out
        if method in ("with_suffix", "with_name", "with_stem"):
            return folder_of(Text(inner.text, False))
        if method == "format":
            named = {each.arg: each.value for each in node.keywords if each.arg}
            return self._filled(inner, _BRACES, node.args, named, depth)
        return None

    def _filled(
        self,
        text: Text,
        pattern: re.Pattern[str],
        given: Sequence[ast.expr],
        named: Mapping[str, ast.expr],
        depth: int,
    ) -> Text | None:
        """A format, with its values put in."""
        out = Text("")
        at = number = 0
        for found in pattern.finditer(text.text):
            whole = added(out, Text(text.text[at : found.start()]))
            if whole is None:
                return None
            out = whole
            at = found.end()
            if found[0] in ("%%", "{{", "}}"):
                value: Text | None = Text(found[0][0])
            else:
                key = found[1] or str(number)
                number += not found[1]
                part = named.get(key)
                if part is None and key.isdigit() and int(key) < len(given):
                    part = given[int(key)]
                value = self.value(part, depth)
            whole = added(out, value)
            if whole is None or not whole.complete:
                return whole
            out = whole
        return added(out, Text(text.text[at:], text.complete))

    def _looked_up(self, node: ast.Call, depth: int) -> Text | None:
        """`settings.get("section", "key")`, `settings.get("key", default)`."""
        if isinstance(node.func, ast.Attribute) and node.args:
            item = ast.Subscript(node.func.value, node.args[0], ast.Load())
            if (plain := self._of_literal(item, depth)) is not None:
                return plain
        keys = [self.value(argument, depth) for argument in node.args[:2]]
        for key in reversed(keys):
            if key is not None and key.complete:
                found = self._keyed(key.text)
                if found is not None:
                    return found
        return self._default(node, depth) if self.shared.settings else None


def _stored(node: ast.AST) -> Iterator[str]:
    """The names that a statement sets."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id


def _put(values: Values, name: str, new: list[Text | None], sure: bool) -> None:
    known = [] if sure else values.get(name, [])
    merged = [*dict.fromkeys([*known, *new])]
    values[name] = merged if len(merged) <= CHOICES else [*merged[: CHOICES - 1], None]
