"""Getting in: what a registry demands with `WWW-Authenticate`, and the tokens that it takes.

https://distribution.github.io/distribution/spec/auth/token/
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fixer.later import NamedTuple, regex
from fixer.registry.failure import Failure
from fixer.registry.transport import Host, Transport, origin

if TYPE_CHECKING:
    from fixer.registry.credentials import Credential

_LIMIT = 1 << 20
#: What a token is good for where its server does not say, as the specification has it.
_LIFE = 60.0
#: A token is not used in its last seconds: the request takes time as well.
_MARGIN = 5.0
_PART = regex(
    r"\s*(?:,\s*)*(?P<key>[\w!#$%&\'*+.^`|~-]+)"
    r'(?:\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^\s,"]+)))?'
)


class Challenge(NamedTuple):
    """What a registry demands."""

    #: In lower case: `bearer` or `basic`.
    scheme: str
    realm: str = ""
    service: str = ""
    #: One or several, with spaces between.
    scope: str = ""


def challenge_in(header: str) -> Challenge | None:
    """The demand in a `WWW-Authenticate` header that is met: a token if there is a choice."""
    found = list(challenges(header))
    return next((each for each in found if each.scheme == "bearer"), next(iter(found), None))


def challenges(header: str) -> Iterator[Challenge]:
    """The demands in a `WWW-Authenticate` header, which may hold several."""
    scheme, values = "", dict[str, str]()
    position = 0
    while found := _PART.match(header, position):
        position = found.end()
        value = found["plain"]
        if found["quoted"] is not None:
            value = re.sub(r"\\(.)", r"\1", found["quoted"])
        if value is not None:
            values[found["key"].lower()] = value
            continue
        yield from _challenge(scheme, values)
        scheme, values = found["key"].lower(), {}
    yield from _challenge(scheme, values)


def _challenge(scheme: str, values: dict[str, str]) -> Iterator[Challenge]:
    if scheme == "basic":
        yield Challenge("basic")
    elif scheme == "bearer" and values.get("realm"):
        service, scope = values.get("service", ""), values.get("scope", "")
        yield Challenge("bearer", values["realm"], service, scope)


class Grant:
    """An `Authorization` header. It does not show itself."""

    __slots__ = ("final", "header")

    def __init__(self, header: str | None, final: bool) -> None:
        self.header = header
        #: Whether there is nothing better: what is refused with it, is refused.
        self.final = final


class _Token:
    __slots__ = ("until", "value")

    def __init__(self, value: str, until: float) -> None:
        self.value = value
        self.until = until


class Authorizer:
    """What opens one host's doors. May be used by many threads at once."""

    def __init__(self, transport: Transport, url: str, credential: Credential | None) -> None:
        self._transport = transport
        self._origin = origin(url)
        self._credential = credential
        self._tokens: dict[tuple[str, ...], _Token] = {}
        self._locks: dict[tuple[str, ...], threading.Lock] = {}
        self._lock = threading.Lock()
        self._host = Host()

    @property
    def has_credential(self) -> bool:
        return self._credential is not None

    def grant(self, challenge: Challenge, renew: bool = False) -> Grant:
        """What answers `challenge`. Raises Failure.

        With `renew`, a token that was got before counts as refused.
        """
        credential = self._credential
        if credential is not None and credential.bearer:
            return Grant(f"Bearer {credential.bearer}", True)
        if challenge.scheme == "basic":
            return Grant(credential.basic if credential else None, True)
        key = (challenge.realm, challenge.service, challenge.scope)
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            token = self._tokens.get(key)
            if token is not None and time.monotonic() < token.until and not renew:
                return Grant(f"Bearer {token.value}", False)
            token = self._tokens[key] = self._fetch(challenge)
            return Grant(f"Bearer {token.value}", True)

    def _fetch(self, challenge: Challenge) -> _Token:
        """Ask the token server that the registry names; it gets the registry's credential."""
        realm = origin(challenge.realm)
        if realm.scheme == "http" and (
            self._origin.scheme != "http" or not self._transport.may_be_plain(realm)
        ):
            raise Failure("names a token server without encryption")
        credential = self._credential
        asked = time.monotonic()
        try:
            if credential is not None and credential.identity:
                answer = self._transport.ask(
                    self._host,
                    "POST",
                    challenge.realm,
                    form={
                        "grant_type": "refresh_token",
                        "refresh_token": credential.identity,
                        "client_id": "dockerfile-fixer",
                        "service": challenge.service,
                        "scope": challenge.scope,
                    },
                    limit=_LIMIT,
                )
            else:
                query = [("service", challenge.service)] if challenge.service else []
                query += [("scope", scope) for scope in challenge.scope.split()]
                joint = "&" if "?" in challenge.realm else "?"
                answer = self._transport.ask(
                    self._host,
                    "GET",
                    challenge.realm + joint + urlencode(query),
                    authorization=credential.basic if credential else None,
                    limit=_LIMIT,
                )
        except Failure as failure:
            raise type(failure)(f"lets nobody in: its token server {failure}") from None
        if answer.status in (400, 401, 403):
            if credential is not None:
                raise Failure("does not accept the credentials that are stored for it")
            raise Failure("gives no access without a login")
        if answer.status != 200:
            raise Failure(f"lets nobody in: its token server answers {answer.status}")
        return _token(answer.body, asked)


def _token(body: bytes, asked: float) -> _Token:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Failure("lets nobody in: its token server sends no JSON object")
    value = found.get("token") or found.get("access_token")
    if not isinstance(value, str) or not re.fullmatch(r"[\x21-\x7e]+", value):
        raise Failure("lets nobody in: its token server sends no token")
    life = found.get("expires_in")
    if isinstance(life, bool) or not isinstance(life, (int, float)) or not life >= 0:
        life = _LIFE
    return _Token(value, asked + max(float(min(life, 86_400)) - _MARGIN, 0.0))
