"""Pin the images of pods to the digest that their tag points to.

A tag can be moved to another image at any time, by its owner or by whoever has taken his place; a
node that pulls again then runs what nobody has looked at. A digest names one image for ever. The
tag stays, for readers and for what updates it; where there is none, `latest` is written out. What
is built in sight is not pinned, nor what kustomize or a variable fills in.
https://kubernetes.io/docs/concepts/containers/images/#image-names
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.kubernetes import Workload
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, edit


@transform(
    answers=["CKV_K8S_14", "CKV_K8S_43", "AVD-KSV-0013"],
    given=["registry"],
)
def manifest_pin_digest(workload: Workload) -> Iterator[Edit | Skip]:
    from fixer.dockerfile.reference import parse_reference

    registry = workload.document.registry
    for container in workload.containers:
        image = container.pinnable
        if registry is None or image is None:
            continue
        node = container.keys["image"]
        if "$" in image:
            yield Skip(node.line, f"{image} is not pinned: a variable stands in it")
            continue
        reference = parse_reference(image)
        if reference is None:
            yield Skip(node.line, f"{image} is not pinned: it is no image reference")
            continue
        found = registry.digest(reference)
        if found.digest is None:
            yield Skip(node.line, f"{reference.text} is not pinned: {found.reason}")
            continue
        tag = "" if reference.tag else ":latest"
        yield edit(
            workload.file.replace(node, f"{image}{tag}@{found.digest}"),
            why=f"{reference.text} may be another image tomorrow, its digest is this one",
            safety=Safety.SAFE,
        )
