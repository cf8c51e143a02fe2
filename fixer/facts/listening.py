"""Servers that are told on their command line which port to listen on."""

from __future__ import annotations

from collections.abc import Sequence

#: Flags whose value is a port, or an address and a port: `8000`, `0.0.0.0:8000`, `[::]:8000`.
_FLAGS = {
    "uvicorn": ("--port",),
    "gunicorn": ("-b", "--bind"),
    "hypercorn": ("-b", "--bind"),
    "daphne": ("-p", "--port"),
    "waitress-serve": ("--port", "--listen"),
    "flask": ("-p", "--port"),
    "fastapi": ("--port",),
    "streamlit": ("--server.port",),
    "mlflow": ("-p", "--port"),
    "jupyter": ("--port", "--ServerApp.port", "--NotebookApp.port"),
    "jupyter-lab": ("--port",),
    "jupyter-notebook": ("--port",),
    "http-server": ("-p", "--port"),
    "serve": ("-l", "--listen", "-p", "--port"),
    "php": ("-S",),
    "puma": ("-p", "--port", "-b", "--bind"),
    "rackup": ("-p", "--port"),
    "thin": ("-p", "--port"),
    "hugo": ("-p", "--port"),
    "redis-server": ("--port",),
}
#: With `-m`, what they run is known by the name of its module.
_PYTHONS = ("python", "python2", "python3")


def listening_ports(argv: Sequence[str]) -> frozenset[int] | None:
    """The ports that a program's arguments have it listen on; None where they do not say."""
    if not argv:
        return None
    name, rest = argv[0].rpartition("/")[2], list(argv[1:])
    if name.startswith(_PYTHONS):
        if rest[:1] == ["-m"] and rest[1:2] == ["http.server"]:
            return _ports([word for word in rest[2:3] if not word.startswith("-")])
        if rest[:1] == ["-m"] and len(rest) > 1:
            name, rest = rest[1], rest[2:]
        else:
            place = [word.rpartition("/")[2] for word in rest[:2]]
            if place == ["manage.py", "runserver"]:
                return _ports([word for word in rest[2:] if not word.startswith("-")][:1])
            return None
    flags = _FLAGS.get(name, ())
    values = []
    for at, word in enumerate(rest):
        flag, equals, value = word.partition("=")
        if flag in flags:
            values.append(value if equals else "".join(rest[at + 1 : at + 2]))
    return _ports(values)


def _ports(values: Sequence[str]) -> frozenset[int] | None:
    texts = [value.rpartition(":")[2] for value in values]
    if not texts or not all(text.isascii() and text.isdigit() for text in texts):
        return None
    return frozenset(int(text) for text in texts)
