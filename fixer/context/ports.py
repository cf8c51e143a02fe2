"""Ports and addresses as command lines and code name them, environment variables included."""

from __future__ import annotations

from fixer.later import NamedTuple, regex


class Port(NamedTuple):
    """Where a program listens. One of the two is set, or both: the variable goes before."""

    number: int | None
    #: The environment variable that the program takes it from when it starts.
    variable: str = ""

    def __str__(self) -> str:
        if not self.variable:
            return str(self.number)
        return f"${self.variable}" + (f" or {self.number}" if self.number is not None else "")


class Address(NamedTuple):
    port: Port
    #: Where it is reached from inside: `127.0.0.1`, or `localhost` where that may mean IPv6.
    host: str = "127.0.0.1"


_NUMBER = regex(r"\d{1,5}")
_VARIABLE = regex(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([0-9]{1,5}))?\})")
#: What a server that listens on one of them is reached by.
_HOSTS = {
    **dict.fromkeys(("", "0.0.0.0", "*", "+", "127.0.0.1"), "127.0.0.1"),
    **dict.fromkeys(("::", "[::]", "localhost"), "localhost"),
}


def port_number(number: int) -> Port | None:
    """A port of a number; 0 is any that is free."""
    return Port(number) if 0 < number < 65536 else None


def port_of(text: str) -> Port | None:
    """`8000`, `$PORT` or `${PORT:-8000}`; None for anything else."""
    text = text.strip("\"'")
    if _NUMBER.fullmatch(text):
        return port_number(int(text))
    found = _VARIABLE.fullmatch(text)
    if found is None:
        return None
    return Port(int(found[3]) if found[3] else None, found[1] or found[2])


def host_of(text: str) -> str | None:
    """How a server that listens on `text` is reached from inside; None where that is not known."""
    return _HOSTS.get(text.strip("\"'"))


def address_of(text: str) -> Address | None:
    """`8000`, `:8000`, `0.0.0.0:$PORT`, `[::]:8000`, `tcp://0.0.0.0:8000`."""
    text = text.strip("\"'").removeprefix("tcp://").removeprefix("http://").rstrip("/")
    at = text.find("$")
    if at < 0:
        at = text.rfind(":") + 1
    port = port_of(text[at:])
    host = host_of(text[:at].removesuffix(":"))
    return Address(port, host) if port is not None and host is not None else None
