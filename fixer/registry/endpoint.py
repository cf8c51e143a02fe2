"""The distribution protocol, spoken with one host: a registry itself, or a mirror of it.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fixer.later import regex
from fixer.registry.authorization import Authorizer, Challenge, challenge_in
from fixer.registry.failure import Failure, NoTls, Unreachable
from fixer.registry.model import ImageConfig, Lookup, is_digest
from fixer.registry.transport import Answer, Host, Origin, Transport, origin

if TYPE_CHECKING:
    from fixer.registry.credentials import Credentials

INDEXES = frozenset(
    {
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    }
)
MANIFESTS = frozenset(
    {
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    }
)
_CONFIGS = frozenset(
    {
        "application/vnd.oci.image.config.v1+json",
        "application/vnd.docker.container.image.v1+json",
    }
)
# Without the indexes among them, a registry may answer with one platform's manifest.
_ACCEPT = ", ".join(sorted(INDEXES) + sorted(MANIFESTS))

_SMALL = 1 << 20
_MANIFEST_LIMIT = 4 << 20
_CONFIG_LIMIT = 8 << 20
_TAGS_LIMIT = 4 << 20
_TAG_PAGES = 20
_TAG = regex(r"[A-Za-z0-9_][\w.-]{0,127}", re.ASCII)

#: Where a registry's interface is, if not at the name that references bear.
_HOSTS = {"docker.io": "registry-1.docker.io"}


class Endpoint:
    """One host. Its methods may be called by many threads at once, and raise Failure."""

    def __init__(self, address: str, transport: Transport, credentials: Credentials | None) -> None:
        """`address` is a host with or without a port, and a prefix of repositories' names."""
        name, _, prefix = address.partition("/")
        self.name = name
        self.host = Host()
        self._prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self._address = _HOSTS.get(name, name)
        self._transport = transport
        self._credentials = credentials
        self._lock = threading.Lock()
        self._base = ""
        #: What was demanded at the first contact, and since then for single repositories.
        self._greeting: Challenge | None = None
        self._challenges: dict[str, Challenge] = {}
        self._authorizers: dict[int, Authorizer] = {}
        self._failure: Failure | None = None

    @property
    def key(self) -> str:
        """Tells its answers from those of other hosts, and from what an impostor may have said."""
        insecure = self._transport.is_insecure(origin(f"https://{self._address}"))
        return ("insecure:" if insecure else "") + f"{self.name}/{self._prefix}".rstrip("/")

    def digest(self, repository: str, tag: str) -> Lookup:
        """What `tag` points to. Its body is asked for only if the headers do not say it all."""
        answer = self._ask("HEAD", repository, f"manifests/{tag}", _SMALL)
        media_type = _media_type(answer)
        digest = answer.headers.get("docker-content-digest", "").strip()
        if answer.status != 200 or media_type not in INDEXES | MANIFESTS or not is_digest(digest):
            # Some registries do not know HEAD, and none says in its answer to HEAD what is wrong.
            if answer.status not in (200, 405, 501):
                raise self._refusal(answer, repository)
            media_type, _, digest = self._manifest(repository, tag)
        return Lookup(digest, media_type)

    def config(self, repository: str, digest: str, platform: str) -> ImageConfig:
        """The configuration of the image for `platform`, every part checked by its digest."""
        for _ in range(3):
            media_type, body, _ = self._manifest(repository, digest)
            document = _document(body, "manifest")
            if media_type in MANIFESTS:
                return self._config(repository, digest, document)
            digest = _choose(document, platform)
        raise Failure("sends an index of indexes")

    def tags(self, repository: str) -> list[str]:
        """The repository's tags, in the registry's order; not all of them where they are many."""
        tags: list[str] = []
        path = "tags/list?n=1000"
        for _ in range(_TAG_PAGES):
            answer = self._ask("GET", repository, path, _TAGS_LIMIT)
            if answer.status != 200:
                raise self._refusal(answer, repository)
            found = _document(answer.body, "list of tags").get("tags") or []
            if not isinstance(found, list):
                raise Failure("sends a list of tags that is none")
            tags += [tag for tag in found if isinstance(tag, str) and _TAG.fullmatch(tag)]
            following = re.match(
                r'\s*<([^<>]*)>\s*;\s*rel="?next"?', answer.headers.get("link", "")
            )
            query = following[1].partition("?")[2] if following else ""
            if not found or not query or path == (path := f"tags/list?{query}"):
                break
        return tags

    def _config(self, repository: str, digest: str, manifest: Mapping[str, Any]) -> ImageConfig:
        described = _mapping(manifest.get("config"))
        wanted = described.get("digest")
        if not is_digest(wanted) or _text(described.get("mediaType")) not in _CONFIGS:
            raise Failure("holds something else than an image there")
        answer = self._ask("GET", repository, f"blobs/{wanted}", _CONFIG_LIMIT)
        if answer.status != 200:
            raise self._refusal(answer, repository)
        _check(answer.body, str(wanted))
        layers = manifest.get("layers")
        sizes = (
            [_mapping(layer).get("size") for layer in layers] if isinstance(layers, list) else []
        )
        size = sum(each for each in sizes if isinstance(each, int))
        return image_config(_document(answer.body, "configuration"), digest, size)

    def _manifest(self, repository: str, target: str) -> tuple[str, bytes, str]:
        """Media type, bytes and digest of what `target`, a tag or a digest, points to."""
        answer = self._ask("GET", repository, f"manifests/{target}", _MANIFEST_LIMIT)
        if answer.status != 200:
            raise self._refusal(answer, repository)
        media_type = _media_type(answer)
        if media_type not in INDEXES | MANIFESTS:
            raise Failure("has the image only in a form without a digest that could be pinned")
        said = answer.headers.get("docker-content-digest", "").strip()
        digest = target if is_digest(target) else said
        if not is_digest(digest):
            digest = "sha256:" + hashlib.sha256(answer.body).hexdigest()
        _check(answer.body, digest)
        return media_type, answer.body, digest

    def _ask(self, method: str, repository: str, path: str, limit: int) -> Answer:
        """Ask with what opens the door; once more where that turns out to be something else."""
        self._open()
        url = f"{self._base}/v2/{self._prefix}{repository}/{path}"
        challenge = self._challenge(repository)
        grant = self._authorizer(repository).grant(challenge) if challenge else None
        answer = self._send(method, url, grant.header if grant else None, limit)
        if answer.status != 401:
            return answer
        demand = challenge_in(answer.headers.get("www-authenticate", ""))
        demand = demand and self._complete(demand, repository)
        if demand is None or (demand == challenge and grant is not None and grant.final):
            return answer
        self._challenges[repository] = demand
        grant = self._authorizer(repository).grant(demand, renew=demand == challenge)
        if grant.header is not None:
            answer = self._send(method, url, grant.header, limit)
        return answer

    def _challenge(self, repository: str) -> Challenge | None:
        """What will be demanded for `repository`, as far as that is known."""
        known = self._challenges.get(repository)
        if known is None and self._greeting is not None:
            # Some registries name a repository in it that is only an example.
            scopes = self._greeting.scope.split()
            general = [scope for scope in scopes if not scope.startswith("repository:")]
            known = self._complete(self._greeting._replace(scope=""), repository)
            known = known._replace(scope=" ".join([*general, known.scope]).strip())
        return known

    def _complete(self, challenge: Challenge, repository: str) -> Challenge:
        if challenge.scheme == "basic" or challenge.scope:
            return challenge
        return challenge._replace(scope=f"repository:{self._prefix}{repository}:pull")

    def _send(self, method: str, url: str, authorization: str | None, limit: int) -> Answer:
        headers = {"Accept": _ACCEPT if "/manifests/" in url else "application/json, */*"}
        return self._transport.ask(
            self.host, method, url, headers=headers, authorization=authorization, limit=limit
        )

    def _open(self) -> None:
        """Find out, once, whether and how the host speaks and what it demands."""
        # Whoever found that it hangs may still hold the lock.
        if self.host.closed:
            raise Unreachable(self.host.closed)
        with self._lock:
            if self._failure is not None:
                raise type(self._failure)(str(self._failure))
            if self._base:
                return
            try:
                self._base, answer = self._greet()
            except Failure as failure:
                self._failure = failure
                raise
            if answer.status == 401:
                self._greeting = challenge_in(answer.headers.get("www-authenticate", ""))

    def _greet(self) -> tuple[str, Answer]:
        where = origin(f"https://{self._address}")
        failures: list[Failure] = []
        for scheme in self._schemes(where):
            # What one way fails with does not count against the other.
            host = Host()
            base = f"{scheme}://{self._address}"
            try:
                answer = self._transport.ask(host, "GET", f"{base}/v2/", limit=_SMALL)
            except Failure as failure:
                failures.append(failure)
                continue
            if scheme == "https" or answer.status != 400:
                return base, answer
        # That it speaks no TLS is no reason where it was first tried without.
        found = [each for each in failures if not isinstance(each, NoTls)] or failures
        self.host.give_up(str(found[-1]))
        raise Unreachable(str(found[-1]))

    def _schemes(self, where: Origin) -> tuple[str, ...]:
        if self._transport.is_insecure(where):
            return "https", "http"
        # A server of plain HTTP may wait for the end of what TLS begins with; the other way
        # round the answer comes at once.
        return ("http", "https") if where.is_loopback else ("https",)

    def _authorizer(self, repository: str) -> Authorizer:
        credential = self._credential(repository)
        with self._lock:
            found = self._authorizers.get(id(credential))
            if found is None:
                found = Authorizer(self._transport, self._base, credential)
                self._authorizers[id(credential)] = found
            return found

    def _credential(self, repository: str) -> Any:
        if self._credentials is None:
            return None
        return self._credentials.of(self.name, self._prefix + repository)

    def _refusal(self, answer: Answer, repository: str) -> Failure:
        """What a status means to somebody who wants an image."""
        if answer.status == 404:
            return Failure("knows no such image or tag")
        if answer.status not in (401, 403):
            return Failure(f"answers {answer.status}")
        # Nobody is asked for a credential that was not demanded.
        if self._challenge(repository) and self._authorizer(repository).has_credential:
            return Failure("has no such image, or does not give it to the login that is stored")
        return Failure("has no such image, or gives it only after a login")


def image_config(config: Mapping[str, Any], digest: str, size: int) -> ImageConfig:
    """The facts of an image's configuration. Raises Failure where one is not what it should be."""
    inner = _mapping(config.get("config") or {})
    parts = [config.get("os"), config.get("architecture"), config.get("variant")]
    env = {}
    for each in _texts(inner.get("Env")) or ():
        name, _, value = each.partition("=")
        env[name] = value
    return ImageConfig(
        platform="/".join(_text(part) for part in parts if part),
        digest=digest,
        user=_text(inner.get("User")),
        entrypoint=_texts(inner.get("Entrypoint")),
        cmd=_texts(inner.get("Cmd")),
        env=env,
        workdir=_text(inner.get("WorkingDir")),
        exposed_ports=tuple(sorted(_mapping(inner.get("ExposedPorts") or {}))),
        volumes=tuple(sorted(_mapping(inner.get("Volumes") or {}))),
        labels={key: _text(value) for key, value in _mapping(inner.get("Labels") or {}).items()},
        onbuild=_texts(inner.get("OnBuild")) or (),
        shell=_texts(inner.get("Shell")),
        stop_signal=_text(inner.get("StopSignal")),
        healthcheck=_texts(_mapping(inner.get("Healthcheck") or {}).get("Test")),
        created=_text(config.get("created")),
        size=size,
    )


def _choose(index: Mapping[str, Any], platform: str) -> str:
    """The digest of the manifest for `platform`, whose variant may be left open."""
    manifests = index.get("manifests")
    for each in manifests if isinstance(manifests, list) else ():
        described = _mapping(_mapping(each).get("platform") or {})
        parts = [described.get("os"), described.get("architecture"), described.get("variant")]
        name = _platform("/".join(part for part in parts if isinstance(part, str) and part))
        digest = _mapping(each).get("digest")
        if f"{name}/".startswith(f"{_platform(platform)}/") and is_digest(digest):
            return str(digest)
    raise Failure(f"has no image for {platform} there")


def _platform(name: str) -> str:
    """There is one variant of arm64, which is named or not."""
    return "linux/arm64" if name == "linux/arm64/v8" else name


def _check(body: bytes, digest: str) -> None:
    algorithm, _, wanted = digest.partition(":")
    if hashlib.new(algorithm, body).hexdigest() != wanted:
        raise Failure("sends a content that does not have the digest it is said to have")


def _media_type(answer: Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _document(body: bytes, what: str) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Failure(f"sends a {what} that is not JSON") from None
    if not isinstance(found, dict):
        raise Failure(f"sends a {what} that is no JSON object")
    return found


class _Malformed(Failure):
    def __init__(self) -> None:
        super().__init__("sends a document in which something is not what it should be")


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _Malformed
    return value


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Malformed
    return value


def _texts(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _Malformed
    return tuple(value)
