"""Instructions: their boundaries, keywords, flags, values and heredocs, byte for byte.

The rules are those of BuildKit's parser (`frontend/dockerfile/parser`). A document is cut into
instructions by `scan`; everything about one instruction is worked out from its own bytes alone,
so that a document that is parsed again after an edit takes over every instruction that is the
same as before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fixer.dockerfile.lazy import lazy
from fixer.dockerfile.spare import take
from fixer.dockerfile.words import (
    SEPARATOR,
    SPACES,
    Flag,
    Word,
    WordError,
    parse_json,
    split_flags,
    split_separated,
    split_words,
)
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.dockerfile.shell import Script

KEYWORDS = frozenset(
    [
        "ADD",
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "MAINTAINER",
        "ONBUILD",
        "RUN",
        "SHELL",
        "STOPSIGNAL",
        "USER",
        "VOLUME",
        "WORKDIR",
    ]
)
#: The longest physical line that BuildKit's scanner takes, in bytes.
LONGEST_LINE = 65_535

_LEADING_BLANK = regex(
    rb"(?:[\t\n\v\f\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|"
    rb"\xe2\x81\x9f|\xe3\x80\x80)*"
)


#: A keyword with something behind it, as nearly all stand there.
_KEYWORD = regex(r"([A-Za-z]+)[\t\v\f\r ]+(?=[!-~])")


class DockerfileError(ValueError):
    """A Dockerfile that BuildKit refuses. `line` is 1-based, or None for the whole file."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Heredoc(NamedTuple):
    """A here-document of RUN, COPY or ADD. Offsets count from the instruction's first byte."""

    name: str
    #: `<<-`: leading tabs are stripped.
    chomp: bool
    #: No quote around the name: COPY and ADD expand variables in the body.
    expand: bool
    #: The word `<<NAME`, as written.
    word: Word
    body_start: int
    body_end: int

    def content(self, raw: bytes) -> bytes:
        """The body as written; `chomp` is still to be done."""
        return raw[self.body_start : self.body_end]


class Instruction:
    """One instruction. `start` and `line` are its place in its document, and move with it.

    All other offsets count from the first byte of `raw`, so they stay true when it moves.
    """

    def __init__(
        self,
        raw: bytes,
        logical: bytes,
        segments: list[tuple[int, int]],
        escape: str,
        heredocs: tuple[Heredoc, ...] = (),
        begin: int = 0,
    ) -> None:
        self.raw = raw
        self.start = 0
        #: The ONBUILD that this is the trigger of.
        self.outer: Instruction | None = None
        #: BuildKit takes it: set by `Document`.
        self.checked = False
        #: Its last line has an end, and is not continued: what follows is no part of it.
        self.closed = False
        #: The 1-based numbers of its first and last line.
        self.line = 0
        self.end_line = 0
        #: The builder's text: continuations joined, comment lines and heredoc bodies gone.
        self.logical_bytes = logical
        self.logical = text = logical.decode("utf-8", "surrogateescape")
        #: (offset in logical_bytes, offset in raw) of each piece that the text is made of.
        self.segments = segments
        self.escape = escape
        self.heredocs = heredocs
        found = _KEYWORD.match(text, begin)
        if found:
            end = found.end(1)
            self.arguments = found.end()
        else:
            begin = _skip_spaces(text, begin)
            stop = len(text.rstrip(SPACES))
            found = SEPARATOR.search(text, begin, stop)
            end, self.arguments = found.span() if found else (stop, len(text))
        #: Where keyword and arguments start in `logical`.
        self.begin = begin
        #: The keyword as written.
        self.keyword_text = text[begin:end]
        self.keyword = self.keyword_text.upper()

    def place(self, start: int, line: int, end_line: int) -> None:
        """Say where in its document the instruction stands now."""
        self.start = start
        self.line = line
        self.end_line = end_line
        trigger = self.__dict__.get("trigger")
        if trigger is not None:
            trigger.place(start, line, end_line)

    def __repr__(self) -> str:
        return f"<{self.keyword} line {self.line}>"

    def renew(self) -> None:
        """Forget what a document has said of the instruction."""
        script = self.__dict__.get("script")
        if script is not None:
            script.shell_errexit = False
        trigger = self.__dict__.get("trigger")
        if trigger is not None:
            trigger.renew()

    def release(self) -> None:
        """Undo the references in circles; what was read of the instruction is read anew."""
        for inner in (self, self.__dict__.pop("trigger", None)):
            script = inner.__dict__.pop("script", None) if inner is not None else None
            if script is not None:
                script.release()

    # Places -----------------------------------------------------------------------------------

    @property
    def end(self) -> int:
        """The offset in the document just behind the instruction, its line end included."""
        return self.start + len(self.raw)

    def raw_offset(self, logical: int) -> int:
        """Where a character of `logical` stands in `raw`."""
        if len(self.logical) != len(self.logical_bytes):
            logical = len(self.logical[:logical].encode("utf-8", "surrogateescape"))
        at, raw = self.segments[bisect_right(self.segments, (logical, len(self.raw))) - 1]
        return raw + logical - at

    def raw_end(self, logical: int) -> int:
        """Where the character before `logical` ends in `raw`."""
        return self.raw_offset(logical - 1) + len(
            self.logical[logical - 1].encode("utf-8", "surrogateescape")
        )

    @property
    def keyword_start(self) -> int:
        """Where the keyword stands in `raw`."""
        return self.raw_offset(self.begin)

    # Arguments --------------------------------------------------------------------------------

    @lazy
    def _flags(self) -> tuple[tuple[Flag, ...], int]:
        text = self.logical
        start = self.arguments
        if not text.startswith("--", start):
            return (), _skip_spaces(text, start)
        flags, end = split_flags(text[start:].rstrip(SPACES))
        return (
            tuple(Flag(f.text, f.start + start, f.end + start) for f in flags),
            _skip_spaces(text, end + start),
        )

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The builder's flags; their places are in `logical`."""
        return self._flags[0]

    @property
    def value_start(self) -> int:
        """Where the value starts in `logical`, behind the flags."""
        return self._flags[1]

    def flag(self, name: str) -> str | None:
        """The value of the builder's flag `--name`, or None."""
        for flag in self.flags:
            if flag.name == name:
                return flag.value
        return None

    @lazy
    def mounts(self) -> list[dict[str, str]]:
        """The fields of each `--mount`; the type is `bind` where none is named."""
        if not self.flags:
            return []
        import csv

        out = []
        for flag in self.flags:
            if flag.name == "mount":
                fields = {}
                for part in next(csv.reader([flag.value]), []):
                    name, _, value = part.partition("=")
                    fields[name.strip().lower()] = value
                fields.setdefault("type", "bind")
                out.append(fields)
        return out

    @lazy
    def value(self) -> str:
        """The text behind keyword and flags."""
        return self.logical[self.value_start :].rstrip(SPACES)

    @lazy
    def exec_form(self) -> list[str] | None:
        """The strings of the exec form (also of COPY, ADD, VOLUME and SHELL), or None."""
        if self.keyword == "HEALTHCHECK":
            kind, command = self.healthcheck
            return parse_json(command) if kind == "CMD" else None
        if self.keyword not in _JSON_KEYWORDS:
            return None
        value = self.value
        return parse_json(value) if value[:1] == "[" or value.lstrip(SPACES)[:1] == "[" else None

    @lazy
    def healthcheck(self) -> tuple[str, str]:
        """`CMD` or `NONE` of a HEALTHCHECK, as upper case, and what follows it."""
        kind, _, command = _split_once(self.value)
        return kind.upper(), command

    @lazy
    def words(self) -> list[Word]:
        """The words of the value, quotes kept; their places are in `logical`.

        Split as BuildKit splits them for this keyword.
        """
        value = self.value
        shift = self.value_start
        if self.keyword in ("ENV", "LABEL", "ARG"):
            return [
                Word(w.text, w.start + shift, w.end + shift)
                for w in split_words(value, self.escape)
            ]
        return split_separated(value, shift)

    @lazy
    def pairs(self) -> list[tuple[str, str]]:
        """The names and values of ENV or LABEL, quotes and variables as written."""
        words = self.words
        if not words:
            raise WordError(f"{self.keyword} needs a name and a value")
        if "=" not in words[0].text:
            parts = SEPARATOR.split(self.value, maxsplit=1)
            if len(parts) < 2:
                raise WordError(f"{self.keyword} {parts[0]} has no value")
            return [(parts[0], parts[1])]
        out = []
        for word in words:
            name, equals, value = word.text.partition("=")
            if not equals:
                raise WordError(f"'{word.text}' is not of the form name=value")
            out.append((name, value))
        return out

    @property
    def legacy_pair(self) -> bool:
        """An ENV or LABEL of the form `NAME rest of the line`."""
        words = self.words
        return bool(words) and "=" not in words[0].text

    @lazy
    def values(self) -> tuple[str, ...]:
        """The value as BuildKit's parser hands it on. Raises WordError for what it refuses."""
        keyword = self.keyword
        if keyword == "ONBUILD":
            return self.trigger.values if self.trigger else ()
        value = self.value
        if keyword in _JSON_KEYWORDS and self.exec_form is not None:
            return tuple(self.exec_form)
        if keyword in ("ENV", "LABEL"):
            if not self.words:
                return ()
            return tuple(part for pair in self.pairs for part in pair)
        if keyword == "ARG":
            return tuple(word.text for word in self.words)
        if keyword == "HEALTHCHECK":
            kind, _, command = _split_once(value)
            strings = parse_json(command)
            if strings is not None:
                return (kind, *strings)
            return tuple(part for part in (kind, command) if part)
        if keyword in _SEPARATED_KEYWORDS:
            return tuple(word.text for word in self.words)
        return (value,) if value else ()

    @lazy
    def trigger(self) -> Instruction | None:
        """The instruction inside of an ONBUILD. Its places count in the ONBUILD's own bytes."""
        if self.keyword != "ONBUILD" or not self.value:
            return None
        inner = Instruction(
            self.raw,
            self.logical_bytes,
            self.segments,
            self.escape,
            self.heredocs,
            self.value_start,
        )
        inner.outer = self
        inner.place(self.start, self.line, self.end_line)
        return inner if inner.keyword else None

    @lazy
    def tokens(self) -> frozenset[str]:
        """All runs of letters in `raw`, in small letters: what it may be about."""
        return frozenset(self.raw.translate(_LETTERS_ONLY).decode("ascii").split())

    @lazy
    def script(self) -> Script:
        """The shell text of RUN, CMD, ENTRYPOINT or HEALTHCHECK, parsed."""
        from fixer.dockerfile.shell import Script

        return Script(self)


_JSON_KEYWORDS = frozenset(["RUN", "CMD", "ENTRYPOINT", "SHELL", "COPY", "ADD", "VOLUME"])
_SEPARATED_KEYWORDS = frozenset(["FROM", "EXPOSE", "COPY", "ADD", "VOLUME"])
_HEREDOC_KEYWORDS = frozenset(["RUN", "COPY", "ADD"])
_BLANK_BYTES = b"\t\n\v\f\r "
#: Makes letters small, and everything else a blank.
_LETTERS_ONLY = bytes(
    byte | 32 if chr(byte).isascii() and chr(byte).isalpha() else 32 for byte in range(256)
)


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in SPACES:
        at += 1
    return at


_BLANKS = regex(r"[\t\n\v\f\r ]+")


def _split_once(text: str) -> tuple[str, str, str]:
    found = _BLANKS.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]


# Scanning ----------------------------------------------------------------------------------------

_HEREDOC_WORD = regex(r"(\d*)<<(-?)([^<]*)\Z")
_BRACED = regex(r"\$\{(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?\-$!])(?:(?::[-+?]|[-+?#%/])[^}]*)?\}")
_HEREDOC_OPERATOR = regex(r"\d*<<-?\Z")
_PLAIN_FIRST = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz&|;<>()-./$\"'0123456789_=+{}[]*~:@%^,!?\\"
)


def _content_start(line: bytes) -> int:
    """How many bytes of blanks, Unicode's included, a line starts with."""
    if line and line[0] in _PLAIN_FIRST:
        return 0
    found = _LEADING_BLANK.match(line)
    return found.end() if found else 0


def _heredocs_in(logical: str, spaced: bool) -> list[tuple[Word, str, bool, bool]]:
    """The heredoc words of a logical line: (word, name, chomp, expand).

    `spaced`: `<< NAME` counts too, as it does since Dockerfile syntax 1.16.
    """
    words = _lex(logical)
    if words is None:
        return []
    out = []
    skip = False
    for index, word in enumerate(words):
        if skip:
            skip = False
            continue
        text = word.text
        if _HEREDOC_OPERATOR.match(text) and spaced and index + 1 < len(words):
            following = words[index + 1]
            if "<" in following.text:
                continue
            skip = True
            word = Word(text + following.text, word.start, following.end)
            text = word.text
        found = _HEREDOC_WORD.match(text)
        if not found or not found[3]:
            continue
        bare = found[3]
        name = _unquoted(bare)
        if name is not None:
            out.append((word, name, found[2] == "-", "'" not in bare and '"' not in bare))
    return out


def _lex(text: str) -> list[Word] | None:
    """Words as BuildKit's shell lexer sees them, or None where it gives up (an open quote)."""
    out: list[Word] = []
    at = 0
    length = len(text)
    while at < length:
        while at < length and text[at] in SPACES:
            at += 1
        if at == length:
            break
        start = at
        while at < length and text[at] not in SPACES:
            ch = text[at]
            if ch == "'":
                at = text.find("'", at + 1)
                if at < 0:
                    return None
            elif ch == '"':
                at += 1
                while at < length and text[at] != '"':
                    at += 2 if text[at] == "\\" else 1
                if at >= length:
                    return None
            elif ch == "\\":
                at += 1
            elif ch == "$" and text[at + 1 : at + 2] == "{":
                variable = _BRACED.match(text, at)
                if variable is None:
                    return None
                at = variable.end() - 1
            elif ch == "$" and text[at + 1 : at + 2] == "$":
                at += 1
            at += 1
        out.append(Word(text[start : min(at, length)], start, min(at, length)))
    return out


def _unquoted(word: str) -> str | None:
    """A heredoc's name without its quotes and escapes; None where it is no name."""
    words = _lex(word)
    if words is None or len(words) != 1:
        return None
    out = []
    at = 0
    quote = ""
    while at < len(word):
        ch = word[at]
        if ch == quote:
            quote = ""
        elif not quote and ch in "'\"":
            quote = ch
        elif ch == "\\" and quote != "'" and at + 1 < len(word):
            at += 1
            out.append(word[at])
        else:
            out.append(ch)
        at += 1
    return "".join(out)


class Scan(NamedTuple):
    instructions: list[Instruction]
    #: (1-based line, offset) of every comment line that stands outside of instructions.
    comments: list[tuple[int, int]]
    #: Parser directives: (name, value, 1-based line).
    directives: list[tuple[str, str, int]]
    escape: str


_DIRECTIVE = regex(
    rb"#[ \t\v\f\r]*([a-zA-Z][a-zA-Z0-9]*)[ \t\v\f\r]*=[ \t\v\f\r]*(.+?)[ \t\v\f\r]*\Z"
)
_DIRECTIVE_NAMES = frozenset((b"syntax", b"escape", b"check"))


def _directives(lines: list[bytes]) -> tuple[list[tuple[str, str, int]], str]:
    found: list[tuple[str, str, int]] = []
    escape = "\\"
    for number, line in enumerate(lines, 1):
        text = line.strip(b"\r")
        if number == 1 and text.startswith(b"\xef\xbb\xbf"):
            text = text[3:]
        text = text[_content_start(text) :]
        match = _DIRECTIVE.match(text) if text.startswith(b"#") else None
        if not match or match[1].lower() not in _DIRECTIVE_NAMES:
            break
        name = match[1].lower().decode()
        value = match[2].decode("utf-8", "surrogateescape")
        if any(name == other for other, _, _ in found):
            raise DockerfileError(f"the parser directive '{name}' is given twice", number)
        if name == "escape":
            if value not in ("\\", "`"):
                raise DockerfileError(f"'{value}' cannot be the escape character", number)
            escape = value
        found.append((name, value, number))
    return found, escape


def scan(source: bytes, kept: Mapping[int, Instruction] | None = None) -> Scan:
    """Cut a Dockerfile into its instructions.

    `kept` holds instructions of an earlier scan by where they should stand now; those that do are
    taken over. Raises DockerfileError.
    """
    lines = source.split(b"\n")
    if len(source) > LONGEST_LINE:
        for number, line in enumerate(lines, 1):
            if len(line) > LONGEST_LINE:
                raise DockerfileError(f"the line is longer than {LONGEST_LINE} bytes", number)
    directives, escape = _directives(lines)
    mark = escape.encode()
    instructions: list[Instruction] = []
    comments: list[tuple[int, int]] = []
    kept = kept or {}
    count = len(lines)
    if lines[-1] == b"":
        count -= 1
    size = len(source)
    # a line that ends otherwise is not continued
    endings = frozenset((*mark, *b" \t\r"))
    offset = 0
    index = 0
    while index < count:
        old = kept.get(offset) if kept else None
        if old is not None and old.escape == escape and source.startswith(old.raw, offset):
            after = offset + len(old.raw)
            if old.closed or after == size:
                line_count = old.end_line - old.line + 1
                old.place(offset, index + 1, index + line_count)
                instructions.append(old)
                index += line_count
                offset = after
                continue
        line = lines[index]
        begin = 0
        if index == 0 and line.startswith(b"\xef\xbb\xbf"):
            begin = 3
        first = line[begin : begin + 1]
        if first not in _LETTERS:
            if first and first != b"#":
                begin += _content_start(line[begin:])
                first = line[begin : begin + 1]
            if not first:
                offset += len(line) + 1
                index += 1
                continue
            if first == b"#":
                comments.append((index + 1, offset))
                offset += len(line) + 1
                index += 1
                continue
        start, first_index = offset, index
        offset += len(line) + 1
        index += 1
        continued = False
        if line[-1] in endings:
            line, continued = _without_continuation(line, mark)
        if not continued:
            logical = line[begin:] if begin else line
            segments = [(0, begin)]
        else:
            pieces, segments = [], []
            length = 0
            if len(line) > begin:
                pieces.append(line[begin:])
                segments.append((0, begin))
                length = len(line) - begin
            else:
                # a line that holds nothing but the escape character starts nothing by itself,
                # and what follows is joined to it
                segments.append((0, begin))
                pieces.append(b"")
            while continued and index < count:
                line = lines[index]
                stripped = line.lstrip(_BLANK_BYTES)
                if stripped and stripped[0] >= 0x80:
                    stripped = stripped[_content_start(stripped) :]
                if stripped and stripped[0] != 35:
                    segments.append((length, offset - start))
                    offset += len(line) + 1
                    if line[-1] in endings:
                        line, continued = _without_continuation(line, mark)
                    else:
                        continued = False
                    pieces.append(line)
                    length += len(line)
                else:
                    offset += len(line) + 1
                index += 1
            logical = b"".join(pieces)
        heredocs: tuple[Heredoc, ...] = ()
        if b"<<" in logical:
            heredocs, index, offset = _heredocs(
                logical, segments, escape, lines, count, index, offset, start, first_index
            )
        raw = source[start:offset]
        instruction = take(raw, escape) or Instruction(raw, logical, segments, escape, heredocs)
        instruction.closed = not continued and offset <= size
        instruction.place(start, first_index + 1, index)
        instructions.append(instruction)
    return Scan(instructions, comments, directives, escape)


_LETTERS = frozenset(bytes([c]) for c in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def _without_continuation(line: bytes, mark: bytes) -> tuple[bytes, bool]:
    """A physical line without its end and its continuation, and whether it had one."""
    content = line.rstrip(b"\r") if line[-1:] == b"\r" else line
    if content[-1:] not in (mark, b" ", b"\t"):
        return content, False
    bare = content.rstrip(b" \t")
    if bare[-1:] == mark and bare[-2:] != mark + mark:
        return bare[:-1], True
    return content, False


def _heredocs(
    logical: bytes,
    segments: list[tuple[int, int]],
    escape: str,
    lines: list[bytes],
    count: int,
    index: int,
    offset: int,
    start: int,
    first_index: int,
) -> tuple[tuple[Heredoc, ...], int, int]:
    """The heredocs of an instruction whose own lines end before `lines[index]`."""
    bare = Instruction(b"", logical, segments, escape)
    inner = bare.trigger or bare
    if inner.keyword not in _HEREDOC_KEYWORDS:
        return (), index, offset
    try:
        if inner.exec_form is not None:
            return (), index, offset
    except WordError:
        return (), index, offset
    missing = ""
    for spaced in (True, False):
        words = _heredocs_in(bare.logical, spaced)
        out: list[Heredoc] = []
        at, place = index, offset
        for word, name, chomp, expand in words:
            encoded = name.encode("utf-8", "surrogateescape")
            body_start = place
            while at < count:
                line = lines[at]
                candidate = line.rstrip(b"\r")
                if chomp:
                    candidate = candidate.lstrip(b"\t")
                body_end = place
                place += len(line) + 1
                at += 1
                if candidate == encoded:
                    out.append(
                        Heredoc(name, chomp, expand, word, body_start - start, body_end - start)
                    )
                    break
            else:
                missing = name
                break
        if len(out) == len(words):
            return tuple(out), at, place
    raise DockerfileError(f"the heredoc '{missing}' is never ended", first_index + 1)
