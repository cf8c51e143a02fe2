"""Names and certificates that hold on this machine only."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from typing import Any

import pytest


def name_hosts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lead `*.test` to the loopback interface, and fail for every other name, without a network.

    Returns the list of names that are looked up from now on.
    """
    real = socket.getaddrinfo
    names: list[str] = []

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        names.append(name)
        if name.endswith(".test"):
            return real("127.0.0.1", *arguments, **options)
        if name.startswith("127.") or name in ("localhost", "::1"):
            return real(host, *arguments, **options)
        raise socket.gaierror(socket.EAI_NONAME, "a secret of the system's")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


class Authority:
    """A certificate authority that only its own users trust."""

    def __init__(self, folder: Path) -> None:
        import trustme

        self._authority = trustme.CA()
        self.path = folder / "ca.pem"
        self._authority.cert_pem.write_to_path(str(self.path))
        self._folder = folder

    def issue(self, *names: str) -> tuple[Path, Path]:
        """Files with a certificate for `names` and its key, of RSA."""
        import trustme

        leaf = self._authority.issue_cert(*names, key_type=trustme.KeyType.RSA)
        certificate, key = self._folder / f"{names[0]}.pem", self._folder / f"{names[0]}.key"
        certificate.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
        leaf.private_key_pem.write_to_path(str(key))
        return certificate, key

    def context(self, *names: str) -> ssl.SSLContext:
        """For a server of these names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.issue(*names))
        return context
