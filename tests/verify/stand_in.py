"""A builder that builds nothing, and images as builders give them out."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

from fixer.verify.builders import Build, Builder, Docker
from fixer.verify.process import Ran

HERE = Path(__file__).parent


def ran(code: int | None = 0, *lines: str) -> Ran:
    out = "\n".join(lines).encode()
    return Ran(code, out, b"", out.hex(), lines, 0.5, lines)


def recorded(name: str, code: int = 1) -> Ran:
    return ran(code, *(HERE / name).read_text().splitlines())


def layer(*entries: tarfile.TarInfo | tuple[tarfile.TarInfo, bytes], mode: str = "w") -> bytes:
    """A tar of these entries."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for each in entries:
            info, text = each if isinstance(each, tuple) else (each, b"")
            info.size = len(text) or info.size
            archive.addfile(info, io.BytesIO(text or bytes(info.size)))
    return out.getvalue()


def entry(
    name: str, text: bytes | None = b"", *, mode: int = 0o644, owner: int = 0, kind: str = "f",
    link: str = "",
) -> tuple[tarfile.TarInfo, bytes]:  # fmt: skip
    info = tarfile.TarInfo(name)
    kinds = {"f": tarfile.REGTYPE, "d": tarfile.DIRTYPE, "l": tarfile.SYMTYPE, "h": tarfile.LNKTYPE}
    info.type, info.mode, info.uid, info.gid, info.linkname = kinds[kind], mode, owner, owner, link
    return info, text or b""


def archive(
    *layers: bytes, config: Mapping[str, Any] | None = None, history: Sequence[str] = (),
    name: str = "it:now",
) -> bytes:  # fmt: skip
    """What `docker save` gives of one image."""
    described = {"config": config or {}, "history": [{"created_by": each} for each in history]}
    names = [f"blobs/sha256/{number}" for number in range(len(layers))]
    said = [{"Config": "blobs/sha256/c", "RepoTags": [f"localhost/{name}"], "Layers": names}]
    return layer(
        *(entry(path, text) for path, text in zip(names, layers, strict=True)),
        entry("blobs/sha256/c", json.dumps(described).encode()),
        entry("manifest.json", json.dumps(said).encode()),
    )


class StandIn(Docker):
    """`builds` says what becomes of a Dockerfile; what it says of the run is its `runs_as`.

    Images hold the Dockerfile, and empty files at `paths`.
    """

    program = "true"

    def __init__(
        self,
        builds: Callable[[bytes], Ran] = lambda _: ran(),
        runs_as: Callable[[bytes, Sequence[str]], Ran] = lambda *_: ran(),
        config: Mapping[str, Any] | None = None,
        paths: Sequence[str] = (),
    ) -> None:
        self._builds = builds
        self._paths = paths
        self._runs_as = runs_as
        self._config = config
        #: What was asked of it.
        self.texts: list[bytes] = []
        self.fresh: list[bool] = []
        self.images: dict[str, bytes] = {}
        self.removed: list[str] = []
        self.containers: list[str] = []
        self.gone: list[str] = []

    def missing(self) -> str | None:
        return None

    def build(
        self, file: str, ignores: str | None, tag: str, build: Build, *, fresh: bool = False,
        line: Callable[[str], None] | None = None, log: IO[bytes] | None = None,
    ) -> Ran:  # fmt: skip
        text = Path(file).read_bytes()
        self.texts.append(text)
        self.fresh.append(fresh)
        done = self._builds(text)
        for each in done.lines:
            if line:
                line(each)
            if log:
                log.write(each.encode() + b"\n")
        if done.code == 0:
            self.images[tag] = text
        return done

    def size(self, image: str) -> int:
        return len(self.images[image])

    def archives(self, images: Sequence[str]) -> Iterator[AbstractContextManager[IO[bytes]]]:
        for image in images:
            text = entry("etc/dockerfile", self.images[image])
            files = layer(text, *map(entry, self._paths))
            yield nullcontext(io.BytesIO(archive(files, config=self._config, name=image)))

    def remove_images(self, images: Sequence[str]) -> list[str]:
        self.removed += images
        return []

    def run(
        self, name: str, image: str, flags: Sequence[str], words: Sequence[str], *, timeout: float
    ) -> Ran:
        self.containers.append(name)
        return self._runs_as(self.images[image], flags)

    def remove_container(self, name: str) -> bool:
        self.gone.append(name)
        return True


__all__ = ["Builder", "StandIn", "archive", "entry", "layer", "ran", "recorded"]
