"""What a virtual machine of Java's writes itself, by its options: logs, dumps, temporary files.

It does not start where it cannot open the log that it is told to keep. Options also come from
variables that the launcher reads, or the scripts of Tomcat.
https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fixer.context.need import is_shared, is_system
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge
    from fixer.dockerfile.stages import Stage

#: Variables that every java of today reads, and those of Tomcat's scripts.
_READ = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
OF_TOMCAT = (*_READ, "JAVA_OPTS", "CATALINA_OPTS")
_LOG = regex(r"-Xlog(?:gc:(?P<old>.+)|:[^:]*:(?:file=)?(?P<new>\"[^\"]+\"|[^:]+)(?::.*)?)")
_OUTPUTS = ("stdout", "stderr")
#: Those that are written in the end, if ever: without them the program does its work all the same.
_DUMP = regex(r"-XX:HeapDumpPath=(?P<path>.+)")
_FOLDER = regex(r"-Djava\.io\.tmpdir=(?P<path>.+)")
_RECORDING = regex(r"-XX:StartFlightRecording[:=](?:.*,)?filename=(?P<path>[^,]+).*")


def options(stage: Stage, words: Sequence[str], names: Sequence[str] = _READ) -> list[str]:
    """The options of a command line and of the variables that add to them, each by itself."""
    environment = stage.end_state.environment
    texts = [environment.get(name) or "" for name in names]
    return [each for text in (*texts, *words) for each in text.split()]


def jvm(judge: Judge, words: Sequence[str], here: Here) -> None:
    """Note what the options have a virtual machine write."""
    for word in words:
        for path, file in _written(word):
            if not {"$", "%"} & {*posixpath.dirname(path)}:
                judge.writes(path, f"has Java write {path}", here, file=file)


def _written(word: str) -> Iterator[tuple[str, bool]]:
    """The path that an option names to write to, and whether it is a file's."""
    if found := _LOG.fullmatch(word):
        path = (found["old"] or found["new"]).strip('"')
        if path not in _OUTPUTS:
            yield path, True
    elif found := _RECORDING.fullmatch(word):
        yield found["path"], True
    elif found := _FOLDER.fullmatch(word):
        yield found["path"], False
    elif found := _DUMP.fullmatch(word):
        path = posixpath.normpath(found["path"])
        folder = posixpath.dirname(path) if posixpath.splitext(path)[1] else path
        if not is_shared(folder) and not is_system(folder):
            yield path, folder != path
