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
from fixer.deploy.pins import pinned
from fixer.edit import Skip
from fixer.yaml.file import Edit


@transform(
    answers=["CKV_K8S_14", "CKV_K8S_43", "AVD-KSV-0013"],
    given=["registry"],
)
def manifest_pin_digest(workload: Workload) -> Iterator[Edit | Skip]:
    registry = workload.document.registry
    for container in workload.containers:
        image = container.pinnable
        if registry is not None and image is not None:
            yield pinned(workload.file, container.keys["image"], image, registry)
