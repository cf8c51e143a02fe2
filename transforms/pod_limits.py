"""Limit what a container takes of memory and processors.

Without a limit one container, by a leak or by an attack, takes all that its node has, and the other
pods with it. What a program needs nobody can read off its files: 1 GiB and one processor are where
to start from. A request that is larger is taken as the limit.
https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.kubernetes import Container, Workload
from fixer.deploy.quantities import larger
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Operation, Unable, Value, edit

_LIMITS = {"memory": "1Gi", "cpu": "1"}


@transform(
    answers=["CKV_K8S_11", "CKV_K8S_13", "AVD-KSV-0011", "AVD-KSV-0018"],
    on_request=True,
)
def pod_limits(workload: Workload) -> Iterator[Edit | Skip]:
    keys, file = workload.document.keys, workload.file
    if "resources" in workload.keys:
        return  # the pod as a whole has limits
    for container in workload.containers:
        resources = keys(container.keys.get("resources"))
        limits, requests = keys(resources.get("limits")), keys(resources.get("requests"))
        missing: dict[str, Value] = {}
        for name, value in _LIMITS.items():
            if name not in limits:
                asked = requests[name].text if name in requests else None
                missing[name] = larger(value, asked or value)
        if not missing:
            continue
        operations: list[Operation | Unable]
        if limits or ("limits" in resources and resources["limits"].pairs is not None):
            operations = [file.set(resources["limits"], k, v) for k, v in missing.items()]
        elif resources or _is_empty(container):
            operations = [file.set(container.keys["resources"], "limits", missing)]
        else:
            operations = [file.set(container.node, "resources", {"limits": missing})]
        why = f"{container.name} cannot take all that its node has; the values are to start from"
        yield edit(*operations, why=why, safety=Safety.HARDENING, line=container.line)


def _is_empty(container: Container) -> bool:
    node = container.keys.get("resources")
    return node is not None and node.pairs is not None
