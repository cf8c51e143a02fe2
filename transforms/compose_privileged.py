"""Report services that are as good as root on the host.

`privileged`, the host's namespaces, the engine's socket, the host's own folders and capabilities
like SYS_ADMIN let whoever breaks into the container out of it. What such a service needs instead
(a device, one capability, a proxy before the socket) only its author knows: nothing is changed.
https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.compose import ComposeService
from fixer.edit import Edit, Skip

_SOCKETS = ("docker.sock", "podman.sock", "containerd.sock", "crio.sock", "docker_engine")
_FOLDERS = frozenset(
    ("/", "/etc", "/root", "/boot", "/var/run", "/run", "/var/lib/docker", "/proc")
)
_CAPABILITIES = frozenset(
    "ALL SYS_ADMIN SYS_PTRACE SYS_MODULE SYS_RAWIO DAC_READ_SEARCH BPF".split()
)
_NAMESPACES = {
    "network_mode": "the host's network",
    "pid": "the host's processes",
    "ipc": "the host's shared memory",
    "userns_mode": "the host's user namespace",
}


@transform()
def compose_privileged(service: ComposeService) -> Iterator[Edit | Skip]:
    said = list(_said(service))
    if said:
        what = "; ".join(text for _, text in said)
        yield Skip(said[0][0], f"{service.name} reaches the host: {what}")


def _said(service: ComposeService) -> Iterator[tuple[int, str]]:
    keys = service.keys
    if service.is_true("privileged"):
        yield keys["privileged"].line, "it is privileged"
    for key, what in _NAMESPACES.items():
        if service.text(key) == "host":
            yield keys[key].line, f"it has {what} ({key}: host)"
    for mount in service.mounts:
        if mount.source.endswith(_SOCKETS) or mount.path.endswith(_SOCKETS):
            yield mount.line, "the engine's socket is mounted"
        elif mount.kind == "bind" and (mount.source.rstrip("/") or "/") in _FOLDERS:
            yield mount.line, f"the host's {mount.source} is mounted"
    names = [name.upper().removeprefix("CAP_") for name in service.texts("cap_add")]
    for name in names:
        if name in _CAPABILITIES:
            yield keys["cap_add"].line, f"it has the capability {name}"
    for text in service.texts("security_opt"):
        if text.replace("=", ":").endswith(":unconfined"):
            yield keys["security_opt"].line, f"security_opt says {text}"
