"""HTTP with every limit that a stranger's server makes needful: time, size, redirects, attempts.

urllib3 sends what it is told and nothing else. Requests would follow redirects, keep cookies and
look for passwords in `.netrc`, and takes three times as long for a request: it is asked only what
proxies the environment names.
"""

from __future__ import annotations

import ipaddress
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

from fixer import __version__
from fixer.later import NamedTuple
from fixer.registry.failure import Failure, NoTls, Slow, Transient, Unreachable

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

    from fixer.registry.model import Settings

_NO_ADDRESS = "names an address that is none"
_REDIRECTS = 5
_ATTEMPTS = 3
#: After so many requests in a row that found no answer in all their attempts, a host is given up.
_PATIENCE = 3
_CHUNK = 1 << 16
_BUSY = frozenset({408, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
#: To how many hosts connections are kept.
_HOSTS = 32


class Answer(NamedTuple):
    status: int
    #: The case of names does not count.
    headers: Mapping[str, str]
    body: bytes


class Host:
    """What this run has met with at one host. All requests made for a registry share it."""

    def __init__(self) -> None:
        #: Why it is not asked any more.
        self.closed = ""
        #: The monotonic time before which it wants to be left in peace.
        self.resume = 0.0
        self._failed = 0

    def give_up(self, reason: str) -> None:
        self.closed = self.closed or reason

    def answered(self) -> None:
        self._failed = 0

    def failed(self, reason: str) -> None:
        self._failed += 1
        if self._failed >= _PATIENCE:
            self.give_up(reason)

    @property
    def attempts(self) -> int:
        return 1 if self._failed else _ATTEMPTS


class Origin(NamedTuple):
    """Where a URL leads: credentials are never taken from one origin to another."""

    scheme: str
    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)


@lru_cache(maxsize=1024)
def origin(url: str) -> Origin:
    """Raises Failure where `url` is none that can be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Failure(_NO_ADDRESS) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise Failure("names an address that cannot be asked")
    return Origin(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80))


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Whether `host`, without a port, is this machine for certain."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Transport:
    """Makes requests. It may be used by many threads at once."""

    #: A digest is that of the bytes as they lie in the registry.
    accepted_encoding = "identity"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._insecure = frozenset(host.lower() for host in settings.insecure)
        self._lock = threading.Lock()
        #: By kind and proxy.
        self._managers: dict[tuple[str, str], PoolManager] = {}
        self._proxies: dict[Origin, str] = {}
        #: Of each thread that has an attempt under way: the monotonic time when it began.
        self.under_way: dict[int, float] = {}

    def ask(
        self,
        host: Host,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        authorization: str | None = None,
        form: Mapping[str, str] | None = None,
        limit: int,
    ) -> Answer:
        """The answer, whatever its status, after as many attempts as it takes.

        Raises Failure; Unreachable if `host` is given up with it, or has been before.
        """
        attempt = 0
        while True:
            self._rest(host)
            attempt += 1
            try:
                with self._timed():
                    answer = self._follow(method, url, headers or {}, authorization, form, limit)
                self._refuse_busy(answer)
            except Unreachable as failure:
                host.give_up(str(failure))
                raise
            except Slow as failure:
                host.failed(str(failure))
                raise
            except Transient as failure:
                pause = failure.after
                if pause is None:
                    import random

                    pause = self.settings.pause * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)
                if pause > self.settings.longest_pause:
                    host.give_up(str(failure))
                    raise Unreachable(str(failure)) from None
                if attempt >= host.attempts:
                    host.failed(str(failure))
                    raise Failure(str(failure)) from None
                host.resume = max(host.resume, time.monotonic() + pause)
            else:
                host.answered()
                return answer

    def may_be_plain(self, where: Origin) -> bool:
        """Whether plain HTTP is good enough to talk to it."""
        return where.is_loopback or self.is_insecure(where)

    def is_insecure(self, where: Origin) -> bool:
        """Whether the settings say that it need not prove who it is."""
        names = (where.host, f"{where.host}:{where.port}")
        return any(name in self._insecure for name in names)

    def close(self) -> None:
        with self._lock:
            for manager in self._managers.values():
                manager.clear()
            self._managers.clear()

    def _rest(self, host: Host) -> None:
        while (left := host.resume - time.monotonic()) > 0 and not host.closed:
            time.sleep(min(left, 0.2))
        if host.closed:
            raise Unreachable(host.closed)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        thread = threading.get_ident()
        self.under_way[thread] = time.monotonic()
        try:
            yield
        finally:
            self.under_way.pop(thread, None)

    @staticmethod
    def _refuse_busy(answer: Answer) -> None:
        if answer.status != 429 and answer.status not in _BUSY:
            return
        after = _retry_after(answer.headers.get("retry-after", ""))
        if answer.status == 429:
            if after is None:
                raise Transient("takes no more requests for now (429)")
            raise Transient(f"takes no more requests for the next {after:.0f} s (429)", after)
        raise Transient(f"is out of order ({answer.status})", after)

    def _follow(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        authorization: str | None,
        form: Mapping[str, str] | None,
        limit: int,
    ) -> Answer:
        """One attempt, through redirects. The credential stays with the first origin."""
        first = here = origin(url)
        until = time.monotonic() + self.settings.request_time
        for _ in range(_REDIRECTS + 1):
            sent = dict(headers)
            if authorization is not None and here == first:
                if here.scheme == "http" and not self.may_be_plain(here):
                    raise Failure("would get a credential without encryption")
                sent["Authorization"] = authorization
            answer = self._exchange(method, url, here, sent, form, limit, until)
            if answer.status not in _MOVED:
                return answer
            if form is not None:
                raise Failure("redirects a request that holds a credential")
            try:
                url = urljoin(url, answer.headers.get("location", ""))
            except ValueError:
                raise Failure(_NO_ADDRESS) from None
            there = origin(url)
            if there.scheme == "http" and (here.scheme != "http" or not self.may_be_plain(there)):
                raise Failure("redirects to an address without encryption")
            here = there
        raise Failure(f"redirects more than {_REDIRECTS} times")

    def _exchange(
        self,
        method: str,
        url: str,
        where: Origin,
        headers: dict[str, str],
        form: Mapping[str, str] | None,
        limit: int,
        until: float,
    ) -> Answer:
        from urllib3.exceptions import HTTPError, LocationValueError, ReadTimeoutError

        settings = self.settings
        headers["User-Agent"] = f"dockerfile-fixer/{__version__}"
        headers["Accept-Encoding"] = self.accepted_encoding
        body = None
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        manager = self._manager(where, url)
        try:
            response = manager.urlopen(
                method,
                url,
                headers=headers,
                body=body,
                redirect=False,
                retries=False,
                preload_content=False,
            )
        except (LocationValueError, UnicodeError):
            raise Failure(_NO_ADDRESS) from None
        except (HTTPError, ValueError, OSError) as error:
            raise _failure(error, settings) from None
        whole = False
        try:
            if response.status == 200:
                answer = self.receive(response, limit, until)
                whole = True
            else:
                answer, whole = b"", _is_short(response)
        except ReadTimeoutError:
            raise Slow(f"stops in the middle of an answer for {settings.read_time:g} s") from None
        except (HTTPError, OSError):
            raise Transient("breaks off in the middle of an answer") from None
        finally:
            # A connection can be used again only if nothing is left in it.
            if whole:
                response.release_conn()
            else:
                response.close()
        return Answer(response.status, response.headers, answer)

    def receive(self, response: BaseHTTPResponse, limit: int, until: float) -> bytes:
        """The body. Raises Failure where it has more than `limit` bytes, or is not over `until`."""
        return b"".join(self.chunks(response, limit, until))

    def chunks(
        self, response: BaseHTTPResponse, limit: int, until: float, *, decode: bool = False
    ) -> Iterator[bytes]:
        """The body, piece by piece; with `decode`, what was compressed for the way."""
        size = 0
        while chunk := response.read1(_CHUNK, decode_content=decode):
            size += len(chunk)
            if size > limit:
                raise Failure(f"sends more than the {limit >> 20} MiB that an answer may have")
            if time.monotonic() > until:
                seconds = self.settings.request_time
                raise Slow(f"takes longer than {seconds:g} s to send an answer")
            yield chunk

    def manager(self, verified: bool | None, proxy: str) -> PoolManager:
        """Connections to all hosts of a kind; `verified` is None where they are not encrypted."""
        from urllib3 import PoolManager, Timeout

        times = Timeout(connect=self.settings.connect_time, read=self.settings.read_time)
        options: dict[str, Any] = {"timeout": times}
        if verified:
            from fixer.registry.tls import trusting

            options["ssl_context"] = trusting(self.settings.ca)
        elif verified is False:
            import urllib3

            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
            options |= {"cert_reqs": "CERT_NONE", "assert_hostname": False}
        if not proxy:
            return PoolManager(_HOSTS, maxsize=self.settings.connections, **options)
        from requests.adapters import HTTPAdapter

        # It knows of every kind of proxy, and of the passwords in their addresses.
        adapter = HTTPAdapter(_HOSTS, self.settings.connections)
        manager: PoolManager = adapter.proxy_manager_for(proxy, **options)
        return manager

    def _manager(self, where: Origin, url: str) -> PoolManager:
        verified = None if where.scheme == "http" else not self.is_insecure(where)
        key = str(verified), self._proxy_of(where, url)
        with self._lock:
            if key not in self._managers:
                self._managers[key] = self.manager(verified, key[1])
            return self._managers[key]

    def _proxy_of(self, where: Origin, url: str) -> str:
        """The environment's proxy; none on the way to this machine itself."""
        if where.is_loopback:
            return ""
        if where not in self._proxies:
            from urllib.request import getproxies

            self._proxies[where] = _proxy(url) if getproxies() else ""
        return self._proxies[where]


def _proxy(url: str) -> str:
    from requests.utils import get_environ_proxies, prepend_scheme_if_needed, select_proxy

    found = select_proxy(url, get_environ_proxies(url))
    return prepend_scheme_if_needed(found, "http") if found else ""


def _failure(error: Exception, settings: Settings) -> Failure:
    """What went wrong, told from the error's kind alone."""
    import ssl

    from urllib3 import exceptions

    kinds = list(_causes(error))

    def among(*wanted: type[BaseException]) -> bool:
        return any(isinstance(kind, wanted) for kind in kinds)

    if among(exceptions.ProxyError):
        return Unreachable("cannot be reached through the proxy that the environment names")
    if among(ssl.SSLCertVerificationError):
        return Unreachable("shows a certificate that is not trusted")
    if among(ssl.SSLError, exceptions.SSLError):
        return NoTls("does not speak TLS as it should")
    if among(exceptions.NameResolutionError):
        return Unreachable("cannot be reached: its name is not known")
    if among(ConnectionRefusedError):
        return Unreachable("cannot be reached: the connection is refused")
    if among(exceptions.NewConnectionError):
        return Unreachable("cannot be reached")
    if among(exceptions.ConnectTimeoutError):
        return Unreachable(f"cannot be reached: no answer within {settings.connect_time:g} s")
    if isinstance(error, exceptions.ReadTimeoutError):
        return Slow(f"does not answer within {settings.read_time:g} s")
    if isinstance(error, (exceptions.ProtocolError, OSError)):
        return Transient("breaks off the connection")
    return Failure(f"was asked in vain ({type(error).__name__})")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and everything that it wraps, in whichever of the libraries' ways."""
    seen: list[BaseException] = []
    todo: list[object] = [error]
    while todo:
        each = todo.pop()
        if isinstance(each, BaseException) and each not in seen:
            seen.append(each)
            yield each
            inner = (each.__cause__, each.__context__, getattr(each, "reason", None), *each.args)
            todo.extend(inner)


def _retry_after(text: str) -> float | None:
    """Seconds; the header gives them, or a date."""
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _is_short(response: BaseHTTPResponse) -> bool:
    """Take the body of an answer that is none. Returns whether that was all of it."""
    length = response.length_remaining
    if length is None or length > _CHUNK:
        return False
    response.drain_conn()
    return True
