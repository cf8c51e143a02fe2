"""Image references where they stand: in FROM, COPY --from, RUN --mount=from and # syntax=.

The names of stages are none, nor is `scratch`. A reference that a build argument holds stands in
the argument's default, but only where nothing else is made of the argument: whoever gives another
value then still gets what he asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixer.dockerfile.document import Document
from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.words import Flag, Word, WordError, expand
from fixer.edit import Operation, Splice
from fixer.later import NamedTuple, regex


class Place(NamedTuple):
    """From `start` up to `end` of an instruction's logical text; or, of the parser directives,
    which stand above the first instruction, of the document."""

    instruction: Instruction
    start: int
    end: int
    line: int
    directive: bool = False

    def append(self, text: str) -> Operation:
        """Put `text` directly behind."""
        if self.directive:
            return Operation(self.instruction, (Splice(self.end, self.end, text.encode()),))
        # together with the last character: what follows may stand on another line
        last = self.instruction.logical[self.end - 1]
        return replace_text(self.instruction, self.end - 1, self.end, last + text)

    def replace(self, text: str) -> Operation:
        """Put `text` in its place."""
        if self.directive:
            return Operation(self.instruction, (Splice(self.start, self.end, text.encode()),))
        return replace_text(self.instruction, self.start, self.end, text)

    def last(self, length: int) -> Place:
        """Its last `length` characters."""
        return self._replace(start=self.end - length)

    def first(self, length: int) -> Place:
        """Its first `length` characters."""
        return self._replace(end=self.start + length)


class Image(NamedTuple):
    """An image that a Dockerfile names."""

    #: `FROM`, `COPY --from`, `RUN --mount` or `# syntax`.
    kind: str
    #: Of the instruction that uses it, 1-based.
    line: int
    #: As written there.
    text: str
    #: What a build without arguments takes; None where that is not known.
    reference: ImageReference | None
    #: Where the whole reference is written; None where `problem` says why it cannot be changed.
    place: Place | None
    problem: str = ""
    #: Where the repository's name is written, if no variable stands in it.
    name: Place | None = None

    @property
    def repository(self) -> ImageReference | None:
        """What it names, as far as is known: of `python:${TAG}`, the repository."""
        if self.reference is not None or self.name is None:
            return self.reference
        instruction, start, end = self.name[:3]
        return parse_reference(instruction.logical[start:end])


_EXACT = regex(r"\D*\d+\.\d+\.\d+|.*\d{8}")


def moves(tag: str | None) -> bool:
    """Whether a tag is one that is moved to newer images: `latest`, `3`, `3.12-slim`.

    Not so a version of three numbers, or a date.
    """
    return tag is None or _EXACT.match(tag) is None


def images(document: Document) -> list[Image]:
    """The images of a document, in order."""
    return document.once("images", lambda: list(_images(document)))


def _images(document: Document) -> Iterator[Image]:
    yield from _frontend(document)
    names = {stage.name for stage in document.stages if stage.name}
    for stage in document.stages:
        if stage.parent is None and stage.base != "scratch":
            image = _base(document, stage)
            if image is not None:
                yield image
        for outer in stage.instructions:
            instruction = outer.trigger or outer
            if instruction.keyword == "COPY":
                for flag in instruction.flags:
                    if flag.name == "from" and not (flag.value.isdigit() or not flag.value):
                        yield from _named("COPY --from", instruction, flag.value, flag, names)
            elif instruction.keyword == "RUN" and instruction.flags:
                flags = [flag for flag in instruction.flags if flag.name == "mount"]
                for flag, mount in zip(flags, instruction.mounts, strict=True):
                    if source := mount.get("from"):
                        yield from _named("RUN --mount", instruction, source, flag, names)


def _frontend(document: Document) -> Iterator[Image]:
    """The image of `# syntax=`."""
    for name, value, number in document.directives:
        if name != "syntax":
            continue
        text = value.split(" ")[0]
        lines = document.source.split(b"\n")
        line = lines[number - 1]
        start = sum(len(each) + 1 for each in lines[: number - 1])
        start += line.index(text.encode("utf-8", "surrogateescape"), line.index(b"="))
        place = Place(document.instructions[0], start, start + len(text), number, True)
        yield _plain("# syntax", number, text, place)


def _plain(kind: str, line: int, text: str, place: Place | None) -> Image:
    """An image without a variable in its text, which stands at `place`."""
    reference = parse_reference(text)
    if reference is None:
        return Image(kind, line, text, None, None, "it is no image reference")
    if place is None:
        return Image(kind, line, text, reference, None, "quotes or escapes stand in it")
    return Image(kind, line, text, reference, place, "", place.first(_name_length(text)))


def _name_length(text: str) -> int:
    """How much of a reference is its repository's name."""
    name = text.partition("@")[0]
    folder, slash, last = name.rpartition("/")
    return len(folder) + len(slash) + len(last.partition(":")[0])


def _named(
    kind: str, instruction: Instruction, source: str, flag: Flag, names: set[str]
) -> Iterator[Image]:
    """What a flag names, unless it is a stage."""
    if source.lower() in names or source in ("scratch", "context"):
        return
    line = instruction.line
    if "$" in source:
        problem = "a variable stands in it"
        yield Image(kind, line, source, None, None, problem)
        return
    if instruction.outer is not None and not re.search("[/:]", source):
        problem = "ONBUILD: it may be a stage of the file that is built on this image"
        yield Image(kind, line, source, None, None, problem)
        return
    text = instruction.logical[flag.start : flag.end]
    written = f"from={source}"
    place = None
    if text.count(written) == 1:
        end = flag.start + text.index(written) + len(written)
        place = Place(instruction, end - len(source), end, line)
    yield _plain(kind, line, source, place)


# FROM --------------------------------------------------------------------------------------------

_VARIABLE = regex(r"\$(?:\{\w+[^}]*(?:\}|\Z)|\w+)")
#: A variable that is the whole of a reference: its name, and the default that FROM itself gives.
_HELD = regex(r"\"?\$(?:(\w+)|\{(\w+)(?::?-([^${}'\"\\`]+))?\})\"?")


def _base(document: Document, stage: Stage) -> Image | None:
    """The image of a FROM; None where it is a stage, or the scratch of a variable."""
    origin = stage.origin
    word = origin.words[0]
    text = word.text
    line = origin.line
    if "$" not in text:
        place = _bare(origin, word, 0, len(text), stage.base)
        return _plain("FROM", line, stage.base or text, place)
    if _may_be_stage(document, stage):
        return None
    reference = parse_reference(stage.base) if stage.base_certain and stage.base else None
    held = _HELD.fullmatch(text)
    place, problem = (None, "") if held is None else _held(document, stage, held, word)
    if place is not None:
        holder = place.instruction.logical[place.start : place.end]
        return _plain("FROM", line, holder, place)._replace(text=text)
    if not problem:
        problem = _decides(text)
    return Image("FROM", line, text, reference, None, problem, _literal_name(origin, word))


def _decides(text: str) -> str:
    """Why a reference with variables in it gets no digest."""
    names = dict.fromkeys(each.strip("${}") for each in re.findall(r"\$\{?\w+", text))
    return f"with a digest, another value for {', '.join(names)} would change nothing"


def _bare(
    instruction: Instruction, word: Word, start: int, end: int, text: str | None
) -> Place | None:
    """Where `text` stands, once and without quotes within it, in a part of a word."""
    part = word.text[start:end]
    if not text or part.strip("\"'") != text:
        return None
    at = word.start + start + part.index(text)
    return Place(instruction, at, at + len(text), instruction.line)


def _literal_name(instruction: Instruction, word: Word) -> Place | None:
    """Where the repository's name of `python:${TAG}` stands."""
    head = word.text.partition("$")[0]
    quote = len(head) - len(head.lstrip("\"'"))
    name = head[quote:]
    if "@" not in name and ":" not in name.rpartition("/")[2]:
        return None
    start = word.start + quote
    return Place(instruction, start, start + _name_length(name), instruction.line)


def _may_be_stage(document: Document, stage: Stage) -> bool:
    """Whether an earlier stage bears the name, whatever the variables hold: `base-${TARGETARCH}`.

    A variable alone may be anything.
    """
    literals = _VARIABLE.split(stage.base_text.strip("\"'"))
    if not any(literals):
        return False
    first, *others = map(re.escape, literals)
    # what stands between two variables counts where it comes first: no way is tried twice
    middle = "".join(f"(?>.*?{each})" for each in others[:-1] if each)
    pattern = first + middle + "".join(f".*{each}" for each in others[-1:])
    return any(
        other.name and re.fullmatch(pattern, other.name) for other in document.stages[: stage.index]
    )


def _held(
    document: Document, stage: Stage, held: re.Match[str], word: Word
) -> tuple[Place | None, str]:
    """Where the reference stands that a variable holds, or why it cannot be changed there."""
    name = held[1] or held[2]
    declared = [
        (instruction, each)
        for instruction in document.global_arguments
        for each in instruction.words
        if each.text.partition("=")[0] == name
    ]
    given = [(instruction, each) for instruction, each in declared if "=" in each.text]
    if not given:
        if held[3]:
            return _bare(stage.origin, word, held.start(3), held.end(3), held[3]), ""
        return None, f"only who builds it knows {name}"
    if len(declared) > 1:
        return None, f"{name} is declared more than once"
    instruction, each = given[0]
    value = each.text.partition("=")[2]
    if "$" in value:
        return None, _decides(value)
    if (line := _other_use(document, name, instruction)) is not None:
        return None, f"{name} is used for something else on line {line}"
    try:
        text = expand(value, {}, instruction.escape).text
    except WordError as error:
        return None, str(error)
    place = _bare(instruction, each, len(name) + 1, len(each.text), text)
    return place, "" if place else "quotes or escapes stand in it"


def _other_use(document: Document, name: str, holder: Instruction) -> int | None:
    """The line where a global argument is used as anything but a whole reference, or None."""
    use = re.compile(rf"\$(?:\{{{name}|{name})(?!\w)")
    for instruction in document.global_arguments:
        others = [word.text for word in instruction.words if not word.text.startswith(f"{name}=")]
        if any(use.search(text) for text in others):
            return instruction.line
    for stage in document.stages:
        text = stage.base_text
        whole = _HELD.fullmatch(text)
        elsewhere = stage.origin.logical.replace(text, "", 1)
        in_part = use.search(text) and (whole is None or (whole[1] or whole[2]) != name)
        if in_part or use.search(elsewhere):
            return stage.origin.line
        for outer in stage.instructions:
            # what a stage declares again, without a value of its own, is the same argument
            if outer.keyword == "ARG" and name in [word.text for word in outer.words]:
                return outer.line
    return None
