"""Whom to trust: the certificates that requests knows, and those of a private authority."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from fixer.registry.failure import Unreachable

#: To how many hosts connections are kept.
HOSTS = 32


class TrustingAdapter(HTTPAdapter):
    """An adapter that reads the trusted certificates once, not for every connection.

    The environment's REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE replaces the public authorities, as
    everywhere with requests; `ca` comes on top.
    """

    def __init__(self, ca: Path | None, connections: int) -> None:
        session = requests.Session()
        found = session.merge_environment_settings("https://", {}, None, None, None)["verify"]
        path = found if isinstance(found, str) else DEFAULT_CA_BUNDLE_PATH
        folder = Path(path).is_dir()
        try:
            self._context = ssl.create_default_context(
                cafile=None if folder else path, capath=path if folder else None
            )
            if ca is not None:
                self._context.load_verify_locations(cafile=ca)
        except (OSError, ssl.SSLError):
            raise Unreachable(
                "cannot be verified: the trusted certificates cannot be read"
            ) from None
        super().__init__(pool_connections=HOSTS, pool_maxsize=connections)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, ssl_context=self._context, **options)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, ssl_context=self._context, **options)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        conn.cert_reqs = "CERT_REQUIRED"
