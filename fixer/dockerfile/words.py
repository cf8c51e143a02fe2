"""Words of a Dockerfile instruction: splitting, quotes, variables, flags, JSON.

The rules are BuildKit's (`frontend/dockerfile/parser` and `frontend/dockerfile/shell`). All
functions work on text that was decoded with `surrogateescape`, with continuations already joined.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from fixer.later import NamedTuple, regex

#: What Go's `unicode.IsSpace` accepts; Python's `\s` accepts more.
SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"  # noqa: E501
#: What separates the words of FROM, COPY, EXPOSE and the keyword from its arguments.
SEPARATOR = regex(r"[\t\v\f\r ]+")


class Word(NamedTuple):
    """A word as written, quotes and escapes kept, with its place in the text."""

    text: str
    start: int
    end: int


class Flag(NamedTuple):
    """A builder flag such as `--chown=1:1`, its quotes removed, with its place in the text."""

    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return self.text[2:].partition("=")[0]

    @property
    def value(self) -> str:
        return self.text.partition("=")[2]


class WordError(ValueError):
    """Words that BuildKit refuses."""


@cache
def _word_pattern(escape: str) -> re.Pattern[str]:
    e = re.escape(escape)
    return re.compile(
        rf"(?:{e}.|'[^']*(?:'|$)|\"(?:{e}.|[^\"{e}])*(?:\"|(?={e}?$))|[^{SPACE}'\"{e}])+",
        re.DOTALL,
    )


def split_words(text: str, escape: str) -> list[Word]:
    """Split at white space outside of quotes; quotes and escapes stay in the words.

    An escape character that ends the text is no part of a word.
    """
    return [Word(m[0], m.start(), m.end()) for m in _word_pattern(escape).finditer(text)]


def split_separated(text: str, offset: int = 0) -> list[Word]:
    """Split at white space alone: quotes do not protect it."""
    return [
        Word(m[0], m.start() + offset, m.end() + offset)
        for m in re.finditer(r"[^\t\v\f\r ]+", text)
    ]


_FLAG_WORD = regex(
    r"--(?:\\.|\\$|'(?:\\.|[^'\\])*(?:'|\\?$)|\"(?:\\.|[^\"\\])*(?:\"|\\?$)|[^\t\n\v\f\r '\"\\])*",
    re.DOTALL,
)
_NOT_SPACE = regex(r"[^\t\n\v\f\r ]")
_QUOTING = regex(r"\\(.?)|['\"]", re.DOTALL)


def split_flags(text: str) -> tuple[list[Flag], int]:
    """The builder flags at the start of an instruction's arguments, and where the rest starts."""
    flags: list[Flag] = []
    at = 0
    while found := _NOT_SPACE.search(text, at):
        at = found.start()
        if not text.startswith("--", at):
            return flags, at
        word = _FLAG_WORD.match(text, at)
        assert word is not None
        flag = _without_flag_quotes(word[0])
        if flag == "--":
            return flags, word.end()
        flags.append(Flag(flag, word.start(), word.end()))
        at = word.end()
    return flags, len(text)


def _without_flag_quotes(word: str) -> str:
    """In flags, a backslash escapes within both kinds of quotes, and quotes go."""
    if not _QUOTING.search(word):
        return word
    out: list[str] = []
    quote = ""
    at = 0
    while at < len(word):
        ch = word[at]
        if ch == "\\":
            out.append(word[at + 1 : at + 2])
            at += 2
            continue
        if ch == quote:
            quote = ""
        elif not quote and ch in "'\"":
            quote = ch
        else:
            out.append(ch)
        at += 1
    return "".join(out)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


#: An array of strings without a backslash, as most are: json takes a millisecond to load.
_PLAIN_ARRAY = regex(
    r'\[[ \t\r\n]*(?:"[^"\\\x00-\x1f]*"[ \t\r\n]*'
    r'(?:,[ \t\r\n]*"[^"\\\x00-\x1f]*"[ \t\r\n]*)*)?\]'
)
_PLAIN_STRING = regex(r'"([^"]*)"')


def parse_json(text: str) -> list[str] | None:
    """The strings of an exec form, or None where the text is no JSON array.

    Raises WordError for an array that holds anything but strings.
    """
    text = text.strip(SPACES)
    if not text.startswith("["):
        return None
    if _PLAIN_ARRAY.fullmatch(text):
        return _PLAIN_STRING.findall(text)
    import json

    try:
        values = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, list):
        return None
    if not all(isinstance(value, str) for value in values):
        raise WordError("an exec form must be an array of strings only")
    return values


# Variables ---------------------------------------------------------------------------------------

_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?\-$!]")
_PLAIN = regex(r"[^'\"\\`$]*\Z")


class _Expansion:
    """One pass of BuildKit's word lexer over a text (`shell/lex.go`)."""

    def __init__(self, text: str, env: Mapping[str, str | None], escape: str) -> None:
        self.text = text
        self.env = env
        self.escape = escape
        self.at = 0
        #: A variable was met whose value is not known.
        self.unknown = False

    def run(self, stop: str = "") -> str:
        out: list[str] = []
        text = self.text
        while self.at < len(text):
            ch = text[self.at]
            if ch == stop:
                return "".join(out)
            if ch == "'":
                end = text.find("'", self.at + 1)
                if end < 0:
                    raise WordError("a single quote is not closed")
                out.append(text[self.at + 1 : end])
                self.at = end + 1
            elif ch == '"':
                out.append(self._double())
            elif ch == "$":
                out.append(self._dollar())
            elif ch == self.escape:
                out.append(text[self.at + 1 : self.at + 2])
                self.at += 2
            else:
                out.append(ch)
                self.at += 1
        if stop:
            raise WordError(f"'{stop}' is missing")
        return "".join(out)

    def _double(self) -> str:
        out: list[str] = []
        text = self.text
        self.at += 1
        while self.at < len(text):
            ch = text[self.at]
            if ch == '"':
                self.at += 1
                return "".join(out)
            if ch == "$":
                out.append(self._dollar())
            elif ch == self.escape:
                following = text[self.at + 1 : self.at + 2]
                out.append(following if following in ('"', "$", self.escape) else ch + following)
                self.at += 2
            else:
                out.append(ch)
                self.at += 1
        raise WordError("a double quote is not closed")

    def _value(self, name: str) -> str | None:
        value = self.env.get(name)
        if value is None and name in self.env:
            self.unknown = True
        return value

    def _dollar(self) -> str:
        text = self.text
        self.at += 1
        if text[self.at : self.at + 1] != "{":
            name = _NAME.match(text, self.at)
            if name is None:
                return "$"
            self.at = name.end()
            return self._value(name[0]) or ""
        self.at += 1
        name = _NAME.match(text, self.at)
        if name is None:
            raise WordError("a variable's name is missing after '${'")
        self.at = name.end()
        ch = text[self.at : self.at + 1]
        if ch == "}":
            self.at += 1
            return self._value(name[0]) or ""
        before, self.unknown = self.unknown, False
        value = self._value(name[0])
        value_unknown, self.unknown = self.unknown, False
        if ch == ":":
            operator = text[self.at + 1 : self.at + 2]
            if operator not in tuple("-+?"):
                raise WordError(f"'${{{name[0]}:{operator}' is no known modifier")
            self.at += 2
            word = self._until_brace()
            present = bool(value)
        elif ch and ch in "-+?":
            operator = ch
            self.at += 1
            word = self._until_brace()
            present = value is not None
        elif ch and ch in "#%/":
            self._until_brace()
            self.unknown = True
            return value or ""
        else:
            raise WordError(f"'${{{name[0]}{ch}' is no known modifier")
        # a default stands for a value that only the caller knows
        uses_word = present != (operator == "-")
        doubtful = value_unknown and operator != "-"
        self.unknown = before or doubtful or (uses_word and self.unknown)
        if operator == "-":
            return value or "" if present else word
        if operator == "+":
            return word if present else ""
        return value or ""

    def _until_brace(self) -> str:
        out = self.run("}")
        self.at += 1
        return out


class Expanded(NamedTuple):
    text: str
    #: False where a variable's value is not known, or a pattern modifier was met.
    certain: bool


def expand(text: str, env: Mapping[str, str | None], escape: str = "\\") -> Expanded:
    """Remove quotes and escapes and put in the variables.

    A name that `env` maps to None is one whose value only the caller of the build knows; a name
    that is not in `env` is unset, which BuildKit expands to nothing. Raises WordError for what
    BuildKit refuses.
    """
    if _PLAIN.match(text):
        return Expanded(text, True)
    run = _Expansion(text, env, escape)
    try:
        return Expanded(run.run(), not run.unknown)
    except RecursionError:
        raise WordError("variables are nested too deeply") from None
