"""The texts and paths that a Python file makes up, as far as it says so in plain words."""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING

from fixer.context.texts import NO_FILE, TEMPORARY, Text, added, folder_of, joined

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge

#: As many values of one name are looked at.
CHOICES = 4
_LONGEST_VALUE = 4096
_DEPTH = 20

Values = dict[str, "list[Text | None]"]

OPENERS = frozenset(("open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open"))
OPENERS |= {"aiofiles.open"}
#: Calls that join the parts of a path.
_JOINS = frozenset(
    ("os.path.join", "path.join", "posixpath.join", "Path", "pathlib.Path", "PurePath")
)
#: Calls and methods that give the path itself.
_SAME = frozenset(
    """os.path.abspath os.path.realpath os.path.normpath os.path.expanduser os.path.expandvars
    path.abspath abspath str os.fspath""".split()
)
_SAME_METHODS = frozenset("resolve absolute as_posix strip expanduser rstrip".split())
_TEMPORARY = frozenset("mkdtemp mkstemp gettempdir mktemp TemporaryDirectory".split())
_TEMPORARY |= {"NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"}
_VARIABLES = frozenset(
    "os.environ.get os.getenv getenv environ.get os.environ.setdefault config env".split()
)


class Shared:
    """What the files of one application know of each other: values by the last of their names."""

    def __init__(self) -> None:
        self.values: Values = {}
        #: Names that are given a dict.
        self.dicts: set[str] = set()
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
        if isinstance(node.value, ast.Name | ast.Attribute):
            return self._known(node.attr)
        return None

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
            start = left.text.partition("%")[0]
            return Text(start, False) if start else None
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
            return self._environment(key.text, None)
        return self._keyed(key.text)

    def _environment(self, name: str, default: Text | None) -> Text | None:
        environment = self.judge.stage.end_state.environment
        value = environment.get(name) if name in set(environment) else None
        return Text(value) if value is not None else default

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
        if name in _SAME:
            return first
        if name in ("os.getcwd", "Path.cwd", "pathlib.Path.cwd"):
            folder = self.here.folder
            return Text(folder) if folder is not None else Text(".")
        if name in ("Path.home", "pathlib.Path.home"):
            return Text("~")
        if name in _VARIABLES:
            return self._environment(first.text, self._default(node, depth)) if first else None
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func, first, depth)
        return None

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
        if method in ("with_suffix", "with_name", "with_stem"):
            return folder_of(Text(inner.text, False))
        if method == "format":
            start = inner.text.partition("{")[0]
            return Text(start, False) if start else None
        return None

    def _looked_up(self, node: ast.Call, depth: int) -> Text | None:
        """`settings.get("section", "key")`, `settings.get("key", default)`."""
        keys = [self.value(argument, depth) for argument in node.args[:2]]
        for key in reversed(keys):
            if key is not None and key.complete:
                found = self._keyed(key.text)
                if found is not None:
                    return found
        return self._default(node, depth) if self.shared.settings else None


def _put(values: Values, name: str, new: list[Text | None], sure: bool) -> None:
    known = [] if sure else values.get(name, [])
    merged = [*dict.fromkeys([*known, *new])]
    values[name] = merged if len(merged) <= CHOICES else [*merged[: CHOICES - 1], None]
