"""What an image does when it is run: a command, a request, its own health check."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from fixer.verify import request
from fixer.verify.builders import Builder
from fixer.verify.packages import RPM, told
from fixer.verify.process import KEPT, Failed, Ran, undisturbed

#: What a container can be run without, by the name that a person knows it by.
LOCKS: Mapping[str, tuple[str, ...]] = {
    "a read-only root": ("--read-only", "--tmpfs=/tmp"),
    "no capabilities": ("--cap-drop=ALL",),
    "no new privileges": ("--security-opt=no-new-privileges",),
}
#: Seconds between two questions.
_PAUSE = 0.2
_HEALTH = "health check"


class Asked(NamedTuple):
    """What is to be tried with an image."""

    #: Commands, each as words; without any, the image's own command.
    commands: tuple[tuple[str, ...], ...] = ()
    #: Ports and paths.
    requests: tuple[tuple[int, str], ...] = ()
    #: Whether its health check counts, if it has one.
    health: bool = True
    #: The network of the containers; None for none, or the builder's own where a port must be
    #: published to be asked.
    network: str | None = None
    #: Further arguments of `run`.
    more: tuple[str, ...] = ()
    #: Seconds for each command, and for an answer.
    patience: float = 60.0


class _Elsewhere(Exception):
    """The engine is not on this machine, or not in sight: its containers cannot be entered."""


class Answer(NamedTuple):
    """What was seen. Two are the same where `value` is."""

    value: str
    #: What a person is told of it.
    said: str
    #: Whether the image does what was asked of it, well or badly.
    works: bool = True


class Behaviour:
    """Tries images. Containers that it starts are gone when a method returns or raises."""

    def __init__(self, builder: Builder, asked: Asked, has_health: bool) -> None:
        self._builder = builder
        self._asked = asked
        self._health = has_health and asked.health
        #: Whether services have no network, and are asked from within.
        self._inside = request.may_enter() and asked.network is None
        #: Commands whose output is another each time: only their exit code is compared.
        self._unsteady: set[tuple[str, ...]] = set()
        #: Containers that could not be removed.
        self.left: list[str] = []

    def reference(self, image: str) -> dict[str, Answer]:
        """What the image does before. Commands run twice: what differs then is not compared.

        What does not work is not asked again.
        """
        answers = self.answers(image)
        for words in self._asked.commands:
            if not answers[_named(words)].works:
                continue
            again = self._command(image, words)
            if again.value != answers[_named(words)].value:
                self._unsteady.add(words)
                answers[_named(words)] = self._command(image, words)
        asked = self._asked
        self._asked = asked._replace(
            commands=tuple(each for each in asked.commands if answers[_named(each)].works),
            requests=tuple(each for each in asked.requests if answers[_asking(each)].works),
        )
        self._health = self._health and answers[_HEALTH].works
        return answers

    def answers(
        self,
        image: str,
        flags: Sequence[str] = (),
        like: Mapping[str, Answer] | None = None,
    ) -> dict[str, Answer]:
        """What the image does, run with further `flags`.

        A service may answer otherwise while it starts: it is asked until it answers as in `like`,
        or until the time is up.
        """
        found = {
            _named(words): self._command(image, words, flags, like)
            for words in self._asked.commands
        }
        if self._asked.requests or self._health:
            found.update(self._service(image, flags, like))
        return found

    def withstands(self, image: str, like: Mapping[str, Answer]) -> dict[str, bool]:
        """Whether the image still does the same without each of LOCKS' things."""
        together = [flag for flags in LOCKS.values() for flag in flags]
        if not differences(like, self.answers(image, together, like)):
            return dict.fromkeys(LOCKS, True)
        return {
            name: not differences(like, self.answers(image, flags, like))
            for name, flags in LOCKS.items()
        }

    def new_health_check(self, image: str) -> str | None:
        """What is wrong with a health check that the image did not have before; None if nothing.

        Of a program that ends by itself, or that does not run alone, it says nothing.
        """
        if not self._asked.health:
            return None
        patience = self._asked.patience
        options = [
            f"--network={self._asked.network or 'none'}",
            "--health-interval=1s",
            # a check that fails while the program starts counts for nothing
            f"--health-start-period={patience:g}s",
        ]
        with self._container() as name:
            ran = self._start(name, image, [*options, *self._asked.more])
            self._check(ran, first=False)
            if ran.code != 0:
                return None
            answer = self._healthy(name, time.monotonic() + patience)
            if answer.works or not self._running(name):
                return None
        return f"the health check that is new: {answer.said}"

    def packages(self, image: str) -> dict[str, str] | None:
        """What the image's own rpm says is installed; None where it says nothing."""
        if not self._builder.runs:
            return None
        flags = ["--network=none", "--no-healthcheck", "--user=0", "--entrypoint=rpm"]
        with self._container() as name:
            ran = self._builder.run(name, image, flags, RPM, timeout=self._asked.patience)
        # What there was no room to keep is not known to be complete.
        return told(ran.out) if ran.code == 0 and len(ran.out) < KEPT else None

    def _check(self, ran: Ran, *, first: bool) -> None:
        """Raise Failed where it is the builder that speaks, not the image.

        An image may be at fault for what the runtime refuses, but not before it was changed.
        """
        if ran.code == 125 and (first or not any("OCI runtime" in line for line in ran.lines)):
            if missing := self._builder.missing():
                raise Failed(f"the container ended early: {missing}")
            said = [line.strip() for line in ran.lines if line.strip() and "--help" not in line]
            reason = said[-1] if said else ran.last.strip()
            raise Failed(f"{self._builder.program} cannot run the image: {reason}")

    def _command(
        self,
        image: str,
        words: tuple[str, ...],
        flags: Sequence[str] = (),
        like: Mapping[str, Answer] | None = None,
    ) -> Answer:
        options = [
            f"--network={self._asked.network or 'none'}",
            "--no-healthcheck",  # without systemd, podman complains of it among the output
            *flags,
            *self._asked.more,
        ]
        with self._container() as name:
            ran = self._started(
                name,
                lambda: self._builder.run(
                    name, image, options, words, timeout=self._asked.patience
                ),
            )
        if ran.code is None:
            said = f"it does not end within {self._asked.patience:g} s"
            return Answer(said, said, False)
        self._check(ran, first=like is None)
        value = str(ran.code) if words in self._unsteady else f"{ran.code} {ran.digest}"
        return Answer(value, f"exit code {ran.code}{f', {ran.last.strip()}' if ran.last else ''}")

    def _service(
        self, image: str, flags: Sequence[str], like: Mapping[str, Answer] | None
    ) -> dict[str, Answer]:
        asked = self._asked
        options = self._options()
        end = time.monotonic() + asked.patience
        out = {}
        with self._container() as name:
            ran = self._start(name, image, [*options, *flags, *asked.more])
            self._check(ran, first=like is None)
            if ran.code != 0:
                asked_of = [*map(_asking, asked.requests), *([_HEALTH] if self._health else [])]
                said = f"it is not started: {ran.last.strip()}"
                return {what: Answer("none", said, False) for what in asked_of}
            try:
                for each in asked.requests:
                    ask = self._way(name, *each)
                    key = _asking(each)
                    out[key] = self._request(name, ask, like[key] if like else None, end)
            except _Elsewhere:
                self._inside = False
                return self._service(image, flags, like)
            if self._health:
                out[_HEALTH] = self._healthy(name, end)
        return out

    def _start(self, name: str, image: str, flags: Sequence[str]) -> Ran:
        return self._started(name, lambda: self._builder.start(name, image, flags))

    def _started(self, name: str, run: Callable[[], Ran]) -> Ran:
        """What becomes of a container of this name: an engine with much to do may fail to start
        one, and then does."""
        ran = run()
        if ran.code == 125 and not self._builder.missing():
            self._builder.remove_container(name)
            time.sleep(_PAUSE)
            ran = run()
        return ran

    def _options(self) -> list[str]:
        """How a service is started."""
        network, requests = self._asked.network, self._asked.requests
        options = []
        if network or self._inside or not requests:
            options.append(f"--network={network or 'none'}")
        if network == "host":
            for port, _ in requests:
                if request.taken(port):
                    raise Failed(f"port {port} of this machine is taken, and the network is host")
        elif not self._inside:
            options += [f"--publish=127.0.0.1::{port}" for port, _ in requests]
        if self._health:
            options += ["--health-interval=1s", "--health-start-period=0s"]
        return options

    def _way(self, name: str, port: int, path: str) -> Callable[[], int | None] | None:
        """How to ask a container; None where it has ended. Raises _Elsewhere."""
        if self._asked.network == "host":
            return partial(request.status, port, path)
        try:
            if not self._inside:
                return partial(request.status, self._builder.port(name, port), path)
            pid, container = self._builder.process(name)
        except Failed:
            if self._running(name):
                raise
            return None
        if request.is_here(pid, container):
            return partial(request.status, port, path, pid)
        if self._running(name):
            raise _Elsewhere
        return None

    def _request(
        self, name: str, ask: Callable[[], int | None] | None, like: Answer | None, end: float
    ) -> Answer:
        """The first answer that is as it should be, or is no excuse; else the last one."""
        last = None
        while ask and time.monotonic() < end:
            status = ask()
            if status is not None:
                last = Answer(str(status), f"status {status}")
                if status < 500 if like is None else last.value == like.value:
                    return last
            elif not self._running(name):
                break
            time.sleep(_PAUSE)
        if last:
            return last
        return Answer("none", f"no answer; {self._last_words(name)}", False)

    def _healthy(self, name: str, end: float) -> Answer:
        while time.monotonic() < end:
            verdict = self._builder.healthy(name)
            if verdict:
                return Answer("healthy", "healthy")
            if verdict is False or not self._running(name):
                break
            time.sleep(_PAUSE)
        return Answer("not healthy", f"not healthy; {self._last_words(name)}", False)

    def _running(self, name: str) -> bool:
        try:
            return self._builder.state(name).get("Running") is True
        except Failed:
            return False

    def _last_words(self, name: str) -> str:
        said = self._builder.logs(name).last.strip()
        how = "it runs" if self._running(name) else "it has ended"
        return f"{how}, its last line: {said}" if said else f"{how} and has said nothing"

    @contextmanager
    def _container(self) -> Iterator[str]:
        """A name for a container, which is removed in the end."""
        name = f"fixer-verify-{uuid.uuid4().hex[:12]}"
        try:
            yield name
        finally:
            with undisturbed():
                try:
                    gone = self._builder.remove_container(name)
                except Failed:
                    gone = False
                if not gone:
                    self.left.append(name)


def differences(one: Mapping[str, Answer], other: Mapping[str, Answer]) -> list[str]:
    """What is another, in words."""
    return [
        f"{what}: {other[what].said}; before: {answer.said}"
        for what, answer in one.items()
        if answer.works and other[what].value != answer.value
    ]


def _asking(request: tuple[int, str]) -> str:
    return "http {}{}".format(*request)


def _named(words: tuple[str, ...]) -> str:
    import shlex

    return f"run {shlex.join(words)}" if words else "run its own command"
