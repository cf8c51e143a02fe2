"""Running another program: a list of arguments, a bound on its time and on what is kept of it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import IO, NamedTuple

#: Bytes of a program's output that are kept. The rest is read, counted into the digest, dropped.
KEPT = 1_000_000
#: Lines that are kept of a build's output, and characters of each.
_LINES, _WIDTH = 400, 2000
#: Lines that were looked for and are kept.
_MARKS = 10_000
#: Seconds that a program has to end in order once it is told to.
_GRACE = 10.0
#: Seconds to read what a program that has ended has written.
_REST = 2.0


class Failed(Exception):
    """What was asked of a program cannot be had from it; the message says why, in one line."""


class Ran(NamedTuple):
    """A program that was run to its end, or until its time was up."""

    #: As a shell would say it; None where its time was up.
    code: int | None
    out: bytes
    err: bytes
    #: Of both streams, whole.
    digest: str
    #: The last lines of both together.
    lines: tuple[str, ...]
    seconds: float
    #: The lines among all of them that were looked for.
    marks: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        """The last line that is not empty."""
        return next((line for line in reversed(self.lines) if line.strip()), "")


def call(
    arguments: Sequence[str],
    *,
    timeout: float,
    line: Callable[[str], None] | None = None,
    log: IO[bytes] | None = None,
    log_limit: int = 50_000_000,
    marks: re.Pattern[str] | None = None,
) -> Ran:
    """Run a program with nothing on its standard input. `timeout` is in seconds.

    Each line of its output is given to `line` as it comes, and the bytes are written to `log`, as
    far as `log_limit`. Where this is interrupted, the program and its children are ended first.
    Raises Failed where it cannot be started.
    """
    sink = _Sink(line, log, log_limit, marks)
    start = time.monotonic()
    process = _started(arguments, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    readers = [
        threading.Thread(target=sink.read, args=(number, stream), daemon=True)
        for number, stream in enumerate((process.stdout, process.stderr))
    ]
    try:
        for reader in readers:
            reader.start()
        try:
            code: int | None = process.wait(timeout)
        except subprocess.TimeoutExpired:
            code = None
    finally:
        if process.poll() is None:
            _end(process)
    # A grandchild may hold the other end for as long as it likes.
    end = time.monotonic() + _REST
    for reader in readers:
        reader.join(max(0.0, end - time.monotonic()))
    sink.finish()
    if code is not None and code < 0:
        code = 128 - code
    digest = "".join(each.hexdigest() for each in sink.digests)
    out, err = map(bytes, sink.kept)
    seconds = time.monotonic() - start
    return Ran(code, out, err, digest, tuple(sink.lines), seconds, tuple(sink.marks))


@contextmanager
def stream(arguments: Sequence[str], *, timeout: float) -> Iterator[IO[bytes]]:
    """The standard output of a program, to be read as it comes; it is ended after `timeout`.

    Raises Failed where the program cannot be started or does not succeed. What is not read to its
    end is not asked whether it succeeded.
    """
    with _started(arguments, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        sink = _Sink()
        reader = threading.Thread(target=sink.read, args=(1, process.stderr), daemon=True)
        reader.start()
        clock = threading.Timer(timeout, _kill, (process, signal.SIGTERM))
        clock.daemon = True
        clock.start()
        try:
            yield process.stdout
            ended = not process.stdout.read(1)
            if ended and process.wait(_GRACE):
                reader.join(_GRACE)
                sink.finish()
                said = "\n".join(sink.lines).strip() or f"exit code {process.returncode}"
                raise Failed(f"{arguments[0]} {arguments[1]}: {said.splitlines()[-1]}")
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{arguments[0]} {arguments[1]} does not end") from error
        finally:
            clock.cancel()
            if process.poll() is None:
                _end(process)
            # What a grandchild still holds open would be waited for by Popen's own end.
            process.stdout.close()


class _Sink:
    """What is kept of a program's two streams."""

    def __init__(
        self,
        line: Callable[[str], None] | None = None,
        log: IO[bytes] | None = None,
        log_limit: int = 0,
        marks: re.Pattern[str] | None = None,
    ) -> None:
        self.kept = bytearray(), bytearray()
        self.digests = sha256(), sha256()
        self.lines: deque[str] = deque(maxlen=_LINES)
        self.marks: deque[str] = deque(maxlen=_MARKS)
        self._wanted = marks
        self._rests = [b"", b""]
        self._line = line
        self._log = log
        self._room = log_limit
        self._lock = threading.Lock()

    def read(self, number: int, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):  # it is closed under our hands once all is over
            while part := os.read(stream.fileno(), 65536):
                with self._lock:
                    self._add(number, part)

    def _add(self, number: int, part: bytes) -> None:
        kept = self.kept[number]
        kept += part[: KEPT - len(kept)]
        self.digests[number].update(part)
        if self._log and self._room > 0:
            try:
                self._log.write(part[: self._room])
                self._room -= len(part)
            except OSError:  # a full disk costs the log, not the build
                self._room = 0
        *whole, rest = (self._rests[number] + part).split(b"\n")
        for raw in whole:
            self._say(raw)
        while len(rest) > _WIDTH:
            self._say(rest[:_WIDTH])
            rest = rest[_WIDTH:]
        self._rests[number] = rest

    def finish(self) -> None:
        with self._lock:
            for rest in self._rests:
                if rest:
                    self._say(rest)
            self._rests = [b"", b""]

    def _say(self, raw: bytes) -> None:
        text = raw.rstrip(b"\r").decode("utf-8", "replace")[:_WIDTH]
        self.lines.append(text)
        if self._wanted and self._wanted.search(text):
            self.marks.append(text)
        if self._line:
            self._line(text)


def _started(arguments: Sequence[str], stderr: int) -> subprocess.Popen[bytes]:
    try:
        # In a session of its own: what Ctrl-C means to it is for us to say, and its children go
        # with it.
        return subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env={**os.environ, "DOCKER_CLI_HINTS": "false"},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise Failed(f"{arguments[0]} cannot be started: {error}") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    """Tell it to end, as Ctrl-C would; after a while, make it."""
    _kill(process, signal.SIGINT)
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    finally:  # however often one is interrupted here
        if process.poll() is None:
            _kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
            process.wait()


def _kill(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:
            process.terminate()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let an interrupt wait until what is in here is done: it is there to leave nothing behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    numbers = [signal.SIGINT, signal.SIGTERM]
    before = [signal.signal(number, lambda got, _: waiting.append(got)) for number in numbers]
    try:
        yield
    finally:
        for number, action in zip(numbers, before, strict=True):
            signal.signal(number, action)
        if waiting:
            signal.raise_signal(waiting[0])
