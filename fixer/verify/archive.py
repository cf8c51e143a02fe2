"""What an image is, read from the archive that a builder gives of it as a stream.

The archive holds the configuration and each layer as a tar of its own, in any order. Nothing of it
is unpacked: of files their names, modes, owners and sizes are kept, of an application's also a
digest of the contents, and the texts of a few that are known by their path.
"""

from __future__ import annotations

import hashlib
import io
import json
import posixpath
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, NamedTuple, Self, cast

from fixer.verify.places import has_contents
from fixer.verify.process import Failed

#: More files than this in one image, and no comparison is made.
MAX_FILES = 1_000_000
#: Bytes of one text that is kept whole, and of one description (configuration, manifest).
MAX_TEXT = 256_000_000
_MAX_JSON = 8_000_000
#: Bytes of a name or of other particulars of one entry in a tar.
_MAX_PARTICULARS = 1_000_000
#: How a stream that zstd has packed begins, and bytes of what went before that it may refer to.
_ZSTD = b"\x28\xb5\x2f\xfd"
_MAX_WINDOW = 1 << 27

#: Files whose text is kept: who there is, who may do what, and which packages are installed.
_TEXTS = frozenset(
    {
        "etc/passwd",
        "etc/group",
        "etc/shadow",
        "etc/sudoers",
        "var/lib/dpkg/status",
        "lib/apk/db/installed",
        "usr/lib/apk/db/installed",
        "var/lib/rpm/rpmdb.sqlite",
        "usr/lib/sysimage/rpm/rpmdb.sqlite",
    }
)
_TEXT_FOLDERS = ("etc/sudoers.d/", "var/lib/dpkg/status.d/")

#: Bytes that are read at once: most are passed over, but tarfile copies what is left each time.
_BUFFER = 1 << 16

_KINDS = {
    tarfile.REGTYPE: "f",
    tarfile.AREGTYPE: "f",
    tarfile.CONTTYPE: "f",
    tarfile.GNUTYPE_SPARSE: "f",
    tarfile.DIRTYPE: "d",
    tarfile.SYMTYPE: "l",
    tarfile.CHRTYPE: "c",
    tarfile.BLKTYPE: "b",
    tarfile.FIFOTYPE: "p",
}


class File(NamedTuple):
    """What is known of a file."""

    #: As in `ls -l`, but `f` for a regular file.
    kind: str
    #: The permissions with the setuid, setgid and sticky bits.
    mode: int
    uid: int
    gid: int
    size: int
    #: Of its contents, or of where a link leads to, where that tells something; b"" elsewhere.
    digest: bytes = b""


class Layer(NamedTuple):
    """A layer: what it puts there, and what it takes from those below."""

    files: Mapping[str, File]
    texts: Mapping[str, bytes]
    gone: frozenset[str]
    #: Folders of which nothing from below is left.
    emptied: frozenset[str]
    #: Bytes of its files.
    size: int


class Image(NamedTuple):
    """An image whole."""

    #: What it is configured with: `User`, `Env`, `Cmd` and so on.
    config: Mapping[str, Any]
    #: The command of each step, as far as it is recorded, and whether it made no layer.
    history: tuple[tuple[str, bool], ...]
    #: The files of all layers together, by their path without the first slash.
    files: Mapping[str, File]
    texts: Mapping[str, bytes]
    #: Every path that some layer holds, even where a later one takes it away.
    ever: frozenset[str]
    layers: int
    #: Bytes of the files in all layers.
    size: int


class Reader:
    """Reads images, and each layer once even if several images share it. Raises Failed."""

    def __init__(self, max_files: int = MAX_FILES) -> None:
        self._layers: dict[str, Layer] = {}
        self._max_files = max_files

    def read(self, stream: IO[bytes]) -> dict[str, Image]:
        """The images of an archive by their names, which are `name:tag` without a registry."""
        found: dict[str, Any] = {}
        links: dict[str, str] = {}
        try:
            with tarfile.open(
                fileobj=stream, mode="r|", tarinfo=_Entry, bufsize=_BUFFER
            ) as archive:
                for entry in archive:
                    name = posixpath.normpath(entry.name)
                    if entry.issym() or entry.islnk():
                        near = posixpath.dirname(name) if entry.issym() else ""
                        links[name] = posixpath.normpath(posixpath.join(near, entry.linkname))
                    elif entry.isfile() and name not in self._layers:
                        self._blob(name, archive.extractfile(entry), entry.size, found)
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise Failed(f"the image's archive cannot be read: {error}") from error
        try:
            return {
                tag.rpartition("/")[2]: self._image(each, found, links)
                for each in found["manifest.json"]
                for tag in each["RepoTags"]
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Failed("the image's archive is in no form that is known here") from error

    def _blob(self, name: str, stream: IO[bytes] | None, size: int, found: dict[str, Any]) -> None:
        """One file of the archive: a description, or a layer."""
        assert stream is not None
        head = stream.read(min(size, 512))
        if _is_tar(head):
            self._layers[name] = self._layer(_Joined(head, stream))
        elif head.startswith(_ZSTD):
            try:
                self._layers[name] = self._layer(_Unpacked(_Joined(head, stream)))
            except ImportError:  # it may be of an image that nobody asks about
                found[name] = Failed(
                    "a layer is compressed with zstd: install dockerfile-fixer[zstd] to read it"
                )
        elif head[:1] in (b"{", b"[") and size <= _MAX_JSON:
            found[name] = json.loads(head + stream.read())

    def _layer(self, stream: _Joined | _Unpacked) -> Layer:
        files: dict[str, File] = {}
        texts: dict[str, bytes] = {}
        gone: set[str] = set()
        emptied: set[str] = set()
        size = 0
        with tarfile.open(
            fileobj=cast("IO[bytes]", stream), mode="r|*", tarinfo=_Entry, bufsize=_BUFFER
        ) as layer:
            for entry in layer:
                path = posixpath.normpath("/" + entry.name).lstrip("/")
                folder, _, name = path.rpartition("/")
                if name == ".wh..wh..opq":
                    emptied.add(folder)
                elif name.startswith(".wh."):
                    gone.add(posixpath.join(folder, name[4:]))
                elif entry.islnk():
                    twin = posixpath.normpath("/" + entry.linkname).lstrip("/")
                    if twin in files:
                        files[path] = files[twin]._replace(size=0)
                    if twin in texts and _is_text(path):
                        texts[path] = texts[twin]
                elif path:
                    kind = _KINDS.get(entry.type, "?")
                    digest = b""
                    if kind == "l" and has_contents(path):
                        digest = _digest(
                            io.BytesIO(entry.linkname.encode("utf-8", "surrogateescape"))
                        )
                    elif kind == "f" and has_contents(path):
                        digest = _digest(layer.extractfile(entry))
                    elif kind == "f" and _is_text(path) and entry.size <= MAX_TEXT:
                        text = layer.extractfile(entry)
                        texts[path] = text.read() if text else b""
                    mode = entry.mode & 0o7777
                    files[path] = File(kind, mode, entry.uid, entry.gid, entry.size, digest)
                    size += entry.size
                layer.members = []  # type: ignore[attr-defined]  # it would keep them all
                if len(files) > self._max_files:
                    raise Failed(f"the image has more than {self._max_files:,} files")
        return Layer(files, texts, frozenset(gone), frozenset(emptied), size)

    def _image(
        self, said: Mapping[str, Any], found: Mapping[str, Any], links: Mapping[str, str]
    ) -> Image:
        described = found[said["Config"]]
        names = [links.get(name, name) for name in said["Layers"]]
        config = described.get("config") or {}
        history = tuple(
            (str(step.get("created_by", "")), bool(step.get("empty_layer")))
            for step in described.get("history") or ()
        )
        for name in names:
            if isinstance(found.get(name), Failed):
                raise found[name]
            if name not in self._layers:
                raise Failed("the image's archive lacks a layer")
        layers = [self._layers[name] for name in names]
        files, texts = _merged(layers)
        return Image(
            config,
            history,
            files,
            texts,
            frozenset(path for layer in layers for path in layer.files),
            len(layers),
            sum(layer.size for layer in layers),
        )


class _Entry(tarfile.TarInfo):
    """An entry of a tar whose particulars (a long name and the like) have a bound."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        entry = super().frombuf(buf, encoding, errors)
        special = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE)
        long = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)
        if entry.type in (*special, *long) and entry.size > _MAX_PARTICULARS:
            raise Failed("an entry of the image's archive has no reasonable name")
        return entry


class _Joined:
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int) -> bytes:
        head, self._head = self._head[:size], self._head[size:]
        return head + self._stream.read(size - len(head)) if len(head) < size else head


class _Unpacked:
    """What zstd has packed, unpacked as it is read. Raises ImportError where nothing can do it."""

    def __init__(self, packed: _Joined) -> None:
        import zstandard

        self._error = zstandard.ZstdError
        unpack = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
        self._stream = unpack.stream_reader(cast("IO[bytes]", packed), read_across_frames=True)

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except self._error as error:
            raise OSError(str(error)) from error


def _digest(stream: IO[bytes] | None) -> bytes:
    """Sixteen bytes that stand for all of a stream."""
    made = hashlib.blake2b(digest_size=16)
    while part := stream.read(_BUFFER) if stream else b"":
        made.update(part)
    return made.digest()


def _is_tar(head: bytes) -> bool:
    """Whether a file that begins so is a tar, as it is or compressed; an empty one is zeros."""
    compressed = head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ"))
    return compressed or head[257:262] == b"ustar" or (len(head) == 512 and not head.strip(b"\0"))


def _is_text(path: str) -> bool:
    return path in _TEXTS or path.startswith(_TEXT_FOLDERS)


def _merged(layers: Iterable[Layer]) -> tuple[dict[str, File], dict[str, bytes]]:
    files: dict[str, File] = {}
    texts: dict[str, bytes] = {}
    for layer in layers:
        replaced = {
            path
            for path, file in layer.files.items()
            if file.kind != "d" and path in files and files[path].kind == "d"
        }
        gone = layer.gone | replaced
        if gone or layer.emptied:
            for path in [path for path in files if _goes(path, gone, layer.emptied)]:
                del files[path]
                texts.pop(path, None)
        files.update(layer.files)
        for path in layer.files:
            texts.pop(path, None)
        texts.update(layer.texts)
    return files, texts


def _goes(path: str, gone: frozenset[str] | set[str], emptied: frozenset[str]) -> bool:
    if path in gone:
        return True
    return any(folder in gone or folder in emptied for folder in _above(path))


def _above(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path
