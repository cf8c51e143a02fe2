"""Limit what a service takes of memory, processors and processes.

Without a limit one service, by a leak or by an attack, takes all that the machine has, and the
others with it. What a program needs nobody can read off its files: 1 GiB, one processor and 512
processes are where to start from. They are written where the file writes such limits already,
otherwise as `deploy` has them, which a swarm takes as well.
https://docs.docker.com/reference/compose-file/deploy/#resources
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.compose import ComposeService
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Value, edit

#: Each as a key of the service, and as one of `deploy.resources.limits`.
_LIMITS: dict[str, tuple[str, str | int, str | int]] = {
    "mem_limit": ("memory", "1g", "1G"),
    "cpus": ("cpus", "1.0", "1.0"),
    "pids_limit": ("pids", 512, 512),
}
_OLD = ("mem_limit", "cpus", "pids_limit", "mem_reservation", "memswap_limit", "cpu_quota")


@transform(on_request=True)
def compose_limits(service: ComposeService) -> Iterator[Edit | Skip]:
    if service.is_shared or not (service.says("image") or service.is_built):
        return
    file, node = service.file, service.node
    deploy = service.keys.get("deploy")
    why = "it cannot take all that the machine has; the values are to start from"
    if deploy is None and (
        any(service.says(key) for key in _OLD) or service.document.version.startswith("2")
    ):
        operations = [
            file.set(node, key, value, service.after("mem_limit"))
            for key, (_, value, _) in _LIMITS.items()
            if not service.says(key)
        ]
        if operations:
            yield edit(*operations, why=why, safety=Safety.HARDENING, line=service.line)
        return
    limits: dict[str, Value] = {name: value for name, _, value in _LIMITS.values()}
    if deploy is None:
        if service.says("deploy"):
            return  # another file says it
        operation = file.set(
            node, "deploy", {"resources": {"limits": limits}}, service.after("deploy")
        )
        yield edit(operation, why=why, safety=Safety.HARDENING, line=service.line)
        return
    resources = service.document.keys(deploy).get("resources")
    said = service.document.keys(resources).get("limits") if resources is not None else None
    if said is not None and said.pairs is not None:
        have = service.document.keys(said)
        operations = [file.set(said, name, limits[name]) for name in limits if name not in have]
        have_old = {_LIMITS[key][0] for key in _LIMITS if service.says(key)}
        operations = [] if have_old else operations
    elif resources is not None and resources.pairs is not None:
        operations = [file.set(resources, "limits", limits)]
    else:
        operations = [file.set(deploy, "resources", {"limits": limits})]
    if operations:
        yield edit(*operations, why=why, safety=Safety.HARDENING, line=service.line)
