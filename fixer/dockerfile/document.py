"""A Dockerfile as its bytes, cut into instructions; and the edits of whole instructions."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from fixer.dockerfile.lazy import lazy
from fixer.dockerfile.spare import give
from fixer.dockerfile.syntax import KEYWORDS, DockerfileError, Instruction, Scan, scan
from fixer.dockerfile.words import WordError
from fixer.later import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from fixer.dockerfile.policy import Policy
    from fixer.dockerfile.service import Service
    from fixer.dockerfile.stages import Stage
    from fixer.registry import Registry

T = TypeVar("T")

_OFFICIAL_FRONTEND = regex(
    r"(?:docker\.io/|index\.docker\.io/)?docker/dockerfile(?:-upstream)?(?:[:@].*)?\Z"
)


class Document:
    """A parsed Dockerfile. Raises DockerfileError for what BuildKit refuses.

    `before` is the document that this one was edited from, and `kept` its instructions that no
    edit touched, by where they start now: they are taken over, so that the earlier document must
    not be used any more.
    """

    def __init__(
        self,
        source: bytes,
        before: Document | None = None,
        kept: Mapping[int, Instruction] | None = None,
    ) -> None:
        self.source = source
        #: The folder that the build sends, where it is known; and the stage that is built, the
        #: last one where None.
        self.context: str | None = before.context if before else None
        self.target: str | None = before.target if before else None
        #: Where the Dockerfile lies, where that is known.
        self.path: str | None = before.path if before else None
        #: The paths that were looked at for it.
        self.looked: set[str] = before.looked if before else set()
        #: Stages that are images as well, by name or number, and what Compose and Bake say.
        self.targets: tuple[str, ...] = before.targets if before else ()
        self.services: tuple[Service, ...] = before.services if before else ()
        #: Who knows the images; and what is asked, and wanted, of them: see `engine.Options`.
        self.registry: Registry | None = before.registry if before else None
        self.exact_tags: bool = before.exact_tags if before else False
        self.bases: Policy | None = before.bases if before else None
        #: RUN instructions that were asked for and cannot be read, and why.
        self.unread: dict[int, tuple[Instruction, str]] = {}
        self._memory: dict[Hashable, Any] = {}
        self._patterns: dict[tuple[str, ...], re.Pattern[bytes] | None] = {}
        fresh: Scan = scan(source, kept)
        self.instructions: list[Instruction] = fresh.instructions
        #: (1-based line, offset) of every comment line outside of instructions.
        self.comments = fresh.comments
        #: Parser directives: (name, value, 1-based line).
        self.directives = fresh.directives
        self.escape: str = fresh.escape
        self._check()

    def release(self, instructions: Iterable[Instruction]) -> None:
        """Undo the references in circles of a document that is done with.

        Objects that refer to each other wait for the garbage collector, which is slow to find
        them; these go at once. `instructions` are those that no later document has taken over;
        another one may.
        """
        for stage in self.__dict__.pop("stages", ()):
            stage.__dict__.clear()
        self._memory.clear()
        self.unread.clear()
        for instruction in instructions:
            give(instruction)

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """What `compute` gives, worked out once for `key` in this document."""
        if key not in self._memory:
            self._memory[key] = compute()
        found: T = self._memory[key]
        return found

    def pattern(self, words: tuple[str, ...]) -> re.Pattern[bytes] | None:
        """What finds one of `words` as a word of a shell; None where the source has none."""
        if words not in self._patterns:
            source = self.source
            found = any(word.encode() in source for word in words)
            self._patterns[words] = _word_pattern(words) if found else None
        return self._patterns[words]

    @lazy
    def tokens(self) -> frozenset[str]:
        """All runs of letters in the instructions, in small letters."""
        return frozenset().union(*[instruction.tokens for instruction in self.instructions])

    @lazy
    def words(self) -> str:
        """The tokens in one text: for what may stand anywhere in one of them."""
        return " ".join(self.tokens)

    @property
    def eol(self) -> bytes:
        """The line end that the document uses."""
        at = self.source.find(b"\n")
        return b"\r\n" if at > 0 and self.source[at - 1] == 13 else b"\n"

    @lazy
    def stages(self) -> list[Stage]:
        """The stages, in order."""
        from fixer.dockerfile.stages import build_stages

        return build_stages(self)

    @lazy
    def global_arguments(self) -> list[Instruction]:
        """The ARG instructions before the first FROM."""
        out = []
        for instruction in self.instructions:
            if instruction.keyword == "FROM":
                break
            out.append(instruction)
        return out

    @lazy
    def global_values(self) -> dict[str, str | None]:
        """The global arguments: their defaults, or None where only the caller knows."""
        from fixer.dockerfile.stages import global_values

        return global_values(self)

    @lazy
    def has_shell(self) -> bool:
        """Some instruction is read by another shell than /bin/sh."""
        return any(i.keyword == "SHELL" for i in self.instructions) or any(
            stage.facts.family == "windows" or stage.facts.shell_form for stage in self.stages
        )

    @property
    def structure(self) -> list[dict[str, Any]]:
        """The instructions in the shape of dockerfile-parse's `DockerfileParser.structure`.

        Lines count from 0; comments are listed as instructions named COMMENT.
        """
        rows: list[dict[str, Any]] = []
        for line, offset in self.comments:
            end = self.source.find(b"\n", offset) + 1 or len(self.source)
            text = self.source[offset:end].decode("utf-8", "replace")
            rows.append(
                {
                    "instruction": "COMMENT",
                    "startline": line - 1,
                    "endline": line - 1,
                    "content": text,
                    "value": text.strip().removeprefix("#").strip(),
                }
            )
        for item in self.instructions:
            rows.append(
                {
                    "instruction": item.keyword,
                    "startline": item.line - 1,
                    "endline": item.end_line - 1,
                    "content": item.raw.decode("utf-8", "replace"),
                    "value": item.logical[item.arguments :].strip(),
                }
            )
        return sorted(rows, key=lambda row: int(row["startline"]))

    def _check(self) -> None:
        if not self.instructions:
            raise DockerfileError("the file holds no instruction")
        seen_from = False
        for instruction in self.instructions:
            try:
                if not instruction.checked:
                    check(instruction)
                    instruction.checked = True
            except WordError as error:
                raise DockerfileError(str(error), instruction.line) from None
            if instruction.keyword == "FROM":
                seen_from = True
            elif not seen_from and instruction.keyword != "ARG":
                raise DockerfileError(
                    f"{instruction.keyword} stands before the first FROM", instruction.line
                )
        if not seen_from:
            raise DockerfileError("the file has no FROM")

    @lazy
    def left_alone(self) -> tuple[int, str] | None:
        """Line and reason where the document as a whole is not ours to touch, or None."""
        for name, value, line in self.directives:
            frontend = value.split(" ")[0]
            if name == "syntax" and not _OFFICIAL_FRONTEND.match(frontend):
                return line, f"the file is read by another frontend, {frontend}"
        if b"{{" in self.source or b"{%" in self.source:
            for instruction in self.instructions:
                if _template_text(instruction):
                    return instruction.line, "the file is a template"
        return None


@cache
def _word_pattern(words: tuple[str, ...]) -> re.Pattern[bytes]:
    names = b"|".join(re.escape(word.encode()) for word in words)
    return re.compile(rb"(?<![\w.:-])(?:" + names + rb")(?![A-Za-z_-])")


_QUOTED = regex(r"'[^']*'|(?<!\\)\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_SHELL_KEYWORDS = frozenset(["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "LABEL", "ENV"])


def _template_text(instruction: Instruction) -> bool:
    """Whether template markup stands where neither a shell nor a label would have it.

    Within quotes it is the author's own: `docker inspect --format '{{.Id}}'`.
    """
    text = instruction.logical
    if "{{" not in text and "{%" not in text:
        return False
    if instruction.keyword in _SHELL_KEYWORDS:
        text = _QUOTED.sub("", text)
    return "{{" in text or re.search(r"(?<!\$)\{%", text) is not None


_MARKUP = regex(rb"\{\{|\{%|<%")
_MARKUP_LINE = regex(rb"\{\{|\{%|<%|@\w+@|^\s*(?:#?include|m4_\w+|define|changequote)\b", re.I)


def is_template(source: bytes, line: int | None) -> bool:
    """Whether a file that BuildKit refuses, at `line`, is one that another program fills in."""
    if _MARKUP.search(source):
        return True
    lines = source.split(b"\n")
    return line is not None and _MARKUP_LINE.search(lines[line - 1]) is not None


def check(instruction: Instruction) -> None:
    """Raise WordError where BuildKit refuses the instruction as it stands."""
    keyword = instruction.keyword
    if not keyword:
        raise WordError("no instruction stands behind the escape character")
    if keyword not in KEYWORDS:
        raise WordError(f"unknown instruction '{_shown(instruction.keyword_text)}'")
    if keyword == "RUN":
        # a letter opens neither flags nor an exec form
        first = instruction.logical[instruction.arguments : instruction.arguments + 1]
        if not first.isalpha() and instruction.value[:1] == "[":
            _ = instruction.exec_form
        return
    if keyword in ("ENV", "LABEL"):
        _ = instruction.pairs
    elif keyword == "FROM":
        words = instruction.words
        if len(words) not in (1, 3) or (len(words) == 3 and words[1].text.upper() != "AS"):
            raise WordError("FROM takes an image, or an image, AS and a name")
    elif keyword in ("COPY", "ADD"):
        if len(instruction.values) < 2:
            raise WordError(f"{keyword} needs a source and a destination")
    elif keyword == "ONBUILD":
        trigger = instruction.trigger
        if trigger is None:
            raise WordError("ONBUILD needs an instruction")
        if trigger.keyword in ("ONBUILD", "FROM", "MAINTAINER"):
            raise WordError(f"{trigger.keyword} cannot stand in ONBUILD")
        check(trigger)
    elif keyword in ("CMD", "ENTRYPOINT", "HEALTHCHECK", "VOLUME"):
        _ = instruction.exec_form
    elif keyword == "SHELL":
        if instruction.exec_form is None:
            raise WordError("SHELL needs an exec form")
    elif not instruction.value:
        raise WordError(f"{keyword} needs an argument")


def _shown(text: str) -> str:
    """Text of an untrusted file as it may be shown: short, and without control characters."""
    clean = "".join(ch if ch.isprintable() else "?" for ch in text[:40])
    return clean + "…" if len(text) > 40 else clean
