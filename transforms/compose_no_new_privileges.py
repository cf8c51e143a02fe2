"""Keep a service's programs from gaining privileges.

With `no-new-privileges` a setuid program, or one with file capabilities, runs with the rights of
who starts it: sudo and su lead nowhere, for an attacker as well. Entrypoints that start as root and
go on as another user (gosu, su-exec, setpriv) are not touched by it. It is set where the image is
built in sight, or well known, and nothing in it gains privileges.
https://docs.docker.com/reference/compose-file/services/#security_opt
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.compose import ComposeService
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, edit

_OPTION = "no-new-privileges"


@transform()
def compose_no_new_privileges(service: ComposeService) -> Iterator[Edit | Skip]:
    needs = service.needs
    if needs is None or service.is_shared or service.is_true("privileged"):
        return
    if any(text.startswith(_OPTION) for text in service.texts("security_opt")):
        return
    options = service.keys.get("security_opt")
    if options is None and service.says("security_opt"):
        return  # another file says which
    against = needs.against_no_new_privileges
    why = "no program of the service can gain privileges that it was not started with"
    if against:
        why = f"{why}; against it: {'; '.join(against)}"
    if options is not None and options.is_sequence and options.items:
        operation = service.file.append(options, f"{_OPTION}:true")
    else:
        operation = service.file.set(
            service.node, "security_opt", [f"{_OPTION}:true"], service.after("security_opt")
        )
    safety = Safety.UNSAFE if against else Safety.HARDENING
    yield edit(operation, why=why, safety=safety, line=service.line)
