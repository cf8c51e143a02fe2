"""Where an application of Spring Boot's writes, by the configuration that is built into it.

It does not start where its log file cannot be opened, nor where its database cannot be.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fixer.context.files import context_of
from fixer.context.need import Kind
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.files import Context
    from fixer.context.judge import Here, Judge
    from fixer.dockerfile.document import Document

_RESOURCES = "src/main/resources"
#: Those of a profile for containers may be in force, those of other profiles are not.
_PROFILES = ("", "-prod", "-production", "-docker", "-container", "-k8s", "-kubernetes")
_SETTINGS = tuple(f"application{p}{s}" for p in _PROFILES for s in (".properties", ".yml", ".yaml"))
_LOGGING = ("logback-spring.xml", "logback.xml", "log4j2-spring.xml", "log4j2.xml")
_LONGEST = 128 * 1024

_FILES = frozenset(("logging.file", "logging.file.name"))
_FOLDERS = regex(
    r"logging\.(?:file\.)?path|server\.tomcat\.basedir|spring\.servlet\.multipart\.location"
    r"|(?:.*[._-])?(?:uploads?|storage|files?|images?|data|exports?|reports?|logs?|temp|cache)"
    r"[._-]?(?:dir|directory|folder|location|root|base-?path|path)"
)
#: Databases in a file: a path that is relative, or absolute.
_DATABASE = regex(
    r"jdbc:(?:h2:(?:file:|nio:)?(?!mem:|tcp:|ssl:|zip:|~)|hsqldb:file:|sqlite:(?!:)|derby:(?!//|memory:))"
    r"(?P<path>[^;?]+)"
)
_PATH = regex(r"\.{0,2}/?[\w-][\w./-]*")
_PROPERTY = regex(r"\s*([\w.\[\]-]+)\s*[=:]\s*(.*?)\s*")
_YAML = regex(r"( *)([\w.\"'\[\]-]+):(?:\s+(.*?))?\s*")
_VARIABLE = regex(r"\$\{(?:sys:|env:)?([\w.-]+)(?::-?([^${}]*))?\}")
_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NAMED = regex(r"""<(?:[Pp]roperty|variable)\s+name="([^"]+)"(?:\s+value="([^"]*)"|>([^<]*)<)""")
_LOG_FILE = regex(r"""<[Ff]ile>([^<]++)</[Ff]ile>|\b[Ff]ileName="([^"]+)\"""")
_FLAG = regex(r"(?:--|-D)([\w.-]+)=(.*)")


def spring(judge: Judge, words: Sequence[str], here: Here) -> None:
    """`java -jar app.jar`: judged by its options, and by the configuration in the context."""
    told: dict[str, str] = {}
    for word in words:
        if flag := _FLAG.fullmatch(word):
            told[flag[1]] = flag[2]
    for key, value in told.items():
        _setting(judge, key, value, {}, here)
    context = context_of(judge.stage.document)
    if context is None:
        return
    known = judge.stage.end_state.environment
    environment = {name: text for name in known if (text := known.get(name)) is not None}
    for folder in _folders(judge.stage.document, context):
        for name in _SETTINGS:
            if (found := _read(context, f"{folder}/{name}")) is None:
                continue
            for number, key, value in _pairs(found, yaml=not name.endswith(".properties")):
                if key not in told:
                    at = _at(here, name, number)
                    _setting(judge, key, value, environment, at)
        for name in _LOGGING:
            if (found := _read(context, f"{folder}/{name}")) is not None:
                _logging(judge, found, environment, _at(here, name, None))


def _folders(document: Document, context: Context) -> Iterator[str]:
    """The resources of the application: at the top, or of a module that the Dockerfile names."""
    if context.is_folder(_RESOURCES):
        yield _RESOURCES
    for name in context.match("*"):
        if name.encode() in document.source and context.is_folder(f"{name}/{_RESOURCES}"):
            yield f"{name}/{_RESOURCES}"


def _read(context: Context, path: str) -> str | None:
    data = context.read(path)
    return data[:_LONGEST].decode("utf-8", "replace") if data is not None else None


def _at(here: Here, name: str, number: int | None) -> Here:
    place = here.place._replace(name=name, script=True)
    return here._replace(place=place, line=number, whole=False)


def _pairs(text: str, *, yaml: bool) -> Iterator[tuple[int, str, str]]:
    """Each setting's line, key and value."""
    above: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip()[:1] in ("#", "!", "-", ""):
            continue
        if not yaml:
            if pair := _PROPERTY.fullmatch(line):
                yield number, pair[1], pair[2]
        elif pair := _YAML.fullmatch(line):
            depth, value = len(pair[1]), (pair[3] or "").partition(" #")[0].strip()
            above = [item for item in above if item[0] < depth]
            key = ".".join([*(item[1] for item in above), pair[2].strip("\"'")])
            if value and not value.startswith("#"):
                yield number, key, value.strip("\"'")
            else:
                above.append((depth, pair[2].strip("\"'")))


def _setting(
    judge: Judge, key: str, value: str, environment: Mapping[str, str], here: Here
) -> None:
    is_file = key in _FILES
    database = _DATABASE.match(_filled(value, environment)) if "jdbc:" in value else None
    if database is not None:
        judge.writes(database["path"], f"keeps its database in {database['path']}", here, file=True)
    elif is_file or _FOLDERS.fullmatch(key):
        path = _filled(value, environment)
        if _PATH.fullmatch(path):
            judge.writes(path, f"has it write to {path}", here, file=is_file)
        elif "${" in path:
            judge.note(Kind.UNKNOWN, f"has it write to {path}", here)


def _logging(judge: Judge, text: str, environment: Mapping[str, str], here: Here) -> None:
    text = _COMMENT.sub("", text)
    known = {found[1]: found[2] or found[3] or "" for found in _NAMED.finditer(text)}
    known = {**known, **environment}
    for found in _LOG_FILE.finditer(text):
        path = _filled((found[1] or found[2]).strip(), known)
        if "${" in path or "%" in path:
            judge.note(Kind.UNKNOWN, f"has it log to {path}", here)
        else:
            judge.writes(posixpath.normpath(path), f"has it log to {path}", here, file=True)


def _filled(text: str, known: Mapping[str, str]) -> str:
    """A text with its placeholders filled in, as far as their values are known."""
    for _ in range(4):
        filled = _VARIABLE.sub(lambda m: known.get(m[1], m[2] if m[2] is not None else m[0]), text)
        if filled == text:
            break
        text = filled
    return text
