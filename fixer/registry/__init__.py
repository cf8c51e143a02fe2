"""Digests, configurations and tags of images, asked of their registries over HTTP; of files, too.

    from fixer.registry import Registry, Settings

    with Registry(Settings()) as registry:
        registry.prefetch(references)                # side by side, each reference once
        registry.digest(reference).digest            # "sha256:…"
        registry.config(reference)                   # its user, entrypoint, environment …
        registry.same_digest_tags(reference)         # "3.12.4-slim-bookworm" beside "3.12-slim"
        registry.file("https://…/tool-1.2").digest   # "sha256:…" of what the URL answers

The protocol is the OCI distribution specification:
https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

from __future__ import annotations

from fixer.registry.model import ImageConfig, Known, Lookup, Settings
from fixer.registry.registry import Registry

__all__ = ["ImageConfig", "Known", "Lookup", "Registry", "Settings"]
