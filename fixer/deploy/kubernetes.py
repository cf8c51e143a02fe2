"""Kubernetes manifests: the workloads in them, each with its pod and its containers.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from fixer.deploy.document import YamlDocument
from fixer.deploy.view import Images, View
from fixer.later import regex
from fixer.yaml.file import YamlError, YamlFile
from fixer.yaml.nodes import MOST_NODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fixer.deploy.needs import Needs
    from fixer.dockerfile.stages import Stage
    from fixer.edit import Splice
    from fixer.registry import Registry
    from fixer.yaml.file import Edit
    from fixer.yaml.nodes import Node

#: Where the pod's specification is in each kind of workload.
_PODS = {
    "Pod": ("spec",),
    "Deployment": ("spec", "template", "spec"),
    "ReplicaSet": ("spec", "template", "spec"),
    "ReplicationController": ("spec", "template", "spec"),
    "StatefulSet": ("spec", "template", "spec"),
    "DaemonSet": ("spec", "template", "spec"),
    "Job": ("spec", "template", "spec"),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    "PodTemplate": ("template", "spec"),
}
#: The groups that these kinds belong to; a resource of another one may bear the same name.
_GROUPS = ("apps/", "batch/", "extensions/")
#: What a resource of a kind cannot be without: one that lacks it is laid over another.
_REQUIRED = {"Job": "template", "CronJob": "schedule"}
_SELECTED = frozenset(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"))
#: Lists may hold lists; nobody goes deeper.
_DEEPEST = 4
_TEMPLATE = regex(rb"\{\{-?|\{%-?|(?m:^[ \t]*+#@)")
_IN_COMMENT = regex(rb"(?m)^[ \t]*+#[ \t]*+\{\{-?\s*+(?:if|range|with|end|include|else|toYaml)\b")
_PUT_IN = regex(r"(?m)^[ \t]*+(?:-[ \t]++)*+(?:[\w./\"'-]++:[ \t]++)?\{\{")
_WINDOWS = ("kubernetes.io/os", "beta.kubernetes.io/os")


class Container:
    """A container of a pod, as this very file writes it: operations go to `node`, its mapping."""

    def __init__(self, workload: Workload, node: Node, role: str) -> None:
        self.workload = workload
        self.node = node
        self.line = node.line
        #: `containers` or `initContainers`.
        self.role = role

    @cached_property
    def keys(self) -> dict[str, Node]:
        return self.workload.document.keys(self.node)

    @property
    def name(self) -> str:
        node = self.keys.get("name")
        return (node.text if node is not None else None) or "a container"

    @property
    def image(self) -> str | None:
        node = self.keys.get("image")
        return node.text if node is not None else None

    @property
    def pinnable(self) -> str | None:
        """The image where it has no digest and is not built in sight."""
        image = self.image
        if not image or "@" in image or self.workload.document.built(image):
            return None
        return image

    @cached_property
    def context(self) -> dict[str, Node]:
        """The values of its `securityContext`, by their keys."""
        return self.workload.document.keys(self.keys.get("securityContext"))

    def said(self, key: str) -> str | None:
        """What holds of a key of `securityContext`: its own, or else the pod's."""
        node = self.context.get(key) or self.workload.context.get(key)
        return node.text if node is not None else None

    def texts(self, key: str) -> list[str]:
        """The texts of a list."""
        node = self.keys.get(key)
        return [item.text for item in node.items if item.text] if node is not None else []

    @property
    def privileged(self) -> bool:
        return _is_true(self.context.get("privileged"))

    def added(self) -> list[str]:
        """The capabilities that it is given besides, without `CAP_`."""
        keys = self.workload.document.keys(self.context.get("capabilities"))
        items = keys["add"].items if "add" in keys else []
        return [(item.text or "").upper().removeprefix("CAP_") for item in items]

    @property
    def mounts(self) -> list[tuple[str, str, bool]]:
        """The name of each volume, where it is mounted, and whether it can be written to."""
        out = []
        node = self.keys.get("volumeMounts")
        for item in node.items if node is not None else []:
            keys = self.workload.document.keys(item)
            name, path = (keys[k].text if k in keys else None for k in ("name", "mountPath"))
            if name and path:
                out.append((name, path.rstrip("/") or path[:1], not _is_true(keys.get("readOnly"))))
        return out

    @property
    def ports(self) -> list[int]:
        """The ports that it says it listens on, and those of its image."""
        out = []
        node = self.keys.get("ports")
        for item in node.items if node is not None else []:
            port = self.workload.document.keys(item).get("containerPort")
            if port is not None and (port.text or "").isdigit():
                out.append(int(port.text or ""))
        for member in self.stage.lineage if self.stage is not None else []:
            for instruction in member.instructions:
                if instruction.keyword == "EXPOSE":
                    words = [word.partition("/")[0] for word in instruction.values]
                    out += [int(word) for word in words if word.isdigit()]
        return out

    @property
    def environment(self) -> dict[str, str]:
        """The variables that it is given by name; those of secrets and the like are empty."""
        out = {}
        for item in self.keys["env"].items if "env" in self.keys else []:
            keys = self.workload.document.keys(item)
            name, value = (keys[k].text if k in keys else None for k in ("name", "value"))
            out[name or ""] = value or ""
        return out

    @cached_property
    def stage(self) -> Stage | None:
        """The stage that its image is built from, as it is after the fix; None if not in sight."""
        name = self.workload.document.built(self.image) if self.image else None
        return self.workload.document.images.stage(name) if name else None

    @cached_property
    def needs(self) -> Needs | None:
        """What its image needs at run time; None where the image is not known."""
        from fixer.deploy.needs import image_needs, stage_needs

        mounts = [path for _, path, _ in self.mounts]
        if self.stage is not None:
            return stage_needs(self.stage, mounts=mounts)
        if not self.image:
            return None
        return image_needs(
            self.image,
            [*self.texts("command"), *self.texts("args")],
            bool(self.texts("command")),
            self.environment,
            mounts,
            self.said("runAsUser"),
        )


class Workload:
    """A resource that runs pods. `pod` is the mapping of the pod's specification."""

    def __init__(self, document: Manifest, kind: str, root: Node, pod: Node) -> None:
        self.document = document
        self.file = document.file
        self.kind = kind
        self.root = root
        self.pod = pod
        self.line = root.line

    @cached_property
    def keys(self) -> dict[str, Node]:
        """The pod's values by their keys."""
        return self.document.keys(self.pod)

    @property
    def name(self) -> str:
        metadata = self.document.keys(self.document.keys(self.root).get("metadata"))
        node = metadata.get("name") or metadata.get("generateName")
        return f"{self.kind} {node.text if node is not None else ''}".strip()

    @cached_property
    def context(self) -> dict[str, Node]:
        """The values of the pod's `securityContext`, by their keys."""
        return self.document.keys(self.keys.get("securityContext"))

    @cached_property
    def containers(self) -> list[Container]:
        """Those that are started first come first."""
        found = []
        for role in ("initContainers", "containers"):
            node = self.keys.get(role)
            for item in node.items if node is not None else []:
                if item.pairs is not None:
                    found.append(Container(self, item, role))
        return found

    @cached_property
    def volumes(self) -> dict[str, dict[str, Node]]:
        """The values of each volume by its name; of a claim's template, an empty mapping."""
        out: dict[str, dict[str, Node]] = {}
        node = self.keys.get("volumes")
        for item in node.items if node is not None else []:
            keys = self.document.keys(item)
            if "name" in keys and keys["name"].text:
                out[keys["name"].text] = keys
        templates = self.document.keys(self.document.keys(self.root).get("spec"))
        node = templates.get("volumeClaimTemplates")
        for item in node.items if node is not None else []:
            keys = self.document.keys(self.document.keys(item).get("metadata"))
            if "name" in keys and keys["name"].text:
                out.setdefault(keys["name"].text, {})
        return out

    def annotated(self, start: str) -> bool:
        """Whether an annotation of the pod's begins so."""
        holder = self.root
        for name in _PODS[self.kind][:-1]:
            holder = self.document.keys(holder).get(name, holder)
        metadata = self.document.keys(self.document.keys(holder).get("metadata"))
        return any(key.startswith(start) for key in self.document.keys(metadata.get("annotations")))

    def is_true(self, key: str) -> bool:
        """Whether the pod says `true` of a key."""
        return _is_true(self.keys.get(key))

    @property
    def is_windows(self) -> bool:
        """Whether it runs on Windows, where users have no numbers and system calls no filter."""
        system = self.document.keys(self.keys.get("os")).get("name")
        selector = self.document.keys(self.keys.get("nodeSelector"))
        nodes = [system, *(selector.get(key) for key in _WINDOWS)]
        return any(node is not None and node.text == "windows" for node in nodes) or any(
            "windowsOptions" in container.context
            or (container.stage is not None and container.stage.facts.family == "windows")
            for container in self.containers
        )

    @property
    def is_partial(self) -> bool:
        """Whether it is no resource by itself, but what kustomize lays over one."""
        spec = self.document.keys(self.document.keys(self.root).get("spec"))
        template = self.document.keys(spec.get("template"))
        if self.kind in _SELECTED and "selector" not in spec and "metadata" not in template:
            return True
        if self.kind in _REQUIRED and _REQUIRED[self.kind] not in spec:
            return True
        if any("$patch" in self.document.keys(node) for node in (self.root, self.pod)):
            return True
        return not self.containers or any(
            not container.image or "$patch" in container.keys for container in self.containers
        )

    @property
    def is_template(self) -> bool:
        """Whether a text of it is put in later on."""
        texts = [self.name, *(container.image or "" for container in self.containers)]
        if any("{{" in text or "{%" in text for text in texts):
            return True
        # without quotes it is YAML all the same: a mapping whose key is a mapping
        return _PUT_IN.search(self.file.text[self.root.start : self.root.end]) is not None


class Manifest(YamlDocument):
    """The resources of one file, with those in lists."""

    @classmethod
    def read(cls, source: bytes, view: View, registry: Registry | None) -> Manifest | Unreadable:  # type: ignore[override]
        try:
            file = YamlFile(source)
        except YamlError as error:
            if _TEMPLATE.search(source):
                return Unreadable(source, error.line or 1, f"it is a template: {error.reason}")
            if f"{MOST_NODES:,}" in error.reason:
                return Unreadable(source, error.line or 1, error.reason)
            raise
        return cls(file, view, registry)

    def left_alone(self) -> tuple[int, str] | None:
        match = _IN_COMMENT.search(self.source)
        if match is not None:
            return self.source.count(b"\n", 0, match.end()) + 1, "it is a template"
        return None

    def places(self) -> Iterable[Workload]:
        return [each for each in self.workloads() if not each.is_partial and not each.is_template]

    def workloads(self) -> Iterator[Workload]:
        """All of them, parts of others included."""
        todo = [(root, 0) for root in reversed(self.file.documents)]
        while todo:
            root, depth = todo.pop()
            keys = self.keys(root)
            kind = keys["kind"].text if "kind" in keys else None
            version = (keys["apiVersion"].text if "apiVersion" in keys else None) or ""
            if kind is not None and kind.endswith("List") and "items" in keys and depth < _DEEPEST:
                todo += [(item, depth + 1) for item in reversed(keys["items"].items)]
            elif kind in _PODS and (version == "v1" or version.startswith(_GROUPS)):
                pod: Node | None = root
                for name in _PODS[kind]:
                    pod = self.keys(pod).get(name)
                if pod is not None and pod.pairs is not None:
                    yield Workload(self, kind, root, pod)

    def built(self, image: str) -> str | None:
        """The name under which the view knows how an image is built, whatever its tag is."""
        if image in self.view.builds:
            return image
        if not self.view.builds:
            return None
        from fixer.dockerfile.reference import parse_reference

        wanted = parse_reference(image)
        if wanted is None:
            return None
        found = {}
        for name, build in self.view.builds.items():
            known = parse_reference(name)
            if known is not None and known[:2] == wanted[:2]:
                found[build.path, build.target] = name
        return next(iter(found.values())) if len(found) == 1 else None


class Unreadable:
    """A file that is none of ours to touch, since it becomes a manifest only later on."""

    def __init__(self, source: bytes, line: int, reason: str) -> None:
        self.source = source
        self.images = Images(View())
        self._alone = line, reason

    def places(self) -> Iterable[Workload]:
        return ()

    def left_alone(self) -> tuple[int, str]:
        return self._alone

    def edited(self, edits: Sequence[Edit]) -> tuple[Unreadable, list[Splice]]:
        raise NotImplementedError


def _is_true(node: Node | None) -> bool:
    return node is not None and (node.text or "").lower() == "true"
