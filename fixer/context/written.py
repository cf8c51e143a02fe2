"""Where a compiled program writes outside of its own folder, by its sources in the build context.

Sources are searched for calls that make files and folders, and for paths that are of no use but for
state. What the former name is written to for certain; of the latter, folders that can be given to
the user are, and all else is passed over.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from fixer.context.code import source_files
from fixer.context.files import context_of
from fixer.context.need import Kind, is_shared, within, writes
from fixer.dockerfile.stages import used_stages
from fixer.facts import programs as known
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.judge import Judge

#: As many files are read, and as many places told of them.
_FILES = 200
_TOLD = 20
_PLACES = 500
_LONGEST = 256 * 1024
#: So much of a line is looked at around a path.
_AROUND = 200
#: Of Go's, what makes other sources.
_TOOL = regex(rb"(?m)^//(?:go:build|\s*\+build) ignore")
_C = (".c", ".cc", ".cpp", ".cxx")
_JVM = (".java", ".kt", ".scala")
#: How the files end that a tool compiles.
_COMPILES = {
    "go": (".go",),
    **dict.fromkeys(("cargo", "rustc"), (".rs",)),
    **dict.fromkeys(("gcc", "cc", "g++", "c++", "clang", "clang++", "cmake", "ninja"), _C),
    "make": (".go", ".rs", *_C),
    "dotnet": (".cs",),
    **dict.fromkeys("java javac mvn mvnw gradle gradlew sbt kotlinc".split(), _JVM),
}
#: Parts of a path by which a file is none of the program's.
_ASIDE = frozenset(
    """test tests testdata __tests__ e2e integration example examples sample samples demo bench
    benches benchmark benchmarks docs doc tools hack scripts fixtures mocks third_party 3rdparty
    vendor external contrib""".split()
)
_TESTS = regex(r"(?:^|/)(?:test_[^/]*|[^/]*(?:_test|Tests?|Spec|IT))\.\w+$")
#: A text, which may hold a comment's sign, a comment, or the start of one of several lines.
_TOKEN = regex(r'"(?:[^"\\\n]|\\.)*"?|//[^\n]*|/\*')
#: By ending: calls that make a folder, and those that make a file.
_GO = (r"(?:os|afero)\.Mkdir(?:All)?", r"(?:os|ioutil|afero)\.(?:Create|WriteFile|OpenFile)")
_OF_JVM = (
    r"Files\.createDirector(?:y|ies)",
    r"Files\.(?:write(?:String)?|createFile|newBufferedWriter|newOutputStream)"
    r"|new (?:FileWriter|FileOutputStream|PrintWriter|FileHandler)",
)
_OF_C = (r"\bmkdir|create_director(?:y|ies)", r"\bofstream(?: \w+)?")
#: What makes a path of a text, or joins several.
_OF_PATH = r"(?P<joined>(?:[\w.]+\.)?(?:Join|get|of|Combine)\(\s*|(?:new File|Path::new)\(\s*)?"
_TEXT = r'"(?P<path>[^"\\\n]{1,200})"(?P<more>\s*,\s*[\w"])?'
#: Both by ending, with the first text that they are given.
_CALLS = {
    ending: tuple(regex(rf"(?:{calls})\(\s*{_OF_PATH}{_TEXT}") for calls in both)
    for ending, both in {
        ".go": _GO,
        ".rs": (r"create_dir(?:_all)?", r"File::create|fs::write"),
        ".cs": (
            r"Directory\.CreateDirectory",
            r"File\.(?:(?:Write|Append)All\w+|Create|OpenWrite)",
        ),
        **dict.fromkeys(_JVM, _OF_JVM),
        **dict.fromkeys(_C, _OF_C),
    }.items()
}
_OPENED = regex(r'\bfopen\(\s*"(?P<path>[^"\\\n]{1,200})"\s*,\s*"[wa]')
_FOR_STATE = regex(
    r'"(?P<path>(?:file:)?/(?:data(?:/[\w./-]*\w)?|var/(?:lib|log|cache|spool)/[\w./-]*\w))/?"'
)
_NUMBER = regex(r'"(?P<path>/(?:var/)?run/[\w./-]+\.pid)"')
#: What a line says besides of a path that may be an address as well: that it is a folder, a file.
_IS_PLACE = regex(r"(?i)dir|folder|root|stor|volume|base|db|file|log")
_PATHS = regex(r"/(?:data|var|run)\b|\bfopen\(")
#: Others' state, or the system's.
_OF_OTHERS = regex(
    r"/var/(?:lib/(?:docker|kubelet|containerd?s?|dpkg|apt|rpm|mysql|postgresql|cni|rancher|dbus"
    r"|systemd|etcd|snapd|cloud|NetworkManager)|cache/(?:apt|apk|nginx)"
    r"|log/(?:containers|pods|syslog|messages|auth\.log|audit|journal|nginx|apache2|secure|dmesg))"
    r"(?:/.*)?"
)
#: What a line with such a path is about that only reads it, or that answers requests.
_READS = regex(
    r"(?i)\b(?:os\.(?:Open|Stat|ReadFile|ReadDir|Lstat)|ioutil\.Read\w+|ReadFile|FileReader|ifstream"
    r"|FileInputStream|readAll\w+|read_to_string|File::open|exists|isFile|mount\w*"
    r"|handle\w*|route\w*|\w+mapping|endpoint|redirect\w*|href|http\w*)\b|@path\b"
    r"|\b(?:r|e|g|rg|c|router|app|mux|api|v\d|group|server|web|client|req|request|spark)\.\w+\(\s*$"
)
_PLAIN = regex(r"[\w./-]+")


class _Found(NamedTuple):
    path: str
    #: A file's path, not a folder's.
    file: bool
    #: A call that makes it names it.
    sure: bool
    line: int


def written(judge: Judge) -> None:
    """Note where the sources of what the build compiles, or of what Java runs, have it write."""
    if not judge.programs.isdisjoint(known.NODE_PROGRAMS) or any(
        known.PYTHON.fullmatch(name) or known.OTHERS.fullmatch(name) for name in judge.programs
    ):
        return
    endings = _compiled(judge)
    told: set[str] = set()
    for path, text in _sources(judge, endings) if endings else ():
        if len(text) > _LONGEST or _TOOL.search(text, 0, 400):
            continue
        ending = posixpath.splitext(path)[1]
        for found in islice(_places(text.decode("utf-8", "replace"), ending), _PLACES):
            if len(told) < _TOLD and found.path not in told:
                told.add(found.path)
                _note(judge, posixpath.basename(path), found)


def _compiled(judge: Judge) -> tuple[str, ...]:
    """How the sources end of what the build compiles, or the container does."""
    document = judge.stage.document
    names = {name for name in judge.programs if name in _COMPILES}
    if not document.tokens.isdisjoint(_COMPILES):
        used = used_stages(document, str(judge.stage.index))
        for stage in (stage for stage in document.stages if stage.index in used):
            names.update(command.name.rpartition("/")[2] for command in stage.commands(*_COMPILES))
    return tuple(dict.fromkeys(ending for name in names for ending in _COMPILES.get(name, ())))


def _sources(judge: Judge, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The program's own sources: those that are copied, or of an archive that is built outside."""
    document = judge.stage.document
    left = _FILES
    for path, text in source_files(document, endings):
        if left and _is_own(path):
            left -= 1
            yield path, text
    context = context_of(document)
    if left < _FILES or context is None or "java" not in judge.programs:
        return
    for path in context.listing():
        at = path.find("src/main/")
        if at < 0 or not path.endswith(_JVM) or not _is_own(path):
            continue
        if left and (not at or path[: at - 1].encode() in document.source):
            left -= 1
            data = context.read(path)
            if data is not None:
                yield path, data


def _is_own(path: str) -> bool:
    return _ASIDE.isdisjoint(path.split("/")[:-1]) and _TESTS.search(path) is None


def _code(text: str) -> str:
    """A source without its comments; its lines stay."""
    out: list[str] = []
    done = at = 0
    while (token := _TOKEN.search(text, at)) is not None:
        at = token.end()
        if token[0][0] == '"':
            continue
        if token[0] == "/*":
            end = text.find("*/", at)
            at = end + 2 if end >= 0 else len(text)
        out += (text[done : token.start()], "\n" * text.count("\n", token.start(), at))
        done = at
    return "".join(out) + text[done:]


def _places(text: str, ending: str) -> Iterator[_Found]:
    """The places that a source names to write to."""
    if not _PATHS.search(text) and not any(calls.search(text) for calls in _CALLS[ending]):
        return
    text = _code(text)
    for calls, file in zip(_CALLS[ending], (False, True), strict=True):
        for found in calls.finditer(text):
            inside = found["joined"] is not None and found["more"] is not None
            yield _found(text, found, file=file and not inside, sure=True)
    for found in _OPENED.finditer(text) if ending in _C else ():
        yield _found(text, found, file=True, sure=True)
    for found in _NUMBER.finditer(text):
        yield _found(text, found, file=True, sure=True)
    for found in _FOR_STATE.finditer(text):
        start = max(text.rfind("\n", 0, found.start()) + 1, found.start() - _AROUND)
        if _READS.search(text, start, found.start()) is None and _is_place(text, start, found):
            # it may be a file as well as a folder: what it is in does for both
            folder, name = posixpath.split(found["path"].removeprefix("file:"))
            yield _found(text, found, file="." in name or not is_shared(folder), sure=False)


def _is_place(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a path is one of files, by where it is, by its end, or by the line around it."""
    if "/var/" in found["path"] or "." in posixpath.basename(found["path"]):
        return True
    end = text.find("\n", found.end(), found.end() + _AROUND)
    behind = text[found.end() : end if end >= 0 else found.end() + _AROUND]
    return bool(_IS_PLACE.search(text, start, found.start()) or _IS_PLACE.search(behind))


def _found(text: str, match: re.Match[str], *, file: bool, sure: bool) -> _Found:
    path = match["path"].removeprefix("file:")
    return _Found(path, file, sure, text.count("\n", 0, match.start()) + 1)


def _note(judge: Judge, name: str, found: _Found) -> None:
    from fixer.context.judge import Here, Place

    stage = judge.stage
    workdir = stage.end_state.workdir
    if not _PLAIN.fullmatch(found.path) or workdir is None:
        return
    path = posixpath.normpath(posixpath.join(workdir, found.path))
    if workdir != "/" and within(path, workdir) and stage.facts.shell != "none":
        return  # all of that is the user's
    here = Here(Place(name, None, script=True), workdir, (), found.line)
    what = f"names {found.path}"
    if not found.sure:
        need = writes(path, what, None, file=found.file)
        if (
            need is None
            or need.kind is not Kind.WRITES
            or need.is_file
            or _OF_OTHERS.fullmatch(path)
        ):
            return
    judge.writes(path, what, here, file=found.file)
