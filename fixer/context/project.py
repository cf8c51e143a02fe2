"""What a project says of itself: its name, version and licence, and where its source is."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from fixer.context.files import Context
from fixer.formats import toml
from fixer.later import NamedTuple, regex

#: Of a git configuration, in bytes; what is larger is not read.
_LARGEST = 65536
_SECTION = regex(r'\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]')
_SCP = regex(r"(?:[\w.-]+@)?([\w.-]+):(?!/)(.+)")
_PATH = regex(r"(?:/[\w.~+-]+)+\Z")
_HOST = regex(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")
_TEXT = regex(r"[@\w][\w.+/@-]*\Z")
_VERSION = regex(r"\d[\w.+-]*\Z")
_LICENCE = regex(r"\(?[A-Za-z0-9][\w.+-]*\)?(?: (?:AND|OR|WITH) \(?[A-Za-z0-9][\w.+-]*\)?)*\Z")
#: What stands in a manifest where nobody has chosen anything.
_UNSET = ("0.0.0", "UNLICENSED")


class Project(NamedTuple):
    """What a manifest says; None for what it does not."""

    name: str | None = None
    version: str | None = None
    #: An SPDX expression.
    licence: str | None = None


def project_of(context: Context) -> Project | None:
    """What the one manifest at the top of a build context says; None with none or several."""
    found = [read for read in (_python(context), _node(context), _rust(context)) if read]
    if len(found) != 1:
        return None
    name, version, licence = found[0]
    return Project(_text(name, _TEXT), _text(version, _VERSION), _text(licence, _LICENCE))


def _python(context: Context) -> tuple[Any, Any, Any] | None:
    table = _toml(context.read("pyproject.toml"))
    project = table.get("project") or _table(table.get("tool")).get("poetry")
    if not isinstance(project, dict):
        return None
    licence = project.get("license")
    if isinstance(licence, dict):
        licence = licence.get("text")
    return project.get("name"), project.get("version"), licence


def _node(context: Context) -> tuple[Any, Any, Any] | None:
    data = context.read("package.json")
    try:
        table = _table(json.loads(data)) if data is not None else {}
    except (ValueError, RecursionError):
        return None
    return (table.get("name"), table.get("version"), table.get("license")) if table else None


def _rust(context: Context) -> tuple[Any, Any, Any] | None:
    package = _table(_toml(context.read("Cargo.toml")).get("package"))
    return (
        (package.get("name"), package.get("version"), package.get("license")) if package else None
    )


def _toml(data: bytes | None) -> dict[str, Any]:
    try:
        return toml(data) if data is not None else {}
    except ValueError:
        return {}


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any, pattern: Any) -> str | None:
    fits = isinstance(value, str) and len(value) <= 200 and value.isascii() and pattern.match(value)
    return value if fits and value not in _UNSET else None


# The repository ----------------------------------------------------------------------------------


def source_url(folder: str) -> str | None:
    """The web address of the git repository that a folder is in, from its remote `origin`.

    git is not run, and no file is read but `.git/config` itself: not what it includes, and nothing
    where `.git` is a link or a file. User names, passwords and tokens are left out.
    """
    at = os.path.realpath(folder)
    while not os.path.lexists(os.path.join(at, ".git")):
        above = os.path.dirname(at)
        if above == at:
            return None
        at = above
    text = _config(os.path.join(at, ".git"))
    return web_address(_origin(text.splitlines())) if text is not None else None


def _config(folder: str) -> str | None:
    path = os.path.join(folder, "config")
    try:
        if not stat.S_ISDIR(os.lstat(folder).st_mode) or not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError:
        return None
    return data.decode("utf-8", "replace") if len(data) <= _LARGEST else None


def _origin(lines: Iterable[str]) -> str:
    section = None
    for line in lines:
        line = line.strip()
        if found := _SECTION.match(line):
            section = found[1].lower(), found[2]
            line = line[found.end() :].strip()
        key, equals, value = line.partition("=")
        if section == ("remote", "origin") and equals and key.strip().lower() == "url":
            return value.strip().strip('"')
    return ""


def web_address(remote: str) -> str | None:
    """`https://host/path` of a remote, without credentials; None for a path or another scheme."""
    scheme, separator, _ = remote.partition("://")
    if separator:
        if scheme not in ("https", "http", "ssh", "git", "git+ssh"):
            return None
        try:
            parts = urlsplit(remote)
            host, path = parts.hostname or "", parts.path
            port = f":{parts.port}" if scheme in ("https", "http") and parts.port else ""
        except ValueError:
            return None
    else:
        found = _SCP.fullmatch(remote)
        if found is None:
            return None
        host, path, port = found[1], "/" + found[2], ""
    path = path.rstrip("/").removesuffix(".git")
    if not _HOST.match(host) or not _PATH.match(path):
        return None
    return f"https://{host.lower()}{port}{path}"
