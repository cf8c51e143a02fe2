"""A token server that a real registry believes.

https://distribution.github.io/distribution/spec/auth/jwt/
"""

from __future__ import annotations

import base64
import json
import re
import ssl
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.registry.standin import Handler, Standin

SERVICE = "a registry of the tests"
ISSUER = "a token server of the tests"


class TokenServer(Standin):
    """Gives whoever bears `login` (an `Authorization` header) what he asks for."""

    def __init__(self, certificate: tuple[Path, Path], context: ssl.SSLContext, login: str) -> None:
        super().__init__(context)
        self._certificate, self._key = certificate
        self._login = login
        self.fail("/token", self._give)

    def _give(self, handler: Handler) -> None:
        if handler.headers.get("Authorization") != self._login:
            handler.reply(401, b"{}")
            return
        asked = parse_qs(urlsplit(handler.path).query)
        access: list[dict[str, object]] = []
        for scope in asked.get("scope", []):
            kind, name, actions = scope.split(":")
            access.append({"type": kind, "name": name, "actions": actions.split(",")})
        token = self._sign(asked["service"][0], access)
        handler.reply(200, json.dumps({"token": token, "expires_in": 120}).encode())

    def _sign(self, service: str, access: list[dict[str, object]]) -> str:
        import jwt

        pem = self._certificate.read_text()
        leaf = re.findall("-----BEGIN CERTIFICATE-----(.*?)-----END", pem, re.DOTALL)[0]
        now = int(time.time())
        claims = {
            "iss": ISSUER, "sub": "anna", "aud": service, "exp": now + 120, "nbf": now - 10,
            "iat": now, "jti": str(time.monotonic_ns()), "access": access,
        }  # fmt: skip
        chain = [base64.b64encode(base64.b64decode(leaf)).decode()]
        return jwt.encode(claims, self._key.read_text(), "RS256", headers={"x5c": chain})
