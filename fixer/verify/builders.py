"""The programs that build images and run them: docker with buildx, podman, buildah.

Their command lines are alike where it matters here, so what is told apart is little: docker's own
Python libraries know one of them, keep to no time and have no way to show what comes as it comes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import IO, Any, NamedTuple

from fixer.verify.process import Failed, Ran, call, stream

#: Seconds for a question that the builder answers from what it knows.
_SHORT = 60.0
#: Seconds to give images out.
_LONG = 1800.0
#: What a builder says when it was not the Dockerfile that failed.
_NO_ROOM = re.compile(r"no space left on device|disk quota exceeded", re.IGNORECASE)
#: What runc says where a machine with much to do kept it from starting a process.
_HINDERED = re.compile(
    r"unable to start container process: .*"
    r"(?:waiting for init preliminary setup|resource temporarily unavailable)"
)
#: `--> 70b93cd6ff2`: a step's image, which podman and buildah keep as their cache.
_STEP = re.compile(r"--> ([0-9a-f]{11,64})")


class Build(NamedTuple):
    """How an image is built, both times; texts as the builders' own options take them."""

    #: The folder.
    context: str
    target: str | None = None
    args: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    ssh: tuple[str, ...] = ()
    platform: str | None = None
    network: str | None = None
    #: Further contexts, `name=…`.
    contexts: tuple[str, ...] = ()
    #: Further arguments of the builder's own.
    more: tuple[str, ...] = ()
    #: Seconds for each build.
    timeout: float = 3600.0

    def flags(self) -> Iterator[str]:
        """The options that all builders share."""
        for flag, values in (
            ("--target", self._one(self.target)),
            ("--platform", self._one(self.platform)),
            ("--network", self._one(self.network)),
            ("--build-arg", self.args),
            ("--secret", self.secrets),
            ("--ssh", self.ssh),
            ("--build-context", self.contexts),
        ):
            for value in values:
                yield f"{flag}={value}"
        yield from self.more

    def _one(self, value: str | None) -> tuple[str, ...]:
        return () if value is None else (value,)


class Builder:
    """A program that builds images. Everything may raise Failed."""

    #: What `--builder` calls it.
    name: str
    program: str
    #: Whether it can start what it built.
    runs = True
    _build: tuple[str, ...]
    #: A line that says that a step came from the cache; and this, or another that is of use.
    _cached: re.Pattern[str]
    _marks: re.Pattern[str]

    def missing(self) -> str | None:
        """Why it cannot be used here, in one sentence, or None."""
        if shutil.which(self.program) is None:
            return f"{self.program} is not installed"
        return None

    def build(
        self,
        file: str,
        ignores: str | None,
        tag: str,
        build: Build,
        *,
        fresh: bool = False,
        line: Callable[[str], None] | None = None,
        log: IO[bytes] | None = None,
    ) -> Ran:
        """Build an image from a Dockerfile and name it `tag`.

        `ignores` is the ignore file that belongs to this Dockerfile alone, where there is one;
        with `fresh`, nothing comes from the cache.
        """
        command = [self.program, *self._build, *self._ignoring(ignores), *build.flags()]
        if fresh:
            command.append("--no-cache")
        command += [f"--tag={tag}", f"--file={file}", build.context]
        return call(command, timeout=build.timeout, line=line, log=log, marks=self._marks)

    def cached(self, ran: Ran) -> bool:
        """Whether some step of a build came from the cache."""
        return any(self._cached.search(line) for line in ran.marks)

    def reason(self, ran: Ran) -> tuple[str, ...]:
        """The lines of a failed build that say why, at most five."""
        return tuple(line.strip() for line in ran.lines if line.strip())[-5:]

    def check(self, ran: Ran) -> None:
        """Raise Failed where a failed build was no fault of what was built."""
        if any(_NO_ROOM.search(line) for line in ran.lines):
            raise Failed(f"no room is left on the disk of {self.program}: {ran.last.strip()}")
        if missing := self.missing():
            raise Failed(f"the build ended early: {missing}")

    def hindered(self, ran: Ran) -> bool:
        """Whether it was the machine that kept a build from its end, which may reach it next."""
        return ran.code != 0 and any(_HINDERED.search(line) for line in ran.lines)

    def size(self, image: str) -> int:
        """In bytes."""
        return int(self._inspected(image)["Size"])

    def archives(self, images: Sequence[str]) -> Iterator[AbstractContextManager[IO[bytes]]]:
        """The images as tar archives of their configurations and layers, one or several in each."""
        yield stream([self.program, "save", *self._save, *images], timeout=_LONG)

    _save: tuple[str, ...] = ()

    def remove_images(self, images: Sequence[str]) -> list[str]:
        """Remove images by their names; return those that are still there."""
        return [each for each in images if not self._removed(each)]

    def forget(self, rans: Sequence[Ran]) -> None:
        """Remove what builds that failed have left of their steps."""

    def run(
        self, name: str, image: str, flags: Sequence[str], words: Sequence[str], *, timeout: float
    ) -> Ran:
        """Run a container to its end. Whoever calls it removes the container."""
        command = [self.program, "run", *self._run, "--name", name, *flags, image, *words]
        return call(command, timeout=timeout)

    def start(self, name: str, image: str, flags: Sequence[str]) -> Ran:
        """Start a container and leave it running."""
        command = [self.program, "run", "--detach", *self._run, "--name", name, *flags, image]
        return call(command, timeout=_SHORT)

    _run: tuple[str, ...] = ("--pull=never",)

    def state(self, name: str) -> dict[str, Any]:
        """What the builder knows of a container's state."""
        found = self._inspected(name).get("State")
        return found if isinstance(found, dict) else {}

    def process(self, name: str) -> tuple[int, str]:
        """The number of a container's first process, as the engine counts, and its own id."""
        found = self._inspected(name)
        return int((found.get("State") or {}).get("Pid") or 0), str(found.get("Id") or "")

    def healthy(self, name: str) -> bool | None:
        """What the container's own health check says; None while it has not made up its mind."""
        health = self.state(name).get("Health")
        status = health.get("Status") if isinstance(health, dict) else None
        return {"healthy": True, "unhealthy": False}.get(str(status))

    def logs(self, name: str) -> Ran:
        """What a container has written so far."""
        return call([self.program, "logs", "--tail", "50", name], timeout=_SHORT)

    def port(self, name: str, port: int) -> int:
        """The port of this machine, on 127.0.0.1, that a container's published port is at."""
        ran = call([self.program, "port", name, f"{port}/tcp"], timeout=_SHORT)
        host = ran.out.decode("utf-8", "replace").split("\n")[0].rpartition(":")[2].strip()
        if not host.isdigit():
            raise Failed(f"port {port} of the container is not published: {ran.last}")
        return int(host)

    def remove_container(self, name: str) -> bool:
        """Remove a container and its volumes, whether it is there or not; whether it is gone."""
        ran = call([self.program, "rm", "--force", "--volumes", name], timeout=_SHORT)
        return ran.code == 0 or "no such container" in ran.last.lower()

    def _removed(self, image: str) -> bool:
        ran = call([self.program, "rmi", image], timeout=_SHORT)
        said = ran.last.lower()
        return ran.code == 0 or "no such image" in said or "image not known" in said

    def _ignoring(self, ignores: str | None) -> Sequence[str]:
        return ()

    def _inspected(self, name: str) -> dict[str, Any]:
        ran = call([self.program, "inspect", name], timeout=_SHORT)
        try:
            return dict(json.loads(ran.out)[0])
        except (ValueError, LookupError, TypeError) as error:
            raise Failed(f"{self.program} inspect: {ran.last}") from error


class Docker(Builder):
    """docker with buildx: BuildKit reads an ignore file that lies beside the Dockerfile."""

    name = "docker"
    program = "docker"
    _build = ("buildx", "build", "--load", "--progress=plain", "--provenance=false")
    _cached = _marks = re.compile(r"^#\d+ CACHED")

    def missing(self) -> str | None:
        if missing := super().missing():
            return missing
        ran = call(["docker", "buildx", "version"], timeout=_SHORT)
        if ran.code != 0:
            return "docker has no buildx"
        ran = call(["docker", "version", "--format", "{{.Server.Version}}"], timeout=_SHORT)
        if ran.code != 0:
            return f"docker has no engine to talk to: {ran.last.strip() or 'it does not answer'}"
        return None

    def reason(self, ran: Ran) -> tuple[str, ...]:
        """The last lines of the step that failed, between two rulers, and the error itself."""
        if ran.code is None:
            return super().reason(ran)
        lines = [line.rstrip() for line in ran.lines if line.strip()]
        rulers = [number for number, line in enumerate(lines) if line == "------"]
        said: list[str] = []
        if len(rulers) >= 2:
            said = lines[rulers[-2] + 2 : rulers[-1]][-4:]
        said = [re.sub(r"^\d+\.\d+ ", "", line) for line in said]
        errors = [line for line in lines if line.startswith("ERROR: ")][-1:]
        return (*said, *errors) or super().reason(ran)


class Podman(Builder):
    """podman: images in Docker's format, for OCI's knows no health check."""

    name = "podman"
    program = "podman"
    _build = ("build", "--format=docker", "--layers", "--force-rm")
    _save = ("--format=docker-archive", "--quiet", "--multi-image-archive")
    _cached = re.compile(r"^--> Using cache")
    _marks = re.compile(r"^--> ")

    def missing(self) -> str | None:
        if missing := super().missing():
            return missing
        ran = call([self.program, "version"], timeout=_SHORT)
        return None if ran.code == 0 else f"{self.program} does not work here: {ran.last.strip()}"

    def forget(self, rans: Sequence[Ran]) -> None:
        lines = [line for ran in rans for line in ran.marks]
        # A step from the cache may be somebody else's: its number is told in full before.
        old = {line.split()[-1] for line in lines if self._cached.match(line)}
        steps = dict.fromkeys(found[1] for line in lines if (found := _STEP.match(line)))
        for step in reversed(steps):
            if not any(each.startswith(step) for each in old):
                self._removed(step)

    def healthy(self, name: str) -> bool | None:
        """Ask at once: without systemd nobody else does."""
        ran = call([self.program, "healthcheck", "run", name], timeout=_SHORT)
        return True if ran.code == 0 else None

    def _ignoring(self, ignores: str | None) -> Sequence[str]:
        return () if ignores is None else (f"--ignorefile={ignores}",)


class Buildah(Podman):
    """buildah: it builds, and runs nothing that it built as a service."""

    name = "buildah"
    program = "buildah"
    runs = False

    def archives(self, images: Sequence[str]) -> Iterator[AbstractContextManager[IO[bytes]]]:
        for image in images:
            target = f"docker-archive:/dev/stdout:{image}"
            yield stream(["buildah", "push", "--quiet", image, target], timeout=_LONG)

    def size(self, image: str) -> int:
        ran = call(["buildah", "images", "--json", image], timeout=_SHORT)
        try:
            return _bytes(json.loads(ran.out)[0]["size"])
        except (ValueError, LookupError, TypeError) as error:
            raise Failed(f"buildah images: {ran.last}") from error


def _bytes(text: str) -> int:
    """The number of bytes of a text like `5.31 MB`."""
    number, unit = text.split()
    return round(float(number) * 1000.0 ** ["B", "KB", "MB", "GB", "TB"].index(unit.upper()))


BUILDERS: tuple[type[Builder], ...] = (Docker, Podman, Buildah)


def builder(name: str | None = None) -> Builder:
    """The builder of that name, or the first that works here. Raises Failed."""
    reasons = []
    for kind in BUILDERS:
        if name in (None, kind.name):
            found = kind()
            missing = found.missing()
            if missing is None:
                return found
            reasons.append(missing)
    raise Failed(f"nothing here can build an image: {'; '.join(reasons)}")


@contextmanager
def dockerfile(source: bytes, beside: str) -> Iterator[tuple[str, str | None]]:
    """A file that holds `source`, named like the file `beside`; and the ignore file of that one.

    It lies in a folder of its own, which goes in the end; the ignore file is copied there, too.
    Raises Failed where it cannot be written.
    """
    import tempfile

    with ExitStack() as stack:
        try:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fixer-verify-"))
            path = os.path.join(folder, os.path.basename(beside))
            with open(path, "wb") as file:
                file.write(source)
            ignores = None
            if os.path.isfile(f"{beside}.dockerignore"):
                ignores = shutil.copyfile(f"{beside}.dockerignore", f"{path}.dockerignore")
        except OSError as error:
            raise Failed(f"a temporary file cannot be written: {error}") from error
        yield path, ignores
