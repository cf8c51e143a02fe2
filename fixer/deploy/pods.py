"""What a container's security context is to say, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

from fixer.deploy.kubernetes import Container, Workload
from fixer.deploy.needs import Needs, within
from fixer.later import NamedTuple, regex
from fixer.yaml.file import Operation, Unable, Value, YamlFile
from fixer.yaml.nodes import Node

_PROFILE: dict[str, Value] = {"type": "RuntimeDefault"}
#: Volumes that everyone may write to, or that nobody but the host says who may.
_OPEN_VOLUMES = frozenset(("emptyDir", "hostPath", "nfs", "image", "name"))
_FILES = ("secret", "configMap", "projected", "downwardAPI")
#: The first port that needs no privilege.
_UNPRIVILEGED = 1024


class Measures(NamedTuple):
    """Keys of a container's `securityContext` with their values, and what speaks against them."""

    sure: dict[str, Value]
    unsure: dict[str, Value]
    against: tuple[str, ...]


def measures(container: Container) -> Measures:
    """What is missing in a container's security context; what is there is never contradicted."""
    made = Measures({}, {}, ())
    if container.privileged:
        return made
    against: list[str] = []
    for key, value, reasons in _wanted(container):
        (made.unsure if reasons else made.sure)[key] = value
        against += reasons
    return made._replace(against=tuple(dict.fromkeys(against)))


def _wanted(container: Container) -> Iterator[tuple[str, Value, list[str]]]:
    needs = container.needs
    unknown = [] if needs is not None else [f"what {container.image} needs is not known"]
    as_root = container.said("runAsUser") == "0"
    yield from _user(container, unknown)
    if not _has(container, "seccompProfile") and not container.workload.annotated("seccomp"):
        yield "seccompProfile", dict(_PROFILE), unknown
    added = container.added()
    if "allowPrivilegeEscalation" not in container.context:
        # the API refuses it beside this one
        if "SYS_ADMIN" not in added:
            against = [*unknown, *(needs.against_no_new_privileges if needs else ())]
            yield "allowPrivilegeEscalation", False, against
    if "drop" not in container.workload.document.keys(container.context.get("capabilities")):
        against = [*unknown, *(needs.against_dropping if needs else ())]
        if as_root and container.stage is not None:
            against.append(f"{container.name} has runAsUser: 0")
        if added:
            against.append("it is given capabilities besides")
        keeps = needs.capabilities if needs is not None else ()
        if container.workload.is_true("hostNetwork") and "NET_BIND_SERVICE" not in keeps:
            against.append("on the node's network a port below 1024 takes NET_BIND_SERVICE")
        capabilities: dict[str, Value] = {"drop": ["ALL"]}
        if needs is not None and needs.capabilities:
            capabilities["add"] = [*needs.capabilities]
        elif needs is not None and needs.root is not False and not against:
            against.append("its image runs as root")
        yield "capabilities", capabilities, against


def _has(container: Container, key: str) -> bool:
    return key in container.context or key in container.workload.context


def _user(container: Container, unknown: list[str]) -> Iterator[tuple[str, Value, list[str]]]:
    """Whom it runs as: what the manifest says, or what its image does."""
    needs = container.needs
    said = container.said("runAsUser")
    numbers = (needs.user if needs is not None else "").split(":")
    if said is not None:
        if said.isdigit() and int(said) and not _has(container, "runAsNonRoot"):
            yield "runAsNonRoot", True, []
        return
    if container.said("runAsNonRoot") == "false" or (needs is not None and needs.root is not False):
        return
    if needs is None:
        if not _has(container, "runAsNonRoot"):
            yield "runAsNonRoot", True, unknown
        return
    if not numbers[0].isdigit():
        return
    if not _has(container, "runAsNonRoot"):
        yield "runAsNonRoot", True, []
    if container.stage is None:
        return
    yield "runAsUser", int(numbers[0]), []
    if len(numbers) > 1 and not _has(container, "runAsGroup"):
        yield "runAsGroup", int(numbers[1]), []


#: The keys that a pod says for all its containers.
_OF_POD = ("runAsNonRoot", "runAsUser", "runAsGroup", "seccompProfile")


def of_pod(workload: Workload, all_measures: list[Measures]) -> dict[str, Value]:
    """What all containers of a pod are to say alike, and the pod says for them."""
    out: dict[str, Value] = {}
    if not all_measures:
        return out
    for key in _OF_POD:
        values = [each.sure.get(key) for each in all_measures]
        if values[0] is not None and all(value == values[0] for value in values):
            if not any(key in container.context for container in workload.containers):
                out[key] = values[0]
    return out


def group_of_volumes(workload: Workload, all_measures: list[Measures]) -> dict[str, Value]:
    """The group that volumes are given to, where a user is set that would not get in by itself.

    It opens all volumes of the pod to that group, which the servers of other containers may refuse.
    """
    if "fsGroup" in workload.context:
        return {}
    groups: list[Value | None] = []
    for container, each in zip(workload.containers, all_measures, strict=True):
        group = each.sure.get("runAsGroup", each.sure.get("runAsUser"))
        for name, _, writable in container.mounts:
            volume = workload.volumes.get(name)
            if volume is not None and _is_closed(volume, writable, workload):
                groups.append(group)
    same = all(group == groups[0] for group in groups)
    return {"fsGroup": groups[0]} if groups and same and groups[0] is not None else {}


def of_node(workload: Workload, all_measures: list[Measures]) -> str:
    """What a folder of the node's asks of who runs the pod, where a container is given a user."""
    for container, each in zip(workload.containers, all_measures, strict=True):
        for name, path, writable in container.mounts if "runAsUser" in each.sure else ():
            if writable and "hostPath" in workload.volumes.get(name, {}):
                where = f"{path} of {container.name} is the node's"
                return f"; {where}, and has to be writable for that user"
    return ""


def _is_closed(volume: dict[str, Node], writable: bool, workload: Workload) -> bool:
    """Whether a volume belongs to root, and a group has to be let in."""
    for kind in _FILES:
        if kind in volume:
            mode = workload.document.keys(volume[kind]).get("defaultMode")
            text = (mode.text or "") if mode is not None else ""
            if not text.isdigit():
                return False
            # YAML 1.1 reads a leading zero as octal, and so does Kubernetes
            return not int(text, 8 if text.startswith("0") else 10) & 0o004
    return writable and not any(kind in volume for kind in _OPEN_VOLUMES - {"name"})


def low_ports(workload: Workload) -> dict[str, Value]:
    """Lets a user that is not root listen where only root may by itself."""
    if "sysctls" in workload.context or workload.is_true("hostNetwork"):
        return {}
    if not any(0 < port < _UNPRIVILEGED for each in workload.containers for port in each.ports):
        return {}
    start: dict[str, Value] = {"name": "net.ipv4.ip_unprivileged_port_start", "value": "0"}
    return {"sysctls": [start]}


def say(
    workload: Workload, holder: Node, keys: dict[str, Node], values: dict[str, Value]
) -> list[Operation | Unable]:
    """The operations that add `values` to the security context of a pod or a container."""
    file = workload.file
    own = keys.get("securityContext")
    if own is None or own.pairs is None or (not own.pairs and not own.flow):
        return [file.set(holder, "securityContext", values)] if values else []
    operations: list[Operation | Unable] = []
    inner = workload.document.keys(own)
    for key, value in values.items():
        node = inner.get(key)
        if key == "capabilities" and node is not None and node.pairs:
            assert isinstance(value, dict)
            given = workload.document.keys(node)
            missing = {k: v for k, v in value.items() if k not in given}
            operations += [file.set(node, k, v) for k, v in missing.items()]
        elif node is None:
            operations.append(file.set(own, key, value))
    return operations


# A root file system that is read only ------------------------------------------------------------


class Scratch(NamedTuple):
    """A container, the folders of it that a volume is to be made for, and what speaks against."""

    container: Container
    folders: tuple[str, ...]
    against: tuple[str, ...]


def scratch_of(container: Container, needs: Needs, writable: list[str]) -> Scratch:
    """What a container writes to beside the volumes that it has."""
    against = [*needs.against_read_only]
    if container.stage is not None and (container.texts("command") or container.texts("args")):
        against.append(f"{container.name} is given another command than its image's")
    folders = dict.fromkeys(["/tmp", *needs.scratch])
    missing = [each for each in folders if not any(within(each, path) for path in writable)]
    return Scratch(container, tuple(missing), tuple(against))


def with_volumes(workload: Workload, group: list[Scratch]) -> list[Operation | Unable]:
    """The operations that give each container an empty volume for its folders."""
    file = workload.file
    operations: list[Operation | Unable] = []
    volumes: list[Value] = []
    taken = set(workload.volumes)
    for container, folders, _ in group:
        mounts: list[Value] = []
        for folder in folders:
            name = _volume_name(container, folder, taken)
            volumes.append({"name": name, "emptyDir": {}})
            mounts.append({"name": name, "mountPath": folder})
        operations += _extended(file, container.node, container.keys, "volumeMounts", mounts)
    return operations + _extended(file, workload.pod, workload.keys, "volumes", volumes)


def _extended(
    file: YamlFile, holder: Node, keys: dict[str, Node], key: str, values: list[Value]
) -> list[Operation | Unable]:
    if not values:
        return []
    node = keys.get(key)
    if node is not None and node.is_sequence and (node.items or node.flow):
        return [file.append(node, *values)]
    return [file.set(holder, key, values)]


def _volume_name(container: Container, folder: str, taken: set[str]) -> str:
    """A name that no volume of the pod has yet."""
    words = regex(r"[^a-z0-9]+").sub("-", folder.lower()).strip("-") or "scratch"
    names = [words, f"{container.name}-{words}", *(f"{words}-{n}" for n in range(2, 99))]
    name = next(each for each in names if each not in taken and len(each) <= 63)
    taken.add(name)
    return name
