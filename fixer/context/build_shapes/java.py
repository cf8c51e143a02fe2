"""Programs of Java that Maven or Gradle make."""

from __future__ import annotations

import posixpath

from fixer.context.build_shapes.shape import TAIL, Cut, cut, foreign, last, rest, start_words
from fixer.dockerfile.stages import Stage
from fixer.later import regex

_JAVA_FILES = (
    *("pom.xml", "src/*", "*/src/*", "*/pom.xml", "mvnw", "mvnw.cmd", ".mvn/*", "checkstyle.xml"),
    *("*.gradle", "*.gradle.kts", "gradle.properties", "gradle/*", "gradlew", "gradlew.bat"),
    *("buildSrc/*", "gradle.lockfile"),
)
#: What Temurin has a JRE of.
_JRE = regex(r"(?:.*-)?(?:eclipse-temurin-|jdk-?)(8|11|17|21|25)(-alpine)?\Z")


def java(stage: Stage, name: str, tag: str, tool: str) -> Cut | str | None:
    tools = (tool, {"maven": "mvn", "gradle": "gradlew"}[tool], "mvnw")
    build = last(stage, tools, lambda command: True)
    if build is None:
        return None
    found = _JRE.match(tag)
    if found is None:
        return f"the tag {tag or 'latest'} does not name a Java that there is a JRE of"
    argv = start_words(stage)
    at = argv.index("-jar") + 1 if "-jar" in argv[:-1] else 0
    workdir = stage.end_state.workdir
    if argv[:1] != ["java"] or not at or workdir is None or any(c in argv[at] for c in "*$?"):
        return "the image does not start `java -jar` and a file by its name"
    if any("/" in word and "://" not in word for word in [*argv[1:at], *argv[at + 1 :]]):
        return "java is given the path of another file"
    jar = posixpath.normpath(posixpath.join(workdir, argv[at]))
    if not any(part in ("target", "libs") for part in jar.split("/")):
        return f"{jar} is not where {tool} puts what it makes"
    reason = foreign(stage, build.instruction, tools, frozenset(("git",)), _JAVA_FILES) or rest(
        stage, build.instruction, TAIL
    )
    if reason:
        return reason
    runtime = f"eclipse-temurin:{found[1]}-jre{found[2] or ''}"
    copy = f"COPY --from={name} {jar} {jar}"
    return cut(stage, build.instruction, runtime, [copy], f"a program of Java on {runtime}")
