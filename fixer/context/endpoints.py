"""What shows that a container of an image is well: a route that it serves, or a port.

By what it starts: the server's flags, the application's own code and configuration in the build
context, the base image's own service. EXPOSE alone says what is meant, not what is done.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import base_name, flag_value, shell_text, unwrap
from fixer.context.image import image_of
from fixer.context.need import within
from fixer.context.ports import Address, Port, address_of, host_of, port_number, port_of
from fixer.context.process import configured, process, repository
from fixer.facts.programs import NODE_PROGRAMS, PYTHON, SHELLS
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.python_routes import Shown
    from fixer.dockerfile.shell import Script
    from fixer.dockerfile.stages import Stage


class Endpoint(NamedTuple):
    """What is to be asked whether a container is well."""

    address: Address
    #: The route that is asked for; "" where only the port is known, which takes connections.
    path: str
    #: What shows it, for a reviewer.
    evidence: str
    #: Code, configuration or a command line shows it, not EXPOSE alone.
    sure: bool
    #: The program that is started, as written; "" where the base's own is.
    program: str = ""


class Unclear(NamedTuple):
    """A server whose endpoint is not plain, and why."""

    reason: str


#: Ports of services that no health check is for: a login, the engine itself.
_NEVER = frozenset((22, 2375, 2376))


def endpoint(stage: Stage) -> Endpoint | Unclear | None:
    """What is to be asked of a container of the stage's image; None where it shows no service."""
    return stage.document.once(("endpoint", stage.index), lambda: _endpoint(stage))


def _endpoint(stage: Stage) -> Endpoint | Unclear | None:
    started = process(stage)
    argv = started.argv if started is not None else ()
    found: Endpoint | Unclear | None = None
    if argv:
        found = _by_program(stage, argv)
    elif configured(stage) == (None, None):
        found = _by_base(stage)
    if isinstance(found, Endpoint):
        return found
    exposed = exposed_ports(stage)
    program = argv[0] if argv else ""
    if len(exposed) != 1 or (not argv and not stage.facts.has_cmd):
        return found
    port = exposed[0]
    if found is not None:
        evidence = f"EXPOSE names port {port.number}, but {found.reason}"
    else:
        evidence = f"only EXPOSE names port {port.number}"
    return Endpoint(Address(port), "", evidence, False, program)


def exposed_ports(stage: Stage) -> list[Port]:
    """The TCP ports of EXPOSE, here and in the stages that this one is built on."""
    out: dict[Port, None] = {}
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword != "EXPOSE":
                continue
            for word in instruction.values:
                number, _, protocol = word.partition("/")
                if protocol.lower() in ("", "tcp") and number.isdigit():
                    port = port_number(int(number))
                    if port is not None and port.number not in _NEVER:
                        out[port] = None
    return list(out)


# Programs ----------------------------------------------------------------------------------------


class _Line(NamedTuple):
    """What a command line says."""

    address: Address | None = None
    #: No flag says it: it is what the program does by itself.
    default: bool = False
    unclear: str = ""
    #: A route may be asked for: nothing stands before it.
    plain: bool = True


def _by_program(stage: Stage, argv: Sequence[str]) -> Endpoint | Unclear | None:
    folder = stage.end_state.workdir or "/"
    argv = _behind_scripts(stage, argv)
    words, text = list(argv), ""
    if base_name(argv[0]) in _NODE:
        from fixer.context.node_routes import scripted

        words, text = scripted(argv, image_of(stage), folder)
    name = base_name(words[0])
    if name == "nginx":
        return _nginx(stage, words)
    line = _command_line(stage, name, words)
    shown = _application(stage, name, words)
    if line is None and shown is None:
        return None
    if line is not None and line.unclear:
        return Unclear(line.unclear)
    default = line is not None and line.default
    if line is not None and line.address is not None:
        address = line.address
        shown_name = base_name(_file_of(words)) if PYTHON.fullmatch(name) else name
        evidence = f"{shown_name} listens on port {{}}"
    elif shown is not None and (shown.unclear or shown.address is None):
        return Unclear(f"which port {name} listens on is not plain") if shown.unclear else None
    elif shown is not None and shown.address is not None:
        address = shown.address
        evidence = f"{base_name(_file_of(words))} listens on port {{}}"
    else:
        return None
    resolved = address.port
    if resolved.variable or (line is not None and line.address is not None):
        known = _resolved(stage, address.port, text)
        if isinstance(known, Unclear):
            return known
        resolved = known
    path = ""
    if shown is not None and not shown.tls and (line is None or line.plain):
        path = shown.path
    evidence = evidence.format(resolved)
    if path:
        evidence += f" and serves {path}"
    sure = not default or resolved.number in [port.number for port in exposed_ports(stage)]
    if not sure:
        evidence += " unless it is told otherwise where that is not in sight"
    return Endpoint(address._replace(port=resolved), path, evidence, sure, argv[0])


def _behind_scripts(stage: Stage, argv: Sequence[str]) -> Sequence[str]:
    """What the last command of a start script runs; as it is where that is no plain command."""
    from fixer.context.scripts import parse_script

    for _ in range(4):
        name, rest = argv[0], list(argv[1:])
        if base_name(name) in SHELLS and rest and rest[0][:1] != "-":
            name, rest = rest[0], rest[1:]
        data = _script(stage, name)
        script = parse_script(data) if data is not None else None
        if script is None or script.problem is not None or not script.commands:
            return argv
        last = script.commands[-1]
        if last.chain.block.kind != "script":
            return argv
        words: list[str] = []
        for word in last.all_words:
            words += rest if word.text.strip('"') in ("$@", "${@}") else [word.literal or word.text]
        found = unwrap(words).argv
        if not found:
            return argv
        argv = found
    return argv


def _script(stage: Stage, name: str) -> bytes | None:
    """The shell's script that a word of a command line names; None where it is none in sight."""
    image = image_of(stage)
    folder = stage.end_state.workdir or "/"
    path = posixpath.join(folder, name) if "/" in name else None
    for place in (path, image.which(name), posixpath.join(folder, name)):
        data = image.read(place) if place is not None else None
        if data is not None:
            head = data[:80].partition(b"\n")[0]
            shell = head.startswith(b"#!") and b"sh" in head
            return data if shell or name.endswith(".sh") else None
    return None


def _file_of(words: Sequence[str]) -> str:
    return next((word for word in words[1:] if word[:1] != "-"), words[0])


def _application(stage: Stage, name: str, words: Sequence[str]) -> Shown | None:
    """What the application's own files show."""
    if name in _NODE and (made := _next_server(stage, words)) is not None:
        return made
    if stage.document.context is None:
        return None
    image = image_of(stage)
    folder = stage.end_state.workdir or "/"
    if PYTHON.fullmatch(name) or name.endswith(".py") or name in _FLAGS:
        from fixer.context.python import started_file

        found = started_file(stage, words)
        if found is not None:
            from fixer.context.python_routes import shown as python_shown

            if b"django" in found[1]:
                from fixer.context.django import shown as django_shown

                return django_shown(found[0], found[1], image)
            variable = next((w.partition(":")[2] for w in words[1:] if _MODULE.fullmatch(w)), "")
            return python_shown(found, image, folder, variable.partition("(")[0])
        return None
    if name not in _NODE:
        return None
    from fixer.context.node_routes import entry
    from fixer.context.node_routes import shown as node_shown

    file = entry(words)
    return node_shown(posixpath.normpath(posixpath.join(folder, file)), image) if file else None


def _next_server(stage: Stage, words: Sequence[str]) -> Shown | None:
    """The server.js that `next build` makes of a standalone application, which no file shows.

    It listens where HOSTNAME says: without one in the image that is the container's own address.
    https://nextjs.org/docs/app/api-reference/config/next-config-js/output
    """
    from fixer.context.copies import copies

    file = posixpath.normpath(posixpath.join(stage.end_state.workdir or "/", _file_of(words)))
    if posixpath.basename(file) != "server.js":
        return None
    if stage.end_state.environment.get("HOSTNAME") not in ("0.0.0.0", "::"):
        return None
    made = False
    for _, copy, place in copies(stage):
        if copy.flag("from") is None:
            continue
        sources = [value.rstrip("/") for value in copy.values[:-1]]
        if any(source.endswith(".next/standalone") for source in sources):
            made = within(file, place or "/")
        elif any(posixpath.basename(source) == "server.js" for source in sources):
            made = False  # a server of its own is put in its place
    if not made:
        return None
    from fixer.context.python_routes import Shown

    return Shown(address=Address(Port(3000, "PORT")))


_NODE = NODE_PROGRAMS | {"nodemon", "pm2-runtime"}
_MODULE = regex(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*(?:\(.*\))?")


# Command lines -----------------------------------------------------------------------------------


class _Flags(NamedTuple):
    """How a server is told where to listen."""

    ports: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    #: Where it listens if it is not told.
    default: Port | None = None
    #: The variable that goes before the default.
    variable: str = ""
    #: The first operand, or the one behind this word, may be its port or address.
    operand: str | None = None


_TLS = ("--ssl-keyfile", "--ssl-certfile", "--certfile", "--keyfile", "--cert", "--ssl", "--tls")
#: Behind one of them it listens on no port.
_SOCKETS = ("--uds", "--fd", "--unix-socket", "-u")
_FLAGS = {
    "gunicorn": _Flags(addresses=("-b", "--bind"), default=Port(8000), variable="PORT"),
    "uvicorn": _Flags(("--port",), ("--host",), (), Port(8000), "UVICORN_PORT"),
    "hypercorn": _Flags(addresses=("-b", "--bind"), default=Port(8000)),
    "daphne": _Flags(("-p", "--port"), ("-b", "--bind"), (), Port(8000)),
    "granian": _Flags(("--port",), ("--host",), (), Port(8000), "GRANIAN_PORT"),
    "waitress-serve": _Flags(("--port",), ("--host",), ("--listen",), Port(8080)),
    "flask": _Flags(("-p", "--port"), ("-h", "--host"), (), Port(5000), "FLASK_RUN_PORT"),
    "fastapi": _Flags(("--port",), ("--host",), (), Port(8000)),
    "sanic": _Flags(("-p", "--port"), ("-H", "--host"), (), Port(8000)),
    "streamlit": _Flags(
        ("--server.port",), ("--server.address",), (), Port(8501), "STREAMLIT_SERVER_PORT"
    ),
    "http.server": _Flags((), ("-b", "--bind"), (), Port(8000), operand=""),
    "runserver": _Flags((), (), (), Port(8000), operand="runserver"),
    "next": _Flags(("-p", "--port"), ("-H", "--hostname"), (), Port(3000), "PORT"),
    "serve": _Flags(("-p",), (), ("-l", "--listen"), Port(3000), "PORT"),
    "http-server": _Flags(("-p", "--port"), ("-a",), (), Port(8080), "PORT"),
    "json-server": _Flags(("-p", "--port"), ("-H", "--host"), (), Port(3000)),
    "puma": _Flags(("-p", "--port"), (), ("-b", "--bind")),
    "thin": _Flags(("-p", "--port"), ("-a", "--address")),
    "rackup": _Flags(("-p", "--port"), ("-o", "--host"), (), Port(9292)),
    "rails": _Flags(("-p", "--port"), ("-b", "--binding"), (), Port(3000), "PORT"),
    "php": _Flags(addresses=("-S",)),
    "artisan": _Flags(("--port",), ("--host",), (), Port(8000), "SERVER_PORT"),
    "uwsgi": _Flags(addresses=("--http", "--http-socket", "--socket", "-s")),
    "httpd": _Flags(addresses=("-p",)),  # busybox's: that of Apache has no -p
    "java": _Flags(("--server.port", "-Dserver.port", "-Dquarkus.http.port")),
    "dotnet": _Flags(addresses=("--urls",)),
}
#: Of common names: they are these only where node is.
_OF_NODE = frozenset(("next", "serve", "http-server", "json-server"))


def _command_line(stage: Stage, name: str, words: Sequence[str]) -> _Line | None:
    """Where a server of a name that is known listens."""
    rest = list(words[1:])
    if PYTHON.fullmatch(name):
        if "-m" in rest[:-1]:
            at = rest.index("-m") + 1
            name, rest = rest[at], rest[at + 1 :]
        elif rest and base_name(rest[0]) == "manage.py":
            name = "manage.py"
            rest = rest[1:]
    if name == "manage.py":
        name = rest[0] if rest else ""
    elif name == "busybox":
        name, rest = (rest[0], rest[1:]) if rest else ("", [])
    elif name == "php" and rest and base_name(rest[0]) == "artisan":
        name = "artisan"
    elif name in ("flask", "fastapi", "streamlit"):
        operands = [word for word in rest if word in ("run", "dev")]
        if not operands:
            return None
    elif name == "rails":
        if not {"s", "server"} & {*rest}:
            return None
    elif name == "next":
        if rest[:1] not in (["start"], ["dev"]):
            return None
    elif name == "gunicorn":
        configured_bind = _gunicorn(stage, rest)
        if configured_bind is not None:
            return configured_bind
    flags = _FLAGS.get(name)
    if flags is None or (name in _OF_NODE and not {"node", "npm"} & stage.facts.commands):
        return None
    return _read(stage, name, flags, rest)


def _read(stage: Stage, name: str, flags: _Flags, rest: Sequence[str]) -> _Line | None:
    tls = any(word.partition("=")[0] in _TLS for word in rest)
    plain = not tls and not any(w.startswith(("--root-path", "--proxy")) for w in rest)
    if any(word.partition("=")[0] in _SOCKETS[:3] for word in rest):
        return _Line(unclear=f"{name} listens on a socket, not on a port")
    found = list(_values(rest, flags.addresses))
    if found:
        if any(value.startswith(("unix:", "/")) for value in found):
            return _Line(unclear=f"{name} listens on a socket, not on a port")
        addresses = {address_of(value.partition(";")[0].partition("?")[0]) for value in found}
        first = addresses.pop()
        if first is None or addresses:
            return _Line(unclear=f"{name} listens on {' and '.join(found)}")
        return _Line(first, plain=plain and name != "uwsgi")
    hosts = list(_values(rest, flags.hosts))
    host = _host(hosts[-1]) if hosts else "127.0.0.1"
    if host is None:
        return _Line(unclear=f"{name} listens on {hosts[-1]} alone")
    ports = list(_values(rest, flags.ports))
    if not ports and flags.operand is not None:
        at = rest.index(flags.operand) + 1 if flags.operand in rest else 0
        operands = [word for word in rest[at:] if word[:1].isdigit() or word[:1] in "$[:"]
        operands = [word for word in operands if word not in hosts]
        if operands:
            address = address_of(operands[0])
            if address is None:
                return _Line(unclear=f"{name} listens on {operands[0]}")
            return _Line(address, plain=plain)
    if ports:
        port = port_of(ports[-1])
        if port is None:
            return _Line(unclear=f"{name} listens on {ports[-1]}")
        return _Line(Address(port, host), plain=plain)
    if flags.default is None:
        return None
    default = flags.default._replace(variable=flags.variable)
    return _Line(Address(default, host), True, plain=plain)


def _values(words: Sequence[str], flags: Sequence[str]) -> Iterator[str]:
    """The values of some flags: `-b X`, `-bX`, `--bind X`, `--bind=X`."""
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if word in flags:
            if at + 1 < len(words):
                yield words[at + 1]
        elif equals and name in flags and (name[:2] == "--" or name[:2] == "-D"):
            yield value
        else:
            short = next((f for f in flags if len(f) == 2 and word.startswith(f)), None)
            if short and len(word) > 2 and word[2] in "=0123456789$:[tu":
                yield word[2:].removeprefix("=")


def _host(text: str) -> str | None:
    found = _DEFAULT_HOST.fullmatch(text.strip("\"'"))
    if found is not None:
        text = found[1] or ""
    return host_of(text)


_DEFAULT_HOST = regex(r"\$(?:\w+|\{\w+(?::?-([^}]*))?\})")


def _gunicorn(stage: Stage, rest: Sequence[str]) -> _Line | None:
    """What gunicorn's file and GUNICORN_CMD_ARGS say; None where they leave it open."""
    if list(_values(rest, ("-b", "--bind"))):
        return None
    more = stage.end_state.environment.get("GUNICORN_CMD_ARGS")
    for service in stage.document.services:
        told = service.environment.get("GUNICORN_CMD_ARGS")
        if told != more and list(_values((told or "").split(), ("-b", "--bind"))):
            return _Line(unclear=f"{service.file} tells gunicorn of {service.name} where to listen")
    if more:
        bound = list(_values(more.split(), ("-b", "--bind")))
        if bound:
            return _Line(address_of(bound[-1]), unclear="" if address_of(bound[-1]) else bound[-1])
    path = flag_value(["", *rest], "-c", "--config")
    if path is None and stage.document.context is None:
        return None
    folder = stage.end_state.workdir or "/"
    name = (path or "gunicorn.conf.py").removeprefix("file:")
    data = image_of(stage).read(posixpath.join(folder, name))
    if data is None:
        return _Line(unclear=f"gunicorn's {path} is not in sight") if path else None
    if b"bind" not in data:
        return None
    from fixer.context.python import parsed

    tree = parsed(data)
    import ast

    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id == "bind" and isinstance(node.value, ast.Constant):
                address = address_of(str(node.value.value))
                if address is not None and not address.port.variable:
                    return _Line(address, plain=b"certfile" not in data)
    return _Line(unclear=f"which port {name} binds is not plain")


# Variables ---------------------------------------------------------------------------------------


def _resolved(stage: Stage, port: Port, text: str) -> Port | Unclear:
    """A port as a health check may name it, which sees the image's variables and whoever runs it
    sets, but none that a script sets for itself."""
    environment = stage.end_state.environment
    if port.variable:
        if _is_literal(stage, port.variable):
            return Unclear(f"no shell expands ${port.variable}")
        known = environment.get(port.variable)
        if known:
            found = port_of(known)
            return Port(found.number, port.variable) if found else Unclear(f"PORT is {known}")
        for word in _written(stage, text):
            name, equals, value = word.partition("=")
            if equals and name == port.variable:
                own = port_of(value)
                if own is None or own.variable != port.variable or own.number is None:
                    return Unclear(f"a script sets {port.variable}")
                return own
        return port
    number = str(port.number)
    words = list(_written(stage, text))
    if not words or any(number in _NUMBERS.findall(_BRACES.sub("", word)) for word in words):
        return port
    for word in words:
        for name, default in _DEFAULTED.findall(word):
            if default == number:
                return Port(port.number, name)
    for name in environment:
        if environment[name] == number and any(f"${name}" in w or f"${{{name}" in w for w in words):
            return Port(port.number, name)
    if any("$" in word for word in words) and not _default_of(stage, port):
        return Unclear("which port it listens on depends on what a script sets")
    return port


def _is_literal(stage: Stage, variable: str) -> bool:
    """Whether the exec form, which nothing expands, holds the text of a variable."""
    for instruction in configured(stage):
        words = instruction.exec_form if instruction is not None else None
        if words and shell_text(words) is None:
            if any(f"${variable}" in word or f"${{{variable}" in word for word in words):
                return True
    return False


_BRACES = regex(r"\$\{[^}]*(?:\}|\Z)")
_NUMBERS = regex(r"\d+")
_DEFAULTED = regex(r"\$\{([A-Za-z_]\w*):?-(\d{1,5})\}")


def _default_of(stage: Stage, port: Port) -> bool:
    return stage.document.context is not None and port in exposed_ports(stage)


def _written(stage: Stage, text: str) -> Iterator[str]:
    """The words of what is started, as written: CMD, ENTRYPOINT, their scripts, npm's."""
    from fixer.context.scripts import parse_script

    for instruction in configured(stage):
        if instruction is None:
            continue
        words = instruction.exec_form
        if words is None:
            yield from _of_script(instruction.script)
            continue
        inner = shell_text(words) if words else None
        if inner is not None:
            yield from _of_script(parse_script(inner.encode("utf-8", "surrogateescape")))
            continue
        yield from words
        for word in words[:3]:
            data = _script(stage, word)
            if data is not None:
                yield from _of_script(parse_script(data))
    if text:
        yield from _of_script(parse_script(text.encode("utf-8", "surrogateescape")))


def _of_script(script: Script) -> Iterator[str]:
    if script.problem is None:
        for command in script.commands:
            for word in (*command.assignments, *command.all_words):
                yield word.text


# Bases' own services, nginx ----------------------------------------------------------------------

_NGINX = ("nginx", "nginxinc/nginx-unprivileged")


def _by_base(stage: Stage) -> Endpoint | Unclear | None:
    name = repository(stage)
    if name in _NGINX:
        return _nginx(stage, ("nginx",))
    if name == "httpd" and not _touched(stage, "/usr/local/apache2/conf"):
        return Endpoint(Address(Port(80)), "", "httpd listens on port 80", True)
    return None


def _nginx(stage: Stage, argv: Sequence[str]) -> Endpoint | Unclear | None:
    """By the configuration in sight, or the image's own where nothing touches that."""
    program = argv[0] if process(stage) is not None else ""
    own = flag_value(argv, "-c")
    for service in stage.document.services:
        for volume in service.volumes:
            if _CONFIGURES.fullmatch(volume.path):
                return Unclear(f"{service.file} mounts {volume.path}")
    if own is None and not _configured(stage):
        if b"NGINX_PORT" in stage.document.source:
            return Unclear("NGINX_PORT may set another port")
        number = 8080 if repository(stage) == _NGINX[1] else 80
        evidence = f"nginx listens on port {number} as the image is configured"
        # an image without a site is for others, who mount or copy a configuration of their own
        sure = Port(number) in exposed_ports(stage) or _touched(stage, "html", "/var/www")
        if not sure:
            evidence += ", unless another configuration is mounted"
        return Endpoint(Address(Port(number)), "", evidence, sure, program)
    from fixer.context.configs import LONGEST

    image = image_of(stage)
    seen = False
    for path in dict.fromkeys(_nginx_files(stage, own)):
        data = image.read(path)
        if data is None or len(data) > LONGEST:
            continue
        seen = True
        ports = _listens(data.decode("utf-8", "replace"))
        if isinstance(ports, Unclear):
            return Unclear(f"{base_name(path)} {ports.reason}")
        if ports:
            exposed = [port for port in exposed_ports(stage) if port in ports]
            port = (exposed or ports)[0]
            evidence = f"{base_name(path)} has nginx listen on port {port}"
            return Endpoint(Address(port), "", evidence, True, program)
    return None if seen else Unclear("the configuration of nginx is not in sight")


def _configured(stage: Stage) -> bool:
    """Whether an instruction puts in or changes a configuration of nginx."""
    from fixer.context.nginx_state import moves_state

    return any(
        instruction.keyword in ("COPY", "ADD", "RUN")
        and any(part in instruction.raw for part in _CONFIGURED)
        and not moves_state(instruction)
        for member in stage.lineage
        for instruction in member.instructions
    )


def _listens(text: str) -> list[Port] | Unclear:
    """The TCP ports of IPv4 that a configuration has nginx listen on."""
    from fixer.context.configs import directives

    out: list[Port] = []
    others = ""
    for directive in directives(text):
        words = directive.arguments
        if directive.name != "listen" or not words:
            continue
        address = address_of(words[0])
        if words[0].startswith(("unix:", "[")) or {"quic", "udp", "proxy_protocol"} & {*words}:
            others = words[0]
        elif address is None or address.port.variable:
            return Unclear(f"has nginx listen on {words[0]}")
        else:
            out.append(address.port)
    return out if out or not others else Unclear(f"has nginx listen on {others} only")


#: Paths at which another configuration of nginx is mounted.
_CONFIGURES = regex(r"/etc/nginx(?:/.*\.conf|/(?:conf\.d|http\.d|sites-\w+|templates)(?:/.*)?)?")
#: Parts of paths that nginx's configuration stands at.
_CONFIGURED = (b"/etc/nginx", b"nginx.conf", b"default.conf", b"conf.d", b"sites-")


def _nginx_files(stage: Stage, own: str | None) -> Iterator[str]:
    yield own or "/etc/nginx/nginx.conf"
    yield "/etc/nginx/conf.d/default.conf"
    yield "/etc/nginx/http.d/default.conf"
    yield "/etc/nginx/sites-enabled/default"
    yield "/etc/nginx/sites-available/default"
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword in ("COPY", "ADD") and b"/etc/nginx/" in instruction.raw:
                *sources, target = instruction.values or ("",)
                for source in sources:
                    if target.endswith("/"):
                        yield target + base_name(source)
                    elif target.endswith((".conf", "default")):
                        yield target
                    else:
                        yield f"{target}/{base_name(source)}"


def _touched(stage: Stage, *paths: str) -> bool:
    """Whether an instruction that builds names one of these parts of paths."""
    return any(
        instruction.keyword in ("COPY", "ADD", "RUN", "WORKDIR")
        and any(path.encode() in instruction.raw for path in paths)
        for member in stage.lineage
        for instruction in member.instructions
    )
