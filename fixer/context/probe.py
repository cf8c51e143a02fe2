"""A command that asks whether an endpoint answers, of what an image surely has.

Each ends with 0 where it does and with 1 where it does not: an HTTP status from 400 on, a refused
connection, no answer within three seconds. None goes through a proxy that the environment names,
and none follows a redirection, which is an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.commands import base_name, unwrap
from fixer.context.process import configured
from fixer.facts.programs import PYTHON
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.endpoints import Endpoint
    from fixer.dockerfile.stages import Stage

#: How long an answer may take, in seconds; the engine is told more, so that the command says it.
PATIENCE = 3
_INSTALLERS = ("apt-get", "apt", "apk", "dnf", "yum", "microdnf", "zypper")
_REMOVES = frozenset(("remove", "purge", "autoremove", "del", "erase"))
#: A shell that reads one of these may have another PATH than the health check.
_CHANGES_PATH = frozenset((".", "source", "conda", "mamba", "micromamba", "nvm", "pyenv"))
#: What may stand before the program and leaves its environment alone.
_INITS = frozenset("tini tini-static dumb-init docker-init catatonit exec".split())
_OLD_PYTHON = regex(r"(?:python|pypy)2?(?:\.\d+)?")
#: Packages that bring a command of another name.
_BRINGS = {
    "python3": ("python3", "python3-pip", "python3-dev", "python3-venv", "py3-pip"),
    "node": ("nodejs", "nodejs-current"),
    "curl": ("curl",),
}


def probe(stage: Stage, endpoint: Endpoint) -> list[str] | None:
    """The words of an exec form; None where the image is not known to have a command for it."""
    python = _python(stage, endpoint)
    if python is not None:
        return _by_python(python, endpoint, _is_three(stage, python))
    node = _node(stage, endpoint)
    if node is not None:
        return _by_node(node, endpoint)
    if endpoint.address.port.variable or endpoint.address.host != "127.0.0.1":
        return _by_shell(stage, endpoint)
    number = str(endpoint.address.port.number)
    if stage.facts.family in ("debian", "ubuntu", "fedora", "rhel", "amazonlinux"):
        return ["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{number}"]
    if "nc" in stage.facts.commands and not _has_package(stage, "netcat"):
        return ["nc", "-z", "-w", str(PATIENCE), "127.0.0.1", number]
    return None


def _by_shell(stage: Stage, endpoint: Endpoint) -> list[str] | None:
    """The port is the environment's, which a shell reads."""
    port = endpoint.address.port
    shown = f"${{{port.variable}:-{port.number}}}" if port.number else f"${port.variable}"
    if not port.variable or endpoint.address.host != "127.0.0.1":
        return None
    if stage.facts.family in ("debian", "ubuntu", "fedora", "rhel", "amazonlinux"):
        return ["bash", "-c", f'exec 3<>"/dev/tcp/127.0.0.1/{shown}"']
    if "nc" in stage.facts.commands and not _has_package(stage, "netcat"):
        return ["sh", "-c", f'exec nc -z -w {PATIENCE} 127.0.0.1 "{shown}"']
    return None


def _by_python(python: str, endpoint: Endpoint, three: bool) -> list[str]:
    (number, variable), host = endpoint.address
    port = str(number)
    modules = ""
    if variable:
        modules = ", os"
        found = (
            f"os.environ.get('{variable}') or {number}" if number else f"os.environ['{variable}']"
        )
        port = f"int({found})"
    if endpoint.path and three:
        text = (
            f"import http.client{modules}; "
            f"c = http.client.HTTPConnection('{host}', {port}, timeout={PATIENCE}); "
            f"c.request('GET', '{endpoint.path}'); "
            "raise SystemExit(c.getresponse().status >= 400)"
        )
    else:
        text = f"import socket{modules}; socket.create_connection(('{host}', {port}), {PATIENCE})"
    # isolated: the working directory's modules do not take the place of Python's own
    return [python, *(["-I"] if three else []), "-c", text]


def _by_node(node: str, endpoint: Endpoint) -> list[str]:
    (number, variable), host = endpoint.address
    port = str(number)
    if variable:
        port = f"process.env.{variable}" + (f" || {number}" if number else "")
    late = f"setTimeout(() => process.exit(1), {PATIENCE * 1000})"
    if endpoint.path:
        text = (
            f"{late}; require('http').get({{host: '{host}', port: {port}, "
            f"path: '{endpoint.path}'}}, r => process.exit(r.statusCode < 400 ? 0 : 1))"
        )
    else:
        text = f"{late}; require('net').connect({port}, '{host}', () => process.exit(0))"
    return [node, "-e", text]


# What the image has ------------------------------------------------------------------------------


def _python(stage: Stage, endpoint: Endpoint) -> str | None:
    program = endpoint.program
    if PYTHON.fullmatch(base_name(program)) and _is_started(stage, program):
        return program
    for name in ("python", "python3"):
        if name in stage.facts.commands:
            return name
    return "python3" if _has_package(stage, "python3") else None


def _is_three(stage: Stage, python: str) -> bool:
    name = base_name(python)
    if _OLD_PYTHON.fullmatch(name) is None:
        return True
    return "python3" in stage.facts.commands


def _node(stage: Stage, endpoint: Endpoint) -> str | None:
    options = stage.end_state.environment.get("NODE_OPTIONS") or ""
    if "inspect" in options:
        return None  # it would want the same port for itself
    program = endpoint.program
    if base_name(program) in ("node", "nodejs") and _is_started(stage, program):
        return program
    if "node" in stage.facts.commands or _has_package(stage, "node"):
        return "node"
    return None


def _is_started(stage: Stage, program: str) -> bool:
    """Whether the engine, or a shell that changes nothing about it, finds the program by its name,
    as it will for the health check."""
    if program.startswith("/"):
        return True
    if "/" in program or "$" in program:
        return False
    entrypoint, cmd = configured(stage)
    first = entrypoint or cmd
    if first is None:
        return False
    words = first.exec_form
    if words is not None:
        if first is not cmd and cmd is not None:
            words = [*words, *(cmd.exec_form or ())]
        found = unwrap(words)
        return found.argv[:1] == (program,) and _INITS.issuperset(found.fronts)
    script = first.script
    if script.problem is not None:
        return False
    programs = [command.words[0].text for command in script.commands if command.words]
    return (
        program in programs
        and _CHANGES_PATH.isdisjoint(programs)
        and not any(w.text.startswith("PATH=") for c in script.commands for w in c.all_words)
    )


def _has_package(stage: Stage, command: str) -> bool:
    """Whether a package that brings a command is installed in the image, and not taken out."""
    packages = _BRINGS.get(command, (command,))
    names = {name.partition("=")[0] for name in _operands(stage, removes=False)}
    gone = {*_operands(stage, removes=True)}
    here = names.intersection(packages)
    if command == "netcat":
        return any("netcat" in name for name in names)
    return bool(here - gone) and not any("*" in name for name in gone)


def _operands(stage: Stage, removes: bool) -> Iterator[str]:
    for member in stage.lineage:
        for command in member.commands(*_INSTALLERS):
            subcommand = command.subcommand
            wanted = _REMOVES if removes else ("install", "add")
            if subcommand not in wanted:
                continue
            if not removes and (command.has_flag("--virtual", "-t")):
                continue  # to be removed by its name
            yield from (word.text for word in command.operands)
