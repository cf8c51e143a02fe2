"""Make a container's root file system read only.

Who breaks into the program can then leave nothing behind in it: no web shell, no changed code. What
the program makes anew at every start goes to an `emptyDir`; what it keeps must be in a volume, and
where it is not, that is told. It is done where the image is built in sight, all of its program's
own code could be read, or where the image is well known.
https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.kubernetes import Workload
from fixer.deploy.needs import kept, within
from fixer.deploy.pods import Scratch, say, scratch_of, with_volumes
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Operation, Unable, edit


@transform(answers=["CKV_K8S_22", "AVD-KSV-0014"])
def read_only_root_filesystem(workload: Workload) -> Iterator[Edit | Skip]:
    sure: list[Scratch] = []
    unsure: list[Scratch] = []
    for container in workload.containers:
        needs = container.needs
        if needs is None or container.privileged or workload.is_windows:
            continue
        if "readOnlyRootFilesystem" in container.context or not needs.writes_known:
            continue
        if needs.root is not False and not needs.capabilities:
            continue
        writable = [path for _, path, open_ in container.mounts if open_]
        lost = kept(needs._replace(volumes=()), writable) or [
            (path, "its image has a volume there, which not every runtime makes")
            for path in needs.volumes
            if not any(within(path, at) or within(at, path) for at in writable)
        ]
        if lost:
            path, reason = lost[0]
            yield Skip(container.line, f"{container.name} keeps what is in {path}: {reason}")
            continue
        each = scratch_of(container, needs, writable)
        (unsure if each.against else sure).append(each)
    for group, safety in ((sure, Safety.HARDENING), (unsure, Safety.UNSAFE)):
        if not group:
            continue
        operations: list[Operation | Unable] = []
        for each in group:
            container, values = each.container, {"readOnlyRootFilesystem": True}
            operations += say(workload, container.node, container.keys, {**values})
        operations += with_volumes(workload, group)
        why = "nothing can be left behind in the file system of "
        why += ", ".join(each.container.name for each in group)
        reasons = "; ".join(dict.fromkeys(reason for each in group for reason in each.against))
        why += f"; against it: {reasons}" if reasons else ""
        yield edit(*operations, why=why, safety=safety, line=workload.line)
        return
