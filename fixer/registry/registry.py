"""All registries of one run: each question is asked once, side by side, and answered for ever."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from fixer.dockerfile.reference import parse_reference
from fixer.later import NamedTuple
from fixer.registry.model import ImageConfig, Known, Lookup, Settings

if TYPE_CHECKING:
    from types import TracebackType

    from fixer.dockerfile.reference import ImageReference
    from fixer.registry.cache import Cache, ConfigKey, DigestKey
    from fixer.registry.credentials import Credentials
    from fixer.registry.download import Downloads
    from fixer.registry.endpoint import Endpoint
    from fixer.registry.transport import Host, Transport

_OFFLINE = "registries are not asked offline"
_HANGS = "cannot be reached: it does not answer in time"
#: So many tags are tried for one that carries the same digest.
_CANDIDATES = 6
#: Stands for the host in the cache's keys of files.
_FILE = "file"


class _Question(NamedTuple):
    #: `digest`, `config`, `tags` or `file`.
    kind: str
    #: Of a file, the host.
    registry: str
    repository: str
    #: The tag; of a configuration, the digest; of a file, its URL.
    target: str = ""
    platform: str = ""


class _Answer(NamedTuple):
    #: A Lookup, an ImageConfig, a tuple of tags; or None where `reason` says why there is none.
    value: Any = None
    reason: str = ""
    #: Who answered, where that is to be kept.
    endpoint: str = ""


class Registry:
    """Answers for a whole run. It may be used by several threads.

    Nothing is asked before the first question, and nothing twice. No method raises for a
    registry's sake.
    """

    def __init__(self, settings: Settings = Settings(), known: Known | None = None) -> None:  # noqa: B008
        """`known` is what another process learnt; what is not in it is asked for.

        Raises ValueError where a mirror's name is none.
        """
        for mirror in (each for _, mirrors in settings.mirrors for each in mirrors):
            parsed = parse_reference(f"{mirror}/image")
            if parsed is None or not f"{mirror}/".startswith(f"{parsed.registry}/"):
                raise ValueError(f"{mirror!r} is no host, with or without a path")
        self._settings = settings
        self._mirrors = dict(settings.mirrors)
        self._answers: dict[_Question, _Answer] = dict(known or {})
        self._lock = threading.RLock()
        #: Seconds spent waiting for registries, and for files.
        self._spent = {"registries": 0.0, "files": 0.0}
        self._process = os.getpid()
        self._transport: Transport | None = None
        self._downloads: Downloads | None = None
        self._file_hosts: dict[str, Host] = {}
        self._credentials: Credentials | None = None
        self._endpoints: dict[str, list[Endpoint]] = {}
        self._cache: Cache | None = None

    def __enter__(self) -> Registry:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. What is known stays known."""
        for each in (self._transport, self._downloads):
            if each is not None and self._process == os.getpid():
                each.close()

    def known(self) -> Known:
        """Everything learnt so far, to be pickled for another process: see `Registry(known=)`."""
        return {**self._answers}

    def prefetch(
        self,
        references: Iterable[ImageReference],
        *,
        configs: bool = False,
        platform: str = "linux/amd64",
    ) -> None:
        """Ask for the digests of `references` side by side; with `configs`, also for those.

        A digest costs one HEAD, which Docker Hub does not count as a pull; a configuration costs
        GETs of manifests, which it does count, and is then known for ever.
        """
        references = list(references)
        self._ask([_digest_question(each) for each in references if not _is_fixed(each)])
        if configs:
            self._ask(
                [
                    _config_question(each, digest, platform)
                    for each in references
                    if (digest := self._pinned(each)) is not None
                ]
            )

    def digest(self, reference: ImageReference) -> Lookup:
        """What the tag points to now; `latest` where there is no tag.

        The digest that the reference itself bears counts only where it bears no tag.
        """
        if _is_fixed(reference):
            return Lookup(reference.digest)
        question = _digest_question(reference)
        answer = self._ask([question])[0]
        if isinstance(answer.value, Lookup):
            return answer.value
        return Lookup(None, None, answer.reason)

    def config(
        self, reference: ImageReference, platform: str = "linux/amd64"
    ) -> ImageConfig | None:
        """The image's configuration for `platform`, by the reference's digest if it bears one."""
        digest = self._pinned(reference)
        if digest is None:
            return None
        answer = self._ask([_config_question(reference, digest, platform)])[0]
        return answer.value if isinstance(answer.value, ImageConfig) else None

    def tags(self, reference: ImageReference) -> list[str]:
        """All tags of the repository, or its first 20,000; none where it does not tell."""
        answer = self._ask([_Question("tags", reference.registry, reference.repository)])[0]
        return list(answer.value or ())

    def same_digest_tags(self, reference: ImageReference) -> list[str]:
        """More exact tags that point to the same digest, the most exact first.

        It takes the list of tags and at most six HEADs; where the likeliest tags are not the
        same, none is found.
        """
        from fixer.registry.tags import more_exact

        wanted = self.digest(reference).digest
        if wanted is None:
            return []
        likely = more_exact(reference.tag or "latest", self.tags(reference))[:_CANDIDATES]
        candidates = [reference._replace(tag=tag, digest=None) for tag in likely]
        self.prefetch(candidates)
        same = [
            tag
            for tag, each in zip(likely, candidates, strict=True)
            if self.digest(each).digest == wanted
        ]
        return sorted(same, key=lambda tag: (-tag.count(".") - tag.count("-"), tag))

    def prefetch_files(self, urls: Iterable[str]) -> None:
        """Fetch the files at `urls` side by side, for their digests."""
        self._ask([_file_question(url) for url in urls])

    def file(self, url: str) -> Lookup:
        """The digest of what `url` answers now, and its media type."""
        answer = self._ask([_file_question(url)])[0]
        if isinstance(answer.value, Lookup):
            return answer.value
        return Lookup(None, None, answer.reason)

    def _pinned(self, reference: ImageReference) -> str | None:
        return reference.digest or self.digest(reference).digest

    def _ask(self, questions: Sequence[_Question]) -> list[_Answer]:
        with self._lock:
            todo = [each for each in dict.fromkeys(questions) if each not in self._answers]
            if todo:
                self._answers.update(self._cached(todo))
                todo = [each for each in todo if each not in self._answers]
            if todo and self._settings.offline:
                self._answers.update((each, _Answer(reason=_OFFLINE)) for each in todo)
            elif todo:
                files = [each for each in todo if each.kind == "file"]
                images = [each for each in todo if each.kind != "file"]
                found = {**self._fetch(images), **self._fetch(files)}
                self._answers.update(found)
                self._keep(found)
            return [self._answers[each] for each in questions]

    # The cache.

    def _cached(self, questions: Sequence[_Question]) -> dict[_Question, _Answer]:
        if not self._settings.use_cache:
            return {}
        from fixer.registry.cache import Cache

        if self._cache is None:
            self._cache = Cache(self._settings.cache, self._settings.max_age)
        # Two questions may have one key: names of one image, or registries with one mirror.
        digest_keys = {each: self._digest_keys(each) for each in questions}
        config_keys = {each: _config_key(each) for each in questions if each.kind == "config"}
        digests = self._cache.digests(list(chain.from_iterable(digest_keys.values())))
        configs = self._cache.configs(list(config_keys.values()))
        found: dict[_Question, _Answer] = {}
        for each, keys in digest_keys.items():
            lookup = next((digests[key] for key in keys if key in digests), None)
            if lookup is not None:
                found[each] = _Answer(lookup)
        for each, place in config_keys.items():
            if place in configs:
                found[each] = _Answer(configs[place])
        return found

    def _digest_keys(self, question: _Question) -> list[DigestKey]:
        """Under which keys a digest may be kept, in the order in which hosts are asked for it."""
        if question.kind == "digest":
            hosts = self._endpoints_of(question.registry)
            return [_digest_key(question, host.key) for host in hosts]
        return [_digest_key(question, _FILE)] if question.kind == "file" else []

    def _keep(self, answers: dict[_Question, _Answer]) -> None:
        if self._cache is None:
            return
        self._cache.keep(
            {
                _digest_key(each, answer.endpoint): answer.value
                for each, answer in answers.items()
                if isinstance(answer.value, Lookup)
            },
            {
                _config_key(each): answer.value
                for each, answer in answers.items()
                if isinstance(answer.value, ImageConfig)
            },
        )

    # The network.

    def _fetch(self, questions: Sequence[_Question]) -> dict[_Question, _Answer]:
        """Ask side by side, for images only or for files only. Of each host, the first question
        goes alone: a host that does not answer costs its time once, and one that demands a login
        says so once.
        """
        if not questions:
            return {}
        waiting: dict[str, list[_Question]] = {}
        for each in questions:
            waiting.setdefault(each.registry, []).append(each)
            self._hosts_of(each)
        what = "files" if questions[0].kind == "file" else "registries"
        transport = self._downloads if what == "files" else self._transport
        assert transport is not None
        settings = transport.settings
        threads = _Threads(self._answer, transport.under_way, settings)
        started = time.monotonic()
        until = started + settings.total_time - self._spent[what]
        for later in waiting.values():
            threads.give(later.pop(0))
        found: dict[_Question, _Answer] = {}
        try:
            while len(found) < len(questions) and (seconds := until - time.monotonic()) > 0:
                for question, answer in threads.wait(min(seconds, 0.5)):
                    found[question] = answer
                    if answer.reason.endswith(_HANGS):
                        for host in self._hosts_of(question):
                            host.give_up(_HANGS)
                    for each in waiting.pop(question.registry, ()):
                        threads.give(each)
        finally:
            threads.dismiss()
            self._spent[what] += time.monotonic() - started
        limit = f"{settings.total_time:g} s"
        late = _Answer(reason=f"the {limit} that a run may wait for {what} are over")
        return {each: found.get(each, late) for each in questions}

    def _answer(self, question: _Question) -> _Answer:
        """Ask the registry's mirrors and then the registry itself. Never raises."""
        from fixer.registry.failure import Failure

        reasons = []
        for name, key, ask in self._ways(question):
            try:
                return _Answer(ask(), endpoint=key)
            except Failure as failure:
                reasons.append(f"{name} {failure}")
            except Exception as error:  # a defect of ours must not hold up the run
                reasons.append(f"{name} met with a defect of fix ({type(error).__name__})")
        return _Answer(reason="; ".join(reasons))

    def _ways(self, question: _Question) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Who is asked, one after the other: a name, its key in the cache, and the request."""
        if question.kind == "file":
            assert self._downloads is not None
            host = self._file_hosts[question.registry]
            yield question.registry, _FILE, partial(self._downloads.file, host, question.target)
            return
        for endpoint in self._endpoints[question.registry]:
            yield endpoint.name, endpoint.key, partial(_put, question, endpoint)

    def _hosts_of(self, question: _Question) -> list[Host]:
        """The hosts that are asked, made known to whoever asks them."""
        if question.kind != "file":
            return [endpoint.host for endpoint in self._endpoints_of(question.registry)]
        from fixer.registry.transport import Host

        self._forget_connections_of_parent()
        if self._downloads is None:
            from fixer.registry.download import Downloads

            self._downloads = Downloads(self._settings)
        return [self._file_hosts.setdefault(question.registry, Host())]

    def _forget_connections_of_parent(self) -> None:
        """Connections are not shared with the process that this one was forked from."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._transport, self._endpoints = None, {}
            self._downloads, self._file_hosts = None, {}

    def _endpoints_of(self, registry: str) -> list[Endpoint]:
        """The registry's mirrors, and last the registry itself."""
        from fixer.registry.endpoint import Endpoint

        self._forget_connections_of_parent()
        if self._transport is None:
            from fixer.registry.credentials import Credentials
            from fixer.registry.transport import Transport

            self._transport = Transport(self._settings)
            self._credentials = Credentials() if self._settings.credentials else None
        if registry not in self._endpoints:
            self._endpoints[registry] = [
                Endpoint(address, self._transport, self._credentials)
                for address in (*self._mirrors.get(registry, ()), registry)
            ]
        return self._endpoints[registry]


def _put(question: _Question, endpoint: Endpoint) -> object:
    if question.kind == "digest":
        return endpoint.digest(question.repository, question.target)
    if question.kind == "config":
        return endpoint.config(question.repository, question.target, question.platform)
    return tuple(endpoint.tags(question.repository))


def _is_fixed(reference: ImageReference) -> bool:
    return reference.digest is not None and reference.tag is None


def _digest_question(reference: ImageReference) -> _Question:
    registry, repository, tag, _ = reference
    return _Question("digest", registry, repository, tag or "latest")


def _file_question(url: str) -> _Question:
    host = url.partition("://")[2].partition("/")[0].lower()
    return _Question("file", host, "", url)


def _config_question(reference: ImageReference, digest: str, platform: str) -> _Question:
    return _Question("config", reference.registry, reference.repository, digest, platform)


def _digest_key(question: _Question, endpoint: str) -> DigestKey:
    """Of a URL the digest alone is kept: a secret may stand in it."""
    import hashlib

    from fixer.registry.cache import DigestKey

    if question.kind == "file":
        return DigestKey(endpoint, "", hashlib.sha256(question.target.encode()).hexdigest())
    return DigestKey(endpoint, question.repository, question.target)


def _config_key(question: _Question) -> ConfigKey:
    from fixer.registry.cache import ConfigKey

    return ConfigKey(question.target, question.platform)


class _Threads:
    """Threads that answer questions. None is waited for: one may hang where no time limit holds,
    as in the system's look-up of names.
    """

    def __init__(
        self,
        answer: Callable[[_Question], _Answer],
        under_way: Mapping[int, float],
        settings: Settings,
    ) -> None:
        self._answer = answer
        #: When each thread began what it is at.
        self._under_way = under_way
        self._patience = settings.request_time + 1
        self._size = max(1, settings.connections)
        self._todo: SimpleQueue[_Question | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[_Question, _Answer]] = SimpleQueue()
        self._at: dict[int, _Question] = {}
        self._threads: list[threading.Thread] = []
        self._dismissed = False
        self._given = 0

    def give(self, question: _Question) -> None:
        self._todo.put(question)
        self._given += 1
        if len(self._threads) < min(self._size, self._given):
            self._start()

    def wait(self, seconds: float) -> list[tuple[_Question, _Answer]]:
        """What is answered next, if anything is within `seconds`; or what has hung for too long."""
        try:
            return [self._done.get(timeout=max(0.0, seconds))]
        except Empty:
            return list(self._hanging())

    def dismiss(self) -> None:
        """Ask nothing more. Threads that are done are gone afterwards, so that one may fork."""
        self._dismissed = True
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            if thread.ident not in self._at:
                thread.join(1)

    def _start(self) -> None:
        thread = threading.Thread(target=self._work, name="registry", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        thread = threading.get_ident()
        while (question := self._todo.get()) is not None and not self._dismissed:
            self._at[thread] = question
            answer = self._answer(question)
            if self._at.pop(thread, None) is None:
                return  # it took too long, and another thread has this one's place
            self._done.put((question, answer))

    def _hanging(self) -> Iterator[tuple[_Question, _Answer]]:
        now = time.monotonic()
        for thread, since in list(self._under_way.items()):
            if now - since < self._patience:
                continue
            question = self._at.pop(thread, None)
            if question is not None:
                self._threads = [each for each in self._threads if each.ident != thread]
                self._start()
                yield question, _Answer(reason=f"{question.registry} {_HANGS}")
