"""Images without a system in them, as documents and bytes that any registry takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

import requests

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIGS = {
    OCI_MANIFEST: "application/vnd.oci.image.config.v1+json",
    DOCKER_MANIFEST: "application/vnd.docker.container.image.v1+json",
}


class Image(NamedTuple):
    """A manifest or an index, with everything that it refers to."""

    media_type: str
    body: bytes
    blobs: tuple[bytes, ...] = ()
    parts: tuple[Image, ...] = ()

    @property
    def digest(self) -> str:
        return digest_of(self.body)


def digest_of(body: bytes) -> str:
    return "sha256:" + hashlib.sha256(body).hexdigest()


def image(
    config: Mapping[str, Any] | None = None,
    platform: str = "linux/amd64",
    media_type: str = OCI_MANIFEST,
    **more: Any,
) -> Image:
    """An image with one layer; `config` is what its configuration says under `config`."""
    system, architecture, *variant = platform.split("/")
    layer = b"a layer"
    inner = json.dumps(
        {
            "os": system,
            "architecture": architecture,
            **({"variant": variant[0]} if variant else {}),
            "config": config or {},
            "rootfs": {"type": "layers", "diff_ids": [digest_of(layer)]},
            **more,
        }
    ).encode()
    layer_type = (
        "application/vnd.oci.image.layer.v1.tar"
        if media_type == OCI_MANIFEST
        else "application/vnd.docker.image.rootfs.diff.tar.gzip"
    )
    manifest = {
        "schemaVersion": 2,
        "mediaType": media_type,
        "config": _described(_CONFIGS[media_type], inner),
        "layers": [_described(layer_type, layer)],
    }
    return Image(media_type, json.dumps(manifest).encode(), (inner, layer))


def index(images: Mapping[str, Image], media_type: str = OCI_INDEX) -> Image:
    """An index of images by platform."""
    manifests = []
    for platform, each in images.items():
        system, architecture, *variant = platform.split("/")
        described = {"os": system, "architecture": architecture}
        if variant:
            described["variant"] = variant[0]
        manifests.append({**_described(each.media_type, each.body), "platform": described})
    body = {"schemaVersion": 2, "mediaType": media_type, "manifests": manifests}
    return Image(media_type, json.dumps(body).encode(), (), tuple(images.values()))


def push(url: str, repository: str, tags: Iterable[str], pushed: Image) -> None:
    """Give an image to a real registry at `url`."""
    base = f"{url}/v2/{repository}"
    for part in pushed.parts:
        push(url, repository, [part.digest], part)
    for blob in pushed.blobs:
        started = requests.post(f"{base}/blobs/uploads/", timeout=20)
        started.raise_for_status()
        location = urljoin(url, started.headers["Location"])
        joint = "&" if "?" in location else "?"
        requests.put(
            f"{location}{joint}digest={digest_of(blob)}", data=blob, timeout=20
        ).raise_for_status()
    for tag in tags:
        requests.put(
            f"{base}/manifests/{tag}",
            data=pushed.body,
            headers={"Content-Type": pushed.media_type},
            timeout=20,
        ).raise_for_status()


def delete(url: str, repository: str, digests: Iterable[str]) -> None:
    for digest in digests:
        requests.delete(f"{url}/v2/{repository}/manifests/{digest}", timeout=20)


def _described(media_type: str, body: bytes) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": digest_of(body), "size": len(body)}
