"""The packages of an image, from what dpkg, apk and rpm have written down."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping

#: rpm's older databases, Berkeley DB's and its own: only rpm reads them well.
_UNREAD = tuple(
    f"{folder}/{name}"
    for folder in ("var/lib/rpm", "usr/lib/sysimage/rpm")
    for name in ("Packages", "Packages.db")
)
#: What makes an image's own rpm tell its packages, one a line as `told` reads them.
RPM = ("-qa", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\\n")

#: Tags of an rpm header: https://rpm-software-management.github.io/rpm/manual/tags.html
_NAME, _VERSION, _RELEASE = 1000, 1001, 1002


def packages(texts: Mapping[str, bytes]) -> dict[str, str]:
    """Versions by names, of all databases together; `texts` are files by their paths."""
    found: dict[str, str] = {}
    for path, text in sorted(texts.items()):
        if path == "var/lib/dpkg/status" or path.startswith("var/lib/dpkg/status.d/"):
            found.update(_dpkg(text))
        elif path.endswith("apk/db/installed"):
            found.update(_apk(text))
        elif path.endswith("rpmdb.sqlite"):
            found.update(_rpm(text))
    return found


def unread(paths: Iterable[str]) -> str | None:
    """The path of a database that `packages` does not read, among the paths of an image."""
    there = set(_UNREAD).intersection(paths)
    return min(there) if there else None


def told(out: bytes) -> dict[str, str]:
    """Versions by names, as `rpm` tells them with RPM's words."""
    lines = out.decode("utf-8", "replace").splitlines()
    return {name: version for name, _, version in (line.partition(" ") for line in lines) if name}


def _dpkg(text: bytes) -> Iterator[tuple[str, str]]:
    for paragraph in text.decode("utf-8", "replace").split("\n\n"):
        fields = dict(
            line.split(": ", 1)
            for line in paragraph.splitlines()
            if ": " in line and not line.startswith(" ")
        )
        # A distroless image has no status: what is listed is there.
        if "Package" in fields and fields.get("Status", "ok installed").endswith("ok installed"):
            yield fields["Package"], fields.get("Version", "")


def _apk(text: bytes) -> Iterator[tuple[str, str]]:
    for paragraph in text.decode("utf-8", "replace").split("\n\n"):
        fields = dict(line.split(":", 1) for line in paragraph.splitlines() if line[1:2] == ":")
        if "P" in fields:
            yield fields["P"], fields.get("V", "")


def _rpm(database: bytes) -> Iterator[tuple[str, str]]:
    """The packages of rpm's SQLite database, which is read where it is in memory."""
    # A file that says it has a write-ahead log cannot be opened without one: say that it has none.
    plain = database[:18] + b"\x01\x01" + database[20:]
    try:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(plain)
        rows = connection.execute("SELECT blob FROM Packages").fetchall()
        connection.close()
    except sqlite3.Error:
        return
    for (header,) in rows:
        tags = _header(bytes(header))
        if _NAME in tags:
            yield tags[_NAME], f"{tags.get(_VERSION, '')}-{tags.get(_RELEASE, '')}"


def _header(header: bytes) -> dict[int, str]:
    """The texts of an rpm header: two numbers, an index of sixteen bytes a tag, the values."""
    if len(header) < 8:
        return {}
    count, _ = struct.unpack_from(">II", header)
    values = 8 + 16 * count
    found = {}
    for at in range(8, min(values, len(header) - 15), 16):
        tag, kind, offset, _ = struct.unpack_from(">IIII", header, at)
        if tag in (_NAME, _VERSION, _RELEASE) and kind == 6:
            end = header.find(b"\0", values + offset)
            found[tag] = header[values + offset : end].decode("utf-8", "replace")
    return found
