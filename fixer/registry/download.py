"""Digests of the files that URLs in Dockerfiles name. Of a file nothing is kept.

Whoever writes a Dockerfile decides with it which hosts are asked, and from where: a robot inside of
a company's network must not be sent to what only its own network can see. So only public addresses
are asked, checked where the connection is made, unless the user's own configuration names the host.
No credential is ever sent.
"""

from __future__ import annotations

import hashlib
import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from fixer.registry.failure import Failure, Unreachable
from fixer.registry.model import Lookup
from fixer.registry.transport import Host, Origin, Transport

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

    from fixer.registry.model import Settings

#: Addresses that hold one of IPv4: https://www.rfc-editor.org/rfc/rfc6052#section-2.1
_NAT64 = "64:ff9b::/96"
_PRIVATE = "is not asked: its address is not a public one, and your configuration does not name it"


class Downloads(Transport):
    """Fetches what anybody may have. The body of an answer is its digest, `sha256:…`."""

    #: As the builder asks: it takes the checksum of what it has decompressed.
    accepted_encoding = "gzip"

    def __init__(self, settings: Settings) -> None:
        super().__init__(
            settings._replace(request_time=settings.file_time, total_time=settings.files_time)
        )
        self._named = frozenset(host.lower() for host in settings.private_hosts)

    def file(self, host: Host, url: str) -> Lookup:
        """The digest and the media type of the file. Raises Failure."""
        answer = self.ask(host, "GET", url, limit=self.settings.file_size)
        if answer.status == 404:
            raise Failure("has no such file")
        if answer.status != 200:
            raise Failure(f"answers {answer.status}")
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Lookup(answer.body.decode(), media_type)

    def may_be_plain(self, where: Origin) -> bool:
        return True

    def is_insecure(self, where: Origin) -> bool:
        return False

    def receive(self, response: BaseHTTPResponse, limit: int, until: float) -> bytes:
        length = response.length_remaining
        if length is None and not getattr(response, "chunked", False):
            # A connection that breaks would look like the end of the file.
            raise Failure("does not say how long the file is")
        if length is not None and length > limit:
            raise Failure(f"would send {length >> 20} MiB, and {limit >> 20} MiB is the most")
        digest = hashlib.sha256()
        packed = response.headers.get("content-encoding", "").lower() == "gzip"
        for chunk in self.chunks(response, limit, until, decode=packed):
            digest.update(chunk)
        return f"sha256:{digest.hexdigest()}".encode()

    def manager(self, verified: bool | None, proxy: str) -> PoolManager:
        manager = super().manager(verified, proxy)
        if not proxy:
            manager.pool_classes_by_scheme = _guarded(self)
        return manager

    def _manager(self, where: Origin, url: str) -> PoolManager:
        if self._proxy_of(where, url):
            # The proxy looks the name up, and may know one that is not known here.
            with suppress(OSError, UnicodeError):
                self.addresses(where.host, where.port)
        return super()._manager(where, url)

    def addresses(self, host: str, port: int) -> list[str]:
        """Where `host` is to be asked. Raises Unreachable, or OSError where there is no such name.

        One private address among several is enough to refuse it: the next look-up may give that
        one first.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if self._named.isdisjoint((host, f"{host}:{port}")) and not all(map(_is_public, addresses)):
            raise Unreachable(_PRIVATE)
        return addresses


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in ipaddress.IPv6Network(_NAT64):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _guarded(downloads: Downloads) -> dict[str, Any]:
    """Pools whose connections lead to addresses that may be asked, and to no others.

    A name is looked up once, for the check and for the connection: a second answer may differ.
    """
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import NameResolutionError, NewConnectionError

    def connect(connection: HTTPConnection, new: Callable[[], socket.socket]) -> socket.socket:
        name = connection._dns_host
        try:
            addresses = downloads.addresses(name.strip("[]"), connection.port)
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(name, connection, socket.gaierror(str(error))) from None
        try:
            for address in addresses[:-1]:
                connection._dns_host = address
                try:
                    return new()
                except NewConnectionError:
                    continue
            connection._dns_host = addresses[-1]
            return new()
        finally:
            connection._dns_host = name

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self, super()._new_conn)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self, super()._new_conn)

    return {
        "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain}),
        "https": type("_EncryptedPool", (HTTPSConnectionPool,), {"ConnectionCls": Encrypted}),
    }
