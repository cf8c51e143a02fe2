"""Give pods and containers the security context that their images do with.

The user's number is that of the image: `runAsNonRoot` then holds it against any other image, and
volumes are given to its group. `allowPrivilegeEscalation: false` leaves setuid programs without
effect, `capabilities.drop: [ALL]` takes what only root could use, and `RuntimeDefault` filters
system calls as Docker does by itself. What all containers have alike is said once, by the pod.

It is done where an image is built in sight (a Compose file names it, or `images` in the
configuration), or is well known; what the manifest says already is never contradicted.
https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.kubernetes import Workload
from fixer.deploy.pods import group_of_volumes, low_ports, measures, of_node, of_pod, say
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Operation, Unable, edit


@transform(
    answers=[
        *("CKV_K8S_20", "CKV_K8S_23", "CKV_K8S_28", "CKV_K8S_29", "CKV_K8S_30", "CKV_K8S_31"),
        *("CKV_K8S_37", "CKV_K8S_40", "AVD-KSV-0001", "AVD-KSV-0003", "AVD-KSV-0012"),
        *("AVD-KSV-0020", "AVD-KSV-0021", "AVD-KSV-0030", "AVD-KSV-0104", "AVD-KSV-0106"),
    ]
)
def pod_security_context(workload: Workload) -> Iterator[Edit | Skip]:
    if workload.is_windows:
        yield Skip(workload.line, f"{workload.name} runs on Windows")
        return
    containers = workload.containers
    wanted = [measures(container) for container in containers]
    pod = of_pod(workload, wanted)
    operations: list[Operation | Unable] = []
    has_user = any("runAsUser" in each.sure for each in wanted)
    ports = low_ports(workload) if has_user else {}
    profile = {key: pod[key] for key in pod if key == "seccompProfile"}
    ids = {key: pod[key] for key in pod if key not in profile}
    all_of_pod = {**ids, **group_of_volumes(workload, wanted), **profile, **ports}
    operations += say(workload, workload.pod, workload.keys, all_of_pod)
    for container, each in zip(containers, wanted, strict=True):
        own = {key: value for key, value in each.sure.items() if key not in pod}
        operations += say(workload, container.node, container.keys, own)
    if operations:
        user = f"; the user {pod['runAsUser']} is the one of" if "runAsUser" in pod else ""
        user += " the image that the Dockerfile builds now" if user else ""
        note = of_node(workload, wanted)
        why = f"{workload.name} runs with no more than its images need{user}{note}"
        yield edit(*operations, why=why, safety=Safety.HARDENING, line=workload.line)
        return
    for container, each in zip(containers, wanted, strict=True):
        operations += say(workload, container.node, container.keys, each.unsure)
    if operations:
        reasons = "; ".join(dict.fromkeys(reason for each in wanted for reason in each.against))
        why = f"{workload.name} could run with less; against it: {reasons}"
        yield edit(*operations, why=why, safety=Safety.UNSAFE, line=workload.line)
