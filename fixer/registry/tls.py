"""Whom to trust: the public certificate authorities, and those of a private one."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import certifi

from fixer.registry.failure import Unreachable


def trusting(ca: Path | None) -> ssl.SSLContext:
    """A context that has read the trusted certificates, once for all connections.

    The environment's REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE, a file or a folder, replaces the public
    authorities, as with requests and what is made of it; `ca` comes on top. Raises Unreachable.
    """
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    path = Path(named or certifi.where())
    try:
        context = ssl.create_default_context(
            cafile=None if path.is_dir() else path, capath=path if path.is_dir() else None
        )
        if ca is not None:
            context.load_verify_locations(cafile=ca)
    except (OSError, ssl.SSLError):
        raise Unreachable("cannot be verified: the trusted certificates cannot be read") from None
    return context
