"""Dockerfiles that nobody would write, for hypothesis: valid ones, and bits of syntax at random."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

#: Where a generated instruction may be broken over lines.
_BREAK = "\ue000"


# Bits of syntax ----------------------------------------------------------------------------------

_KEYWORDS = (
    "FROM RUN CMD COPY ADD ENV ARG LABEL EXPOSE USER WORKDIR VOLUME SHELL ONBUILD ENTRYPOINT "
    "HEALTHCHECK STOPSIGNAL MAINTAINER onbuild run copy bogus"
).split()
_BITS = (
    *(keyword + " " for keyword in _KEYWORDS),
    *("FROM a\n", "ENV a=b", "EXPOSE 80", "NONE", "RUN", "a", "b c", "é", "cat", "1", "null"),
    *("\n", "\n", "\r\n", " ", "\t", "\r", "\v", "\f", "\x1c", "\u2003", "\u2028", "\u1680"),
    *("\\\n", "\\ \n", "\\\r\n", "\\\\\n", "\\#\n", "`\n", "\\", "`", "#", "# x\n"),
    *("# escape=`\n", "#escape = \\\n", "# syntax=x\n"),
    *('"', "'", '\\"', "\\'", "=", "$", "$$", "${x", "${x}", "${x:-y}", "}", "&&", ","),
    *("--flag=x ", '--flag="a b"', "-- ", "--"),
)
_HEREDOC_BITS = (
    *("<<EOF", "<<-E", "<< EOF", "<<'EOF'", '<<"E"', "3<<EOF", "<<", "<", "$((1 << 2))"),
    *("EOF\n", "E\n", "\tE\n", "EOF", "EOF\r\n"),
)
_ARRAY_BITS = ('["a"]', '["a", "b"]', "[", "]", "[1]")


def bits() -> st.SearchStrategy[bytes]:
    """Texts that look much like a Dockerfile, and are none most of the time.

    Heredocs and arrays do not come together: where an array is followed by a heredoc on its line,
    the oracle is too old to be asked.
    """
    text = st.lists(st.sampled_from(_BITS + _HEREDOC_BITS), max_size=14) | st.lists(
        st.sampled_from(_BITS + _ARRAY_BITS), max_size=14
    )
    start = st.sampled_from(["", "FROM a\n", "FROM a\nRUN ", "\ufeff"])
    return st.builds(lambda start, bits: (start + "".join(bits)).encode(), start, text)


# Valid files -------------------------------------------------------------------------------------


class _Text(NamedTuple):
    """An instruction before it is laid out, and the lines of its heredocs, last line included."""

    text: str
    heredocs: tuple[str, ...] = ()


_WORDS = st.sampled_from(
    ["a", "/b/c", "x=1", "'q u'", '"d  q"', "$v", "${v:-w}", "é", "ü-ñ", "a\tb", "1.2", "n#o", "-f"]
)
_FLAGS = st.sampled_from(["", "--chown=1:1", "--chown=1 --link", "--from=0", '--chmod="7 5"'])
_MOUNTS = st.sampled_from(
    [
        "",
        "--mount=type=cache,target=/c",
        "--network=none",
        "--mount=type=tmpfs,target=/t --network=none",
    ]
)
_COMMANDS = st.sampled_from(
    [
        "apt-get update",
        "apt-get install -y --no-install-recommends curl git",
        "rm -rf /var/lib/apt/lists/*",
        "echo 'a  b' \"c $d\"",
        "cd /x",
        "pip install -r r.txt",
        "test -f /é || exit 1",
        "FOO=1 make -j2 > /dev/null 2>&1",
        "echo $((1<<2))",
        "(a; b)",
        "sh -c 'a && b'",
    ]
)
_BODY_LINES = st.sampled_from(
    ["echo a", "FROM x", "# no comment", "", "\tb", "RUN c \\", "$d", "é", "  e  ", '"', "<<F", "F"]
)


@st.composite
def _run(draw: st.DrawFn) -> _Text:
    joint = draw(st.sampled_from([f"{_BREAK}&& ", f" &&{_BREAK}", "; ", f";{_BREAK}", " | "]))
    commands = draw(st.lists(_COMMANDS, min_size=1, max_size=4))
    mount = draw(_MOUNTS)
    return _Text(f"RUN {mount}{_BREAK if mount else ''}{joint.join(commands)}")


@st.composite
def _run_heredoc(draw: st.DrawFn) -> _Text:
    names = draw(
        st.lists(st.sampled_from(["EOF", "E2", "SH"]), min_size=1, max_size=2, unique=True)
    )
    words, bodies = [], []
    for name in names:
        dash = draw(st.sampled_from(["", "-"]))
        quote = draw(st.sampled_from(["", "'", '"']))
        lines = draw(st.lists(_BODY_LINES, max_size=4))
        words.append(f"<<{dash}{quote}{name}{quote}")
        bodies.append("".join(line + "\n" for line in lines) + ("\t" if dash else "") + name + "\n")
    form = draw(st.sampled_from(["RUN {}", "RUN cat {} > /f", "RUN bash{b}{}", "COPY {} /d/"]))
    if len(words) > 1:
        form = draw(st.sampled_from(["RUN cat {}", "COPY {} /d/", "ADD --chown=1:1 {} /d/"]))
    return _Text(form.format(" ".join(words), b=_BREAK), tuple(bodies))


@st.composite
def _array(draw: st.DrawFn) -> _Text:
    keyword = draw(
        st.sampled_from(["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK CMD", "SHELL", "VOLUME"])
    )
    items = draw(st.lists(st.sampled_from(['"a"', '"b c"', '"\\u00e9"', '"-x\\ty"']), min_size=1))
    return _Text(f"{keyword} [{_BREAK}{f',{_BREAK}'.join(items)}{_BREAK}]")


def _plain(form: str) -> st.SearchStrategy[_Text]:
    return st.lists(_WORDS, min_size=2, max_size=4).map(
        lambda words: _Text(form.format(_BREAK.join(words), words[0]))
    )


def _instructions() -> st.SearchStrategy[_Text]:
    pairs = st.lists(
        st.sampled_from(["a=1", "b='x y'", 'c="$a"', "d=\"x 'y'\"", "e=é", 'f=""']), min_size=1
    ).map(_BREAK.join)
    simple = st.one_of(
        _run(),
        _run(),
        _run_heredoc(),
        _array(),
        pairs.map(lambda text: _Text(f"ENV {text}")),
        pairs.map(lambda text: _Text(f"LABEL {text}")),
        _plain("ENV name {0}"),
        _plain("ARG {0}"),
        st.builds(
            lambda flags, words: _Text(f"COPY {flags}{_BREAK}{_BREAK.join(words)}"),
            _FLAGS,
            st.lists(_WORDS, min_size=2, max_size=3),
        ),
        _plain("CMD {0}"),
        _plain("USER {1}"),
        _plain("WORKDIR {0}"),
        _plain("EXPOSE {0}"),
        _plain("STOPSIGNAL {1}"),
        _plain("MAINTAINER {0}"),
        _plain("HEALTHCHECK --interval=5s" + _BREAK + "CMD {0}"),
    )
    onbuild = simple.filter(lambda t: not t.text.startswith("MAINTAINER")).map(
        lambda t: _Text(f"ONBUILD {t.text}", t.heredocs)
    )
    return st.one_of(simple, simple, simple, onbuild)


@st.composite
def dockerfiles(draw: st.DrawFn, utf8: bool = True) -> bytes:
    """A Dockerfile that BuildKit's parser takes, laid out in every way that it allows.

    `utf8`: without bytes that are not valid UTF-8, which the oracle cannot be asked about.
    """
    escape = draw(st.sampled_from(["\\", "`"]))
    eol = draw(st.sampled_from(["\n", "\r\n"]))
    between = st.lists(st.sampled_from(["", "  ", "# comment", "\t# RUN a \\", "#"]), max_size=2)
    out = [draw(st.sampled_from(["", "", "\ufeff"]))]
    if escape == "`":
        out.append(
            draw(st.sampled_from(["# escape=`\n", "#Escape = ` \n", "# syntax=a/b\n# escape=`\n"]))
        )
    else:
        out.append(draw(st.sampled_from(["", "", "# syntax=docker/dockerfile:1\n", "#\n", "\n"])))

    def lay_out(item: _Text) -> None:
        text = item.text
        keyword, blank, rest = text.partition(" ")
        keyword = draw(st.sampled_from([keyword, keyword, keyword.lower(), keyword.title()]))
        out.append(draw(st.sampled_from(["", "", "  ", "\t", "\u2003"])))
        for index, piece in enumerate((keyword + blank + rest).split(_BREAK)):
            if index:
                out.append(" ")
                if draw(st.booleans()):
                    out.append(escape + draw(st.sampled_from(["", "", " ", "\t "])) + "\n")
                    out.extend(line + "\n" for line in draw(between))
                    out.append(draw(st.sampled_from(["", "    ", "\t"])))
            out.append(piece)
        out.append(draw(st.sampled_from(["", "", " ", "\t"])) + "\n")
        out.extend(item.heredocs)

    if draw(st.booleans()):
        lay_out(_Text("ARG V=1"))
    for stage in range(draw(st.integers(1, 3))):
        name = f" AS s{stage}" if draw(st.booleans()) else ""
        lay_out(_Text(f"FROM {draw(st.sampled_from(['debian:12', 'scratch', 'a/b@$V']))}{name}"))
        for item in draw(st.lists(_instructions(), max_size=4)):
            out.extend(line + "\n" for line in draw(between))
            lay_out(item)
    text = "".join(out)
    if draw(st.booleans()) and not text.endswith("\n\n"):
        text = text.removesuffix("\n")
    source = text.replace("\n", eol).encode()
    if not utf8 and draw(st.booleans()):
        source = source.replace("é".encode(), b"\xff\xc3")
    return source


# Shell text --------------------------------------------------------------------------------------


class Shell(NamedTuple):
    """A shell text, `_BREAK` where a line may be broken, and its commands' words by their program.

    Every command runs a program of its own: c1, c2, …
    """

    text: str
    commands: dict[str, list[str]]


class _Grammar:
    """Writes shell text from drawn numbers, and notes the commands as it goes."""

    def __init__(self, draw: st.DrawFn, loops: bool) -> None:
        self.draw = draw
        self.loops = loops
        self.commands: dict[str, list[str]] = {}

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def flip(self) -> bool:
        return self.draw(st.booleans())

    def word(self, depth: int) -> str:
        plain = self.pick(
            *("a", "-f", "--long=x", "b.c/*", "'s q  u'", '"d $v"', "$v", "${v:-w}", "$((1+2))"),
            *("x=1", "é", "\\;", "'{}'", "{a,b}", "a'b'\"c\"$d", '"#"', "n#o", "[0-9]", "~", "!"),
        )
        if depth and self.draw(st.integers(0, 9)) == 0:
            inner = self.list(depth - 1)
            return self.pick(f"$( {inner})", f'"p$( {inner})s"', f"x=$( {inner})")
        return plain

    def command(self, depth: int) -> str:
        name = f"c{len(self.commands) + 1}"
        self.commands[name] = []
        words = [name, *(self.word(depth) for _ in range(self.draw(st.integers(0, 3))))]
        self.commands[name] = words
        text = _BREAK.join(words)
        if self.draw(st.integers(0, 4)) == 0:
            text += self.pick(" > /f", " 2>&1", " >/dev/null 2>&1", " < /f", " >> $f")
        if self.draw(st.integers(0, 7)) == 0:
            text = self.pick("A=1 ", "A='b c' ", 'A="$b" ') + text
        return text

    def compound(self, depth: int) -> str:
        inner = self.list(depth - 1)
        kinds = ("group", "subshell", "if", "else", "for", "case", "while")
        kind = self.pick(*kinds[: None if self.loops else -1])
        if kind == "group":
            return f"{{ {inner}; }}"
        if kind == "subshell":
            return f"( {inner})"
        if kind == "for":
            return f"for x in a $v; do{_BREAK}{inner}; done"
        if kind == "case":
            return f"case $v in a|b) {inner} ;;{_BREAK}*) {self.list(depth - 1)} ;; esac"
        other = self.list(depth - 1)
        if kind == "while":
            return f"while {inner}; do{_BREAK}{other}; done"
        if kind == "if":
            return f"if {inner}; then{_BREAK}{other}; fi"
        return f"if {inner}; then {other}; else{_BREAK}{self.list(depth - 1)}; fi"

    def pipeline(self, depth: int) -> str:
        if depth and self.draw(st.integers(0, 6)) == 0:
            text = self.compound(depth)
        else:
            text = self.pick("", "", "", "", "! ") + self.command(depth)
        if self.draw(st.integers(0, 5)) == 0:
            text += f" |{_BREAK}" + self.command(depth)
        return text

    def list(self, depth: int) -> str:
        text = self.pipeline(depth)
        for _ in range(self.draw(st.integers(0, 2))):
            joint = self.pick(f"{_BREAK}&& ", f" &&{_BREAK}", f"{_BREAK}|| ", "; ", f";{_BREAK}")
            text += joint + self.pipeline(depth)
        return text


@st.composite
def shells(draw: st.DrawFn, loops: bool = True) -> Shell:
    """A shell text of one logical line; without `loops`, one that comes to an end."""
    grammar = _Grammar(draw, loops)
    text = grammar.list(2)
    return Shell(text, grammar.commands)


@st.composite
def runs(draw: st.DrawFn) -> tuple[bytes, Shell]:
    """A Dockerfile whose last instruction runs a shell text, laid out in some way."""
    shell = draw(shells())
    layout = draw(st.sampled_from(["one line", "lines", "lines", "tabs", "comments", "heredoc"]))
    escape = draw(st.sampled_from(["\\", "`"]))
    keyword = draw(st.sampled_from(["RUN ", "RUN ", "run ", "ONBUILD RUN ", "RUN --network=none "]))
    head = ("# escape=`\n" if escape == "`" else "") + "FROM debian:12\n"
    joint = {
        "one line": " ",
        "lines": f" {escape}\n    ",
        "tabs": f" {escape}\n\t",
        "comments": f" {escape}\n  # why `not` \\\n\n      ",
        "heredoc": " \\\n  ",
    }[layout]
    text = shell.text.replace(_BREAK, joint)
    if layout == "heredoc":
        text = f"<<EOF\n{text}\nEOF"
    source = head + keyword + text + draw(st.sampled_from(["\n", "", "\nUSER 1\n"]))
    return source.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))).encode(), shell
