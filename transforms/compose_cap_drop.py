"""Take away the capabilities that a service does not need.

A container has fourteen of root's capabilities by itself: among them to send raw packets, to make
device files and to become any user. A program that does not run as root has no use for them; an
entrypoint that gives its folders to another user and goes on as that one gets just what this takes.
It is done where the image is built in sight, or well known.
https://docs.docker.com/reference/compose-file/services/#cap_drop
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fixer.catalog import transform
from fixer.deploy.compose import ComposeService
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Value, edit


@transform()
def compose_cap_drop(service: ComposeService) -> Iterator[Edit | Skip]:
    needs = service.needs
    if needs is None or service.is_true("privileged") or service.says("cap_drop"):
        return
    if service.is_shared:
        yield Skip(service.line, f"{service.name} shares what it says with other services")
        return
    if needs.root is not False and not needs.capabilities:
        reasons = "; ".join(needs.against_dropping)
        yield Skip(service.line, f"{service.name} keeps its capabilities: {reasons}")
        return
    against = [*needs.against_dropping]
    if service.says("cap_add"):
        against.insert(0, "it is given capabilities besides")
    file, node = service.file, service.node
    operations = [file.set(node, "cap_drop", ["ALL"], service.after("cap_drop"))]
    why = "it does not run as root, and has no use for root's capabilities"
    if needs.capabilities:
        names = ", ".join(needs.capabilities)
        why = f"its entrypoint starts as root, and needs {names} alone"
        if needs.root is False:
            why = f"it does not run as root; its program does not start without {names}"
        if (given := service.keys.get("cap_add")) is None:
            added: list[Value] = [*needs.capabilities]
            operations.append(file.set(node, "cap_add", added, service.after("cap_add")))
        elif missing := _missing(needs.capabilities, service.texts("cap_add")):
            operations.append(file.append(given, *missing))
    if against:
        why = f"{why}; against it: {'; '.join(against)}"
    safety = Safety.UNSAFE if against else Safety.HARDENING
    yield edit(*operations, why=why, safety=safety, line=service.line)


def _missing(needed: Iterable[str], given: Iterable[str]) -> list[str]:
    have = {name.upper().removeprefix("CAP_") for name in given}
    return [name for name in needed if name not in have and "ALL" not in have]
