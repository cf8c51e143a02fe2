"""Tell of pods that are as good as root on their node.

A privileged container, the node's network, processes or memory, a folder of the node's system, the
container engine's socket: whoever breaks into such a pod has the node. Some pods must have it
(network drivers, agents), and no file tells whether this one does: it is told, and never changed.
https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.kubernetes import Workload
from fixer.edit import Skip
from fixer.yaml.file import Edit

_OF_NODE = {
    "hostNetwork": "the node's network",
    "hostPID": "the node's processes",
    "hostIPC": "the node's shared memory",
}
_SOCKETS = ("docker.sock", "containerd.sock", "crio.sock", "podman.sock")
#: Folders of the node that give it away to whoever may write there, or read its secrets.
_SYSTEM = frozenset(
    ("/", "/etc", "/root", "/home", "/var", "/proc", "/sys", "/dev", "/run", "/var/run", "/usr")
)
_BELOW = ("/etc/kubernetes", "/var/lib/kubelet", "/var/lib/docker", "/var/lib/containerd", "/boot")
_CAPABILITIES = frozenset(
    ("ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "DAC_READ_SEARCH", "BPF")
)


@transform(
    answers=[
        *("CKV_K8S_16", "CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19", "CKV_K8S_27", "CKV_K8S_39"),
        *("AVD-KSV-0006", "AVD-KSV-0008", "AVD-KSV-0009", "AVD-KSV-0010", "AVD-KSV-0017"),
    ]
)
def privileged_pod(workload: Workload) -> Iterator[Edit | Skip]:
    for key, what in _OF_NODE.items():
        if workload.is_true(key):
            yield Skip(workload.keys[key].line, f"{workload.name} has {what} ({key})")
    for name, volume in workload.volumes.items():
        node = workload.document.keys(volume.get("hostPath")).get("path")
        path = posixpath.normpath(node.text) if node is not None and node.text else ""
        if node is None or not path:
            continue
        if path.endswith(_SOCKETS):
            reason = "who can talk to the engine is root on the node"
            yield Skip(node.line, f"{workload.name} has {path}: {reason}")
        elif path in _SYSTEM or path.startswith(_BELOW):
            yield Skip(node.line, f"{workload.name} has the node's {path} (volume {name})")
    for container in workload.containers:
        if container.privileged:
            line = container.context["privileged"].line
            yield Skip(line, f"{container.name} is privileged: it is root on its node")
        for capability in container.added():
            if capability in _CAPABILITIES:
                reason = f"{container.name} has {capability}, which leads to root on its node"
                yield Skip(container.line, reason)
