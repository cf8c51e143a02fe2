"""What a Node.js web application shows of itself: the routes that it serves and its port.

As for Python, only what is said in plain words is taken: routes of the one application of the
file, with nothing before them that may refuse, and ports that are numbers or environment variables.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from fixer.context.commands import base_name, unwrap
from fixer.context.javascript import Call, Source
from fixer.context.node import script_file
from fixer.context.ports import Address, Port, host_of, port_of
from fixer.context.python_routes import Shown, best
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.image import Image

#: Longer files are not read, in bytes; nor more of an application's files than this.
_LONGEST = 128 * 1024
_FILES = 6
_CALLS = 5000
_RUNNERS = frozenset(("npm", "yarn", "pnpm"))
_PROGRAMS = frozenset("node nodejs ts-node tsx nodemon pm2-runtime".split())
_LOCAL = regex(r"\b(?:require\s*\(\s*|from\s+|import\s+)['\"](\.{1,2}/[^'\"\n]+)")
_SUFFIXES = ("", ".js", ".mjs", ".cjs", ".ts", "/index.js", "/index.ts")
#: Folders of what is compiled, in whose place the sources are read.
_COMPILED = regex(r"/(?:dist|build|lib|out)/(?:src/)?(.+)")
_FRAMEWORKS = frozenset(("express", "fastify", "Fastify"))
#: Middleware of express that answers no request by itself, or only for files.
_LETS_PASS = frozenset(
    """express.json express.urlencoded express.static express.text express.raw cors morgan logger
    compression cookieParser bodyParser.json bodyParser.urlencoded bodyParser.text
    methodOverride pino pinoHttp responseTime""".split()
)
#: Words of a handler that asks for more than the path, or waits for others.
_ASKS = frozenset(
    """query headers cookies session user await then authorization params body redirect throw
    catch get find findOne findAll""".split()
)
_ANSWERS = frozenset("send json end sendFile sendStatus render".split())


def scripted(argv: Sequence[str], image: Image, folder: str) -> tuple[list[str], str]:
    """What `npm start`, `yarn serve`, `npm run web` come to: the last command's words, as written,
    and the whole text. Other commands come back as they are."""
    text = ""
    words = list(argv)
    for _ in range(4):
        name = base_name(words[0]) if words else ""
        operands = [word for word in words[1:] if word[:1] != "-"]
        if name == "npx" and operands:
            words = words[words.index(operands[0]) :]
        if name not in _RUNNERS or not operands or {"--prefix", "--cwd", "-C"} & {*words}:
            break
        script = operands[0]
        if script in ("run", "run-script") and len(operands) > 1:
            script = operands[1]
        elif name == "npm" and script not in ("start", "test"):
            break
        found = _scripts(image, folder).get(script)
        if found is None and script == "start":
            found = "node server.js"
        if found is None or "&" in found.replace("&&", ""):
            break
        from fixer.context.scripts import parse_script

        parsed = parse_script(found.encode("utf-8", "surrogateescape"))
        if parsed.problem is not None or not parsed.commands:
            break
        last = parsed.commands[-1]
        inner = unwrap([word.literal or word.text for word in last.all_words])
        if not inner.argv or last.assignments:
            break
        text, words = found, list(inner.argv)
    return words, text


def _scripts(image: Image, folder: str) -> Mapping[str, str]:
    data = image.read(posixpath.join(folder, "package.json"))
    try:
        package = json.loads(data) if data is not None and len(data) <= _LONGEST else {}
    except (ValueError, RecursionError):
        return {}
    scripts = package.get("scripts") if isinstance(package, dict) else None
    if not isinstance(scripts, dict):
        return {}
    return {name: text for name, text in scripts.items() if isinstance(text, str)}


def entry(argv: Sequence[str]) -> str | None:
    """The file that `node [flags] FILE` runs."""
    if base_name(argv[0]) not in _PROGRAMS:
        return None
    file = script_file(argv)
    return file if file != "start" else None


def shown(path: str, image: Image) -> Shown | None:
    """What the program whose file stands at `path` shows; None where it is not in sight."""
    files = list(_files(path, image))
    if not files:
        return None
    addresses: set[Address | None] = set()
    routes: dict[str, bool] = {}
    applications = 0
    tls = dotenv = False
    for file in files:
        addresses.update(file.addresses())
        modules = {module for module, _ in file.source.imported.values()}
        dotenv = dotenv or any("dotenv" in token.text for token in file.source.tokens[:2000])
        tls = tls or not {"https", "node:https", "http2", "node:http2", "tls"}.isdisjoint(modules)
        found = file.routes()
        if found is not None:
            applications += 1
            routes = found
    unclear = None in addresses or len(addresses) > 1
    address = next(iter(addresses)) if addresses and not unclear else None
    if address is not None and address.port.variable and dotenv:
        # what is in the file is in the environment of the program, but of no other
        unclear = image.find(posixpath.join(posixpath.dirname(path), ".env")) is not None
    return Shown(best(routes) if applications == 1 else "", address, unclear, tls)


def _files(path: str, image: Image) -> Iterator[_File]:
    environment = image.stage.end_state.environment
    pending = [path]
    seen: set[str] = set()
    while pending and len(seen) < _FILES:
        path = pending.pop(0)
        for name in _names(path):
            data = image.read(name)
            if data is None and (compiled := _COMPILED.search(name)) and not seen:
                data = _original(image, compiled[1])
            if data is not None:
                break
        if data is None or name in seen or len(data) > _LONGEST:
            continue
        seen.add(name)
        text = data.decode("utf-8", "replace")
        yield _File(Source(name, text, environment))
        for found in islice(_LOCAL.finditer(text), 50):
            pending.append(posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1])))


def _names(path: str) -> list[str]:
    return [path + suffix for suffix in _SUFFIXES]


def _original(image: Image, stem: str) -> bytes | None:
    """The TypeScript that a compiled file is made of, in the build context."""
    if image.context is None:
        return None
    stem = posixpath.splitext(stem)[0]
    return image.context.read(f"src/{stem}.ts")


class _File:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.calls: list[Call] = list(islice(source.calls(), _CALLS))

    # Where it listens -------------------------------------------------------------------------

    def addresses(self) -> Iterator[Address | None]:
        source = self.source
        for call in self.calls:
            if not call.name.endswith(".listen"):
                continue
            places = source.arguments(call.arguments)
            if not places:
                continue
            host: int | None = None
            port: int | None = places[0]
            if source.text(places[0]) == "{":
                keys = self._keys(places[0])
                if "path" in keys and "port" not in keys:
                    continue  # a socket
                port, host = keys.get("port"), keys.get("host", keys.get("hostname"))
            elif len(places) > 1 and source.token(places[1]).kind == "string":
                host = places[1]
            elif len(places) > 1 and source.text(places[1]).lower() in ("host", "hostname"):
                host = places[1]
            number = self.port(self._expression(port)) if port is not None else None
            where = self._host(host)
            yield Address(number, where) if number and where else None

    def _keys(self, brace: int) -> dict[str, int]:
        """Where the values of an object's keys start; `{ port }` stands for itself."""
        source = self.source
        out: dict[str, int] = {}
        end = source.closing(brace)
        at = brace + 1
        while at < end:
            start = at + 2 if source.text(at + 1) == ":" else at
            out[source.token(at).text] = start
            at = max([start, *self._to_end(start)]) + 2
        return out

    def _host(self, place: int | None) -> str | None:
        if place is None:
            return "127.0.0.1"
        expression = self._expression(place)
        for part in reversed(expression.replace("??", "||").split("||")):
            if part[:1] in "'\"":
                return host_of(part)
            if part.isidentifier() and (values := self.source.values.get(part)):
                value = values[0] if len(values) == 1 else None
                if value is not None and value != place:
                    return self._host(value)
        return None

    def _to_end(self, at: int) -> Iterator[int]:
        """The tokens of the expression at a place."""
        source = self.source
        depth = 0
        start = at
        while at < len(source.tokens) and at - start < 60:
            token = source.token(at)
            sign = source.text(at)
            if sign in ("(", "[", "{"):
                depth += 1
            elif sign in (")", "]", "}"):
                depth -= 1
                if depth < 0:
                    return
            elif depth == 0 and sign in (",", ";", ":"):
                return
            before = source.token(at - 1)
            if at > start and depth == 0 and token.kind == "name" and token.line > before.line:
                if before.kind != "sign" or before.text in (")", "]") or before.text.isdigit():
                    return
            yield at
            at += 1

    def _expression(self, at: int) -> str:
        """The expression at a place without spaces."""
        parts = []
        for place in self._to_end(at):
            token = self.source.token(place)
            quoted = token.kind in ("string", "template")
            parts.append(f"'{token.text}'" if quoted else token.text.replace("?.", "."))
        return "".join(parts)

    def port(self, text: str, depth: int = 0) -> Port | None:
        """The port that an expression gives; None where that is not plain."""
        if depth > 8 or not text:
            return None
        text = text.removeprefix("+")
        text = _CAST.sub("", text)
        if found := _PLAIN.fullmatch(text):
            return port_of(found[1])
        if found := _WRAPPED.fullmatch(text):
            if _balanced(found[1]):
                return self.port(found[1], depth + 1)
        if found := _VARIABLE.fullmatch(text):
            return Port(None, found[1] or found[2])
        if found := _SET.fullmatch(text):
            return self._set(found[1], depth)
        if text.isidentifier():
            return self._named(text, depth)
        for sign in ("||", "??"):
            first, found_sign, second = text.partition(sign)
            if found_sign and _balanced(first):
                variable, default = self.port(first, depth + 1), self.port(second, depth + 1)
                if variable and default and variable.number is None and not default.variable:
                    return Port(default.number, variable.variable)
                return None
        return None

    def _named(self, name: str, depth: int) -> Port | None:
        source = self.source
        values = source.values.get(name, [])
        if len(values) == 1 and values[0] is not None:
            return self.port(self._expression(values[0]), depth + 1)
        if values:
            return None
        for at, token in enumerate(source.tokens):  # const { PORT = 3000 } = process.env
            if token.text == name and token.kind == "name" and source.text(at - 1) in ("{", ","):
                default = source.token(at + 2).text if source.text(at + 1) == "=" else ""
                end = next((o for o in range(at, at + 60) if source.text(o) == "}"), at)
                if [source.text(end + o) for o in (1, 2, 3, 4)] == ["=", "process", ".", "env"]:
                    number = port_of(default) if default else None
                    return Port(number.number if number else None, name)
        return None

    def _set(self, key: str, depth: int) -> Port | None:
        """`app.get("port")`, by `app.set("port", …)`."""
        for call in self.calls:
            places = self.source.arguments(call.arguments) if call.name.endswith(".set") else []
            if len(places) == 2 and self.source.token(places[0]).text == key:
                return self.port(self._expression(places[1]), depth + 1)
        return None

    # Routes -----------------------------------------------------------------------------------

    def routes(self) -> dict[str, bool] | None:
        """The paths that GET is answered for, and whether by something fixed; None where no
        application is made."""
        source = self.source
        made = [
            name
            for name, places in source.values.items()
            if len(places) == 1
            and places[0] is not None
            and source.text(places[0]) in _FRAMEWORKS
            and source.text(places[0] + 1) == "("
        ]
        served = (
            self._compared() if any(c.name.endswith("createServer") for c in self.calls) else {}
        )
        if len(made) != 1:
            return served or None
        name = made[0]
        out: dict[str, bool] = {}
        for call in self.calls:
            owner, _, method = call.name.rpartition(".")
            if owner != name:
                continue
            places = source.arguments(call.arguments)
            first = source.token(places[0]) if places else None
            if method == "use" and not (first and first.kind == "string" and len(first.text) > 1):
                if any(self._called(place) not in _LETS_PASS for place in places):
                    return out  # what comes behind it may be refused
            elif method in ("addHook", "all", "register", "enable") or call.name.endswith("auth"):
                return out
            elif method == "get" and len(places) == 2 and first and first.kind == "string":
                if not {*first.text} & {*":*(?+"} and self._answers(places[1]):
                    out.setdefault(first.text, self._fixed(places[1]))
        return out

    def _called(self, place: int) -> str:
        """`cors` of `cors()`, `express.json` of `express.json({…})`."""
        text = self._expression(place)
        return text.partition("(")[0] if "(" in text else ""

    def _handler(self, place: int) -> list[str]:
        return [self.source.text(at) for at in range(place, self._end(place))]

    def _end(self, place: int) -> int:
        """Where the function at a place ends."""
        source = self.source
        at = place
        depth = 0
        while at < len(source.tokens) and at - place < 400:
            sign = source.text(at)
            if sign in ("(", "[", "{"):
                depth += 1
            elif sign in (")", "]", "}"):
                depth -= 1
                if depth < 0:
                    return at
            at += 1
        return at

    def _answers(self, place: int) -> bool:
        """Whether a handler is written there, and asks for nothing but its path."""
        words = self._handler(place)
        function = "=>" in words[:12] or "function" in words[:2]
        return function and not {"headers", "query", "session", "user", "cookies", "body"} & {
            *words
        }

    def _fixed(self, place: int) -> bool:
        words = self._handler(place)
        plain = not _ASKS & {*words} and "if" not in words and len(words) < 60
        bad = any(word.isdigit() and 300 <= int(word) < 600 for word in words)
        return plain and not bad and (bool(_ANSWERS & {*words}) or "return" in words)

    def _compared(self) -> dict[str, bool]:
        """`req.url === "/health"` of a server without a framework."""
        source = self.source
        out: dict[str, bool] = {}
        for at, token in enumerate(source.tokens):
            if token.kind == "string" and token.text.startswith("/") and len(token.text) > 1:
                before = source.text(at - 1)
                if before in ("==", "===") and source.text(at - 2) in ("url", "pathname", "path"):
                    if source.text(at + 1) == ")":
                        out[token.text] = False
        return out


_PLAIN = regex(r"['\"]?(\d{1,5})['\"]?")
_WRAPPED = regex(r"(?:Number|parseInt|String|normalizePort|parseFloat)?\((.+?)(?:,10)?\)")
_VARIABLE = regex(r"process\.env(?:\.([A-Za-z_]\w*)|\['([A-Za-z_]\w*)'\])")
_SET = regex(r"\w+\.get\('(\w+)'\)")
_CAST = regex(r"as(?:number|string|any|unknown)$|!$")


def _balanced(text: str) -> bool:
    depth = 0
    for ch in text:
        depth += (ch == "(") - (ch == ")")
        if depth < 0:
            return False
    return depth == 0
