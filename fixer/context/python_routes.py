"""What a Python web application shows of itself: the routes that it serves and its own port.

Only what is said in plain words in the started file is taken: routes of the application object
itself that anyone may ask for, and ports that are numbers or environment variables with a default.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.ports import Address, Port, host_of, port_of
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.image import Image

#: Names of routes that answer whether the program is well, the best first.
HEALTH = (
    *("/livez", "/healthz", "/health", "/_health", "/health/live", "/api/health", "/api/healthz"),
    *("/ping", "/status", "/health/ready", "/readyz"),
)


class Shown(NamedTuple):
    """What a file shows of the application in it."""

    #: A route that answers whoever asks; "" where none is known to.
    path: str = ""
    #: Where it listens if it is run by itself; None where that is not said.
    address: Address | None = None
    #: It listens in several places, or where is not plain.
    unclear: bool = False
    #: It speaks TLS.
    tls: bool = False


def best(routes: dict[str, bool]) -> str:
    """Of routes, and whether each only says something fixed, the one to ask; "" for none."""
    for name in HEALTH:
        for path in (name, name + "/"):
            if path in routes:
                return path
    return "/" if routes.get("/") else ""


#: Of what is in a file, what may refuse a request that is plain, or turn it elsewhere.
_REFUSES = regex(
    r"(?:\w*_)?(?:before_\w*request|login_required)|Talisman|SSLify|\w*Limiter|HTTPSRedirect\w*"
    r"|TrustedHost\w*|SERVER_NAME|TRUSTED_HOSTS|APPLICATION_ROOT|Dispatcher\w*|\w*BasicAuth"
    r"|host_matching|middlewares?|servername|url_value_preprocessor"
)
#: Middleware of FastAPI and Starlette that answers no request by itself.
_LETS_PASS = frozenset(("CORSMiddleware", "GZipMiddleware", "ProxyHeadersMiddleware"))
_APPLICATIONS = frozenset(("Flask", "Quart", "FastAPI", "Starlette"))
#: What an application may be made with that stands before its routes.
_REFUSING = frozenset(("dependencies", "root_path", "subdomain_matching", None))
_FACTORIES = frozenset(("create_app", "make_app", "build_app", "get_app", "create_application"))
#: A handler that looks at one of these asks for more than the path.
_ASKS = frozenset(
    """abort args authorization cookies current_user form headers json get_json query_params
    session user values get_argument match_info""".split()
)
#: What a handler that only says something fixed may call.
_SAYS = frozenset(
    """jsonify render_template Response HTMLResponse JSONResponse PlainTextResponse json_response
    make_response dict str TemplateResponse FileResponse send_file send_from_directory
    send_static_file""".split()
)
_GIVEN = frozenset(("Request", "Response", "BackgroundTasks"))


def shown(found: tuple[str, bytes], image: Image, folder: str, variable: str = "") -> Shown:
    """What a started file (path, content) shows. `variable` is the application that a server takes
    from it; one that it only imports is looked for where it comes from."""
    from fixer.context.python import parsed

    path, data = found
    tree = parsed(data)
    if tree is None:
        return Shown(unclear=True)
    file = _File(tree)
    for _ in range(2):
        other = _imported(tree, variable, posixpath.dirname(path), image) if variable else None
        if other is None:
            break
        path, tree = other
        file = _File(tree)
    routes = file.routes(variable) if not file.refuses() else {}
    addresses = set(file.addresses())
    unclear = None in addresses or len(addresses) > 1
    address = next(iter(addresses)) if addresses and not unclear else None
    if address is not None and address.port.variable and "dotenv" in file.names:
        # what is in the file is in the environment of the program, but of no other
        unclear = image.find(f"{folder}/.env") is not None
    return Shown(best(routes), address, unclear, file.tls)


def _imported(
    tree: ast.Module, variable: str, folder: str, image: Image
) -> tuple[str, ast.Module] | None:
    """The file of `from module import app`, where that is what a server takes."""
    from fixer.context.python import parsed

    for node in tree.body:
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if any(alias.name == variable and alias.asname is None for alias in node.names):
            for _ in range(node.level - 1):
                folder = posixpath.dirname(folder)
            path = posixpath.join(folder, *node.module.split("."))
            for name in (f"{path}.py", f"{path}/__init__.py"):
                data = image.read(name)
                found = parsed(data) if data is not None else None
                if found is not None:
                    return name, found
    return None


class _File:
    def __init__(self, tree: ast.Module) -> None:
        self.nodes = list(ast.walk(tree))
        self.tree = tree
        self.tls = False
        self.names = set(self._names())
        #: The values of the names that are set at the top; None for more than one.
        self.values: dict[str, ast.expr | None] = {}
        for node in self.nodes:
            targets: list[ast.expr] = []
            value: ast.expr | None = None
            if isinstance(node, ast.Assign):
                targets, value = node.targets, node.value
            elif isinstance(node, ast.AnnAssign | ast.AugAssign):
                targets, value = [node.target], node.value
            elif isinstance(node, ast.arg):
                self.values[node.arg] = None
            for target in targets:
                if isinstance(target, ast.Name):
                    again = target.id in self.values or isinstance(node, ast.AugAssign)
                    self.values[target.id] = None if again else value

    def _names(self) -> Iterator[str]:
        for node in self.nodes:
            if isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.keyword) and node.arg:
                yield node.arg
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                if node.value.isidentifier():
                    yield node.value
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module or ""

    def refuses(self) -> bool:
        """Whether something may stand before the routes."""
        if any(_REFUSES.fullmatch(name) for name in self.names):
            return True
        for node in self.nodes:
            if not isinstance(node, ast.Call):
                continue
            if _called(node) in _APPLICATIONS and any(k.arg in _REFUSING for k in node.keywords):
                return True
            if _called(node) == "add_middleware":
                if not node.args or _last(node.args[0]) not in _LETS_PASS:
                    return True
        return False

    # Routes -----------------------------------------------------------------------------------

    def routes(self, variable: str) -> dict[str, bool]:
        """The paths that GET is answered for, and whether the answer is a fixed one."""
        out: dict[str, bool] = {}
        tops: list[ast.stmt] = [*self.tree.body]
        for statement in self.tree.body:
            if isinstance(statement, ast.FunctionDef) and statement.name in _FACTORIES:
                tops += statement.body
        applications = {
            target.id: _called(statement.value)
            for statement in tops
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        own = {name for name, made in applications.items() if made in _APPLICATIONS}
        tables = {name for name, made in applications.items() if made == "RouteTableDef"}
        if variable and variable in own:
            own = {variable}
        if len(own) > 1:
            return {}
        functions = {
            statement.name: statement
            for statement in tops
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for function in functions.values():
            for decorator in function.decorator_list:
                path = self._decorated(decorator, own | tables)
                if path is None:
                    continue
                if ":path}" in path or "<path:" in path:
                    return {}  # it answers for others too
                if len(function.decorator_list) == 1 and _open(function):
                    out.setdefault(path, _fixed(function))
        for path, handler in self._added():
            found = functions.get(handler)
            if found is not None and not found.decorator_list and _open(found):
                out.setdefault(path, _fixed(found))
        return {path: fixed for path, fixed in out.items() if not {*path} & {*"<{*"}}

    def _decorated(self, node: ast.expr, own: set[str]) -> str | None:
        """The path of `@app.get("/health")`, `@app.route("/health", methods=["GET"])`."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        target = node.func.value
        if not isinstance(target, ast.Name) or target.id not in own:
            return None
        if node.func.attr not in ("get", "route", "api_route") or not node.args:
            return None
        for keyword in node.keywords:
            if keyword.arg == "methods":
                if "GET" not in [_text(e) for e in getattr(keyword.value, "elts", ())]:
                    return None
            elif keyword.arg in ("host", "subdomain", "dependencies", None):
                return None
        return _text(node.args[0])

    def _added(self) -> Iterator[tuple[str, str]]:
        """aiohttp's `app.router.add_get("/health", handler)` and `web.get("/health", handler)`."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = node.func.attr
                root = node.func.value
                if name == "add_get" or (
                    name == "get" and isinstance(root, ast.Name) and root.id == "web"
                ):
                    if len(node.args) == 2 and (path := _text(node.args[0])):
                        yield path, _last(node.args[1])

    # Where it listens -------------------------------------------------------------------------

    def addresses(self) -> Iterator[Address | None]:
        """Where the file's own calls listen; None for a place that is not known."""
        for node in self.nodes:
            if not isinstance(node, ast.Call):
                continue
            name = _called(node)
            owner = _last(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            keywords = {keyword.arg: keyword.value for keyword in node.keywords}
            server = _server(name, owner, self)
            if server is None:
                continue
            if None in keywords or any(isinstance(arg, ast.Starred) for arg in node.args):
                yield None  # what is handed on is not known
                continue
            if keywords.keys() & _TLS:
                self.tls = True
            if keywords.keys() & {"unix_socket", "uds", "fd", "sock", "listen", "bind"}:
                yield None
                continue
            host = keywords.get(f"{server.prefix}{server.host}")
            port = keywords.get(f"{server.prefix}port")
            if server.pair:
                pair = node.args[0] if node.args else keywords.get("server_address")
                if not isinstance(pair, ast.Tuple) or len(pair.elts) != 2:
                    yield None
                    continue
                host, port = pair.elts
            else:
                at = server.host_at
                if at is not None and host is None and len(node.args) > at:
                    host = node.args[at]
                at = server.port_at
                if at is not None and port is None and len(node.args) > at:
                    port = node.args[at]
            where = self._host(host)
            found = self.port(port) if port is not None else server.default
            yield Address(found, where) if found is not None and where is not None else None

    def _host(self, node: ast.expr | None) -> str | None:
        if node is None:
            return "127.0.0.1"
        if isinstance(node, ast.Name):
            node = self.values.get(node.id)
        if node is None:
            return None
        if isinstance(node, ast.Constant) and node.value is None:
            return "127.0.0.1"
        variable = _environment(node)
        text = _text(variable[1]) if variable is not None and variable[1] else _text(node)
        return host_of(text) if text is not None else None

    def port(self, node: ast.expr | None, depth: int = 0) -> Port | None:
        """The port that an expression gives; None where that is not plain."""
        if node is None or depth > 6:
            return None
        if isinstance(node, ast.Constant):
            plain = isinstance(node.value, int | str) and not isinstance(node.value, bool)
            return port_of(str(node.value)) if plain and "$" not in str(node.value) else None
        if isinstance(node, ast.Name):
            return self.port(self.values.get(node.id), depth + 1)
        found = _environment(node)
        if found is not None:
            name, default = found
            if default is None:
                return Port(None, name)
            other = self.port(default, depth + 1)
            return Port(other.number, name) if other and not other.variable else None
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
            first, second = (self.port(value, depth + 1) for value in node.values)
            if first and second and first.variable and not second.variable:
                return Port(second.number, first.variable)
            return None
        if isinstance(node, ast.Call) and _called(node) in ("int", "str") and len(node.args) == 1:
            return self.port(node.args[0], depth + 1)
        return None


class _Server(NamedTuple):
    """A call that listens: its default, and where its arguments stand."""

    default: Port | None
    host_at: int | None = None
    port_at: int | None = None
    #: Its first argument is `(host, port)`.
    pair: bool = False
    #: How its keywords are called.
    prefix: str = ""
    host: str = "host"


_TLS = frozenset(("ssl_context", "ssl", "ssl_keyfile", "ssl_certfile", "certfile", "keyfile"))
_RUNS = {
    "Flask": _Server(Port(5000), 0, 1),
    "Quart": _Server(Port(5000), 0, 1),
    "SocketIO": _Server(Port(5000), 1, 2),
    "Dash": _Server(Port(8050), 0, 1),
    "Sanic": _Server(Port(8000), 0, 1),
    "Bottle": _Server(Port(8080)),
}
_PAIRS = frozenset(
    """HTTPServer ThreadingHTTPServer TCPServer ThreadingTCPServer WSGIServer
    SimpleXMLRPCServer""".split()
)
#: What Playwright and Puppeteer launch.
_BROWSERS = frozenset("chromium firefox webkit puppeteer pyppeteer p playwright".split())


def _server(name: str, owner: str, file: _File) -> _Server | None:
    if name in ("run", "run_server"):
        if owner == "uvicorn":
            return _Server(Port(8000), 1, 2)
        made = file.values.get(owner)
        known = _RUNS.get(_called(made)) if isinstance(made, ast.Call) else None
        if (
            known is None
            and owner == "app"
            and "create_app" in file.names
            and "flask" in file.names
        ):
            known = _RUNS["Flask"]
        return known
    if name == "run_app":
        return _Server(Port(8080))
    if name == "serve" and "waitress" in file.names:
        return _Server(Port(8080))
    if name in _PAIRS:
        return _Server(None, pair=True)
    if name == "make_server":
        return _Server(None, 0, 1)
    if name == "TCPSite":
        return _Server(Port(8080), 1, 2)
    if name == "launch" and "gradio" in file.names and owner not in _BROWSERS:
        # https://www.gradio.app/docs/gradio/blocks#blocks-launch
        default = Port(7860, "GRADIO_SERVER_PORT")
        return _Server(default, prefix="server_", host="name")
    if name == "listen" and any(n.partition(".")[0] == "tornado" for n in file.names):
        return _Server(None, port_at=0)
    return None


def _called(node: ast.expr) -> str:
    return _last(node.func) if isinstance(node, ast.Call) else ""


def _last(node: ast.expr) -> str:
    """The last part of a dotted name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _environment(node: ast.expr) -> tuple[str, ast.expr | None] | None:
    """(name, default) of `os.environ.get("PORT", 8000)`, `os.getenv("PORT")`, `environ["PORT"]`."""
    if isinstance(node, ast.Subscript) and _last(node.value) == "environ":
        name = _text(node.slice)
        return (name, None) if name else None
    if isinstance(node, ast.Call) and node.args and not node.keywords:
        called = _called(node)
        if called == "getenv" or (
            called == "get"
            and isinstance(node.func, ast.Attribute)
            and _last(node.func.value) == "environ"
        ):
            name = _text(node.args[0])
            if name:
                return name, node.args[1] if len(node.args) > 1 else None
    return None


def _open(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a handler answers a request that has nothing but its path."""
    given = function.args
    if given.vararg or given.kwarg or given.defaults or any(given.kw_defaults):
        return False
    for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs):
        if argument.annotation is None:
            if argument.arg not in ("request", "_", "_request", "req"):
                return False
        elif _last(argument.annotation) not in _GIVEN:
            return False
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in _ASKS:
            return False
        if isinstance(node, ast.Name) and node.id in _ASKS:
            return False
    return True


def _fixed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a handler only says something that is always there."""
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if not isinstance(statement, ast.Return) or statement.value is None:
            return False
        for node in ast.walk(statement.value):
            if isinstance(node, ast.Await | ast.Subscript | ast.Raise):
                return False
            if isinstance(node, ast.Call) and _called(node) not in _SAYS:
                return False
            if isinstance(node, ast.Constant) and node.value in range(300, 600):
                return False
    return True
