"""JavaScript, as far as it says in plain words where a program writes.

There is no grammar here: the text is cut into tokens, and the few expressions that make up a path
(literals, templates, `+`, `||`, path.join, process.env, names that are set once) are followed. What
is more than that is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from fixer.context.texts import NO_FILE, Text, added, folder_of, joined
from fixer.later import NamedTuple, regex

#: As many tokens of one source are read, and expressions are followed this deep.
_TOKENS = 120_000
_DEPTH = 12
#: As many expressions of one source are followed, and names of one list.
_STEPS = 20_000
_NAMES_OF_LIST = 200
#: As many values of one name are looked at.
CHOICES = 4
#: As many calls of one function are followed.
_MOST_CALLS = 24

_PLAIN = regex(
    r"\s+|//[^\n]*|[A-Za-z_$][\w$]*|\d[\w.]*|=>|\?\?=?|\|\|=?|&&=?|\.\.\.|\?\.(?!\d)|[=!]==?|."
)
_REGEX = regex(r"/(?:\\.|\[(?:\\.|[^\]\\\n]){0,300}\]|[^/\\\n\[]){1,300}/[a-z]*")
_BEFORE_REGEX = frozenset(["", *"(,=:[!&|?{};", "=>", "return", "&&", "||", "??"])
_OPENING = {"(": ")", "[": "]", "{": "}"}
_ENDS = frozenset(["", *";,)]}:"])
_IMPORT_ENDS = frozenset(["from", "", *";().="])
_NAMES = regex(r"[\w$]+(?:\.[\w$]+)*")
_ESCAPE = regex(r"\\(.)", re.DOTALL)


class Token(NamedTuple):
    #: `string`, `template`, `name` or `sign`.
    kind: str
    text: str
    #: 1-based.
    line: int


_END = Token("sign", "", 0)


def tokens(source: str, line: int = 1) -> list[Token]:
    """The tokens of a source, comments and spaces left out; at most as many as are read."""
    out: list[Token] = []
    at = 0
    while at < len(source) and len(out) < _TOKENS:
        ch = source[at]
        start = at
        if ch in "'\"":
            at = _string_end(source, at)
            out.append(Token("string", _ESCAPE.sub(r"\1", source[start + 1 : at - 1]), line))
        elif ch == "`":
            at = _template_end(source, at)
            out.append(Token("template", source[start + 1 : at - 1], line))
        elif source.startswith("/*", at):
            end = source.find("*/", at + 2)
            at = end + 2 if end >= 0 else len(source)
        elif (
            ch == "/"
            and (out[-1].text if out and out[-1].kind != "string" else "") in _BEFORE_REGEX
            and (found := _REGEX.match(source, at))
            and not source.startswith("//", at)
        ):
            at = found.end()
            out.append(Token("sign", "/re/", line))
        else:
            found = _PLAIN.match(source, at)
            text = found[0] if found else ch
            at += len(text)
            if not text.isspace() and not text.startswith("//"):
                name = text[0].isalpha() or text[0] in "_$"
                out.append(Token("name" if name else "sign", text, line))
        line += source.count("\n", start, at)
    return out


def _string_end(source: str, at: int) -> int:
    """Behind a quoted text; one without an end goes to that of its line."""
    quote = source[at]
    at += 1
    while at < len(source) and source[at] != quote:
        if source[at] == "\n":
            return at
        at += 2 if source[at] == "\\" else 1
    return at + 1


def _template_end(source: str, at: int) -> int:
    depth = 0
    at += 1
    while at < len(source) and (depth or source[at] != "`"):
        if source[at] == "\\":
            at += 1
        elif source.startswith("${", at):
            depth += 1
            at += 1
        elif depth and source[at] == "{":
            depth += 1
        elif depth and source[at] == "}":
            depth -= 1
        at += 1
    return at + 1


class Call(NamedTuple):
    #: `fs.promises.mkdir`.
    name: str
    #: Where its arguments start, as tokens.
    arguments: int
    line: int


class Function(NamedTuple):
    """A function of a name, by which the file calls it."""

    name: str
    #: Where its name stands in its declaration.
    declared: int
    #: Its body: the tokens from one place up to another.
    start: int
    end: int
    #: The names of its parameters; "" for one that is taken apart.
    parameters: list[str]

    def has(self, parameter: str, place: int) -> bool:
        """Whether a name that stands at a place may be this parameter."""
        return self.start <= place < self.end and parameter in self.parameters


class Source:
    """One file: what it names, calls and imports."""

    def __init__(self, path: str, text: str, environment: Mapping[str, str | None]) -> None:
        self.path = path
        self.folder = path.rpartition("/")[0] or "/"
        self.tokens = tokens(text)
        self.environment = environment
        #: All files of the application, this one included.
        self.others: list[Source] = [self]
        #: Where the values of a name's declarations start; None for what is no plain one.
        self.values: dict[str, list[int | None]] = {}
        #: The same for keys of objects and for members that are set.
        self.keys: dict[str, list[int]] = {}
        #: What a name stands for that is imported: (module, name there, or "" for all of it).
        self.imported: dict[str, tuple[str, str]] = {}
        #: The functions that are declared by a name.
        self.functions: list[Function] = []
        #: As many values of one expression are looked at.
        self.choices = CHOICES
        self._parameters_at: dict[str, list[int]] = {}
        self._bound: dict[tuple[int, str], list[int] | None] = {}
        #: The functions whose result is being followed, with the arguments of the call.
        self._frames: list[_Frame] = []
        self._steps = _STEPS
        self._read()

    def token(self, at: int) -> Token:
        return self.tokens[at] if 0 <= at < len(self.tokens) else _END

    def text(self, at: int) -> str:
        """The sign or name at a place; "" for literals and at the end."""
        token = self.token(at)
        return token.text if token.kind in ("name", "sign") else ""

    def closing(self, at: int) -> int:
        """Where the bracket that opens at `at` is closed; the end where it is not."""
        if self._closings is None:
            self._closings = {}
            pending: list[int] = []
            for index in range(len(self.tokens)):
                text = self.text(index)
                if text in _OPENING:
                    pending.append(index)
                elif text in (")", "]", "}") and pending:
                    self._closings[pending.pop()] = index
        return self._closings.get(at, len(self.tokens))

    _closings: dict[int, int] | None = None

    # Declarations -----------------------------------------------------------------------------

    def _read(self) -> None:
        for at, token in enumerate(self.tokens):
            if token.kind == "sign":
                if token.text == "=>":
                    self._parameters_before(at)
                elif token.text == "=":
                    self._assigned(at)
                continue
            if token.kind == "name" and token.text in ("const", "let", "var"):
                self._declared(at + 1)
            elif token.kind == "name" and token.text == "import":
                self._import(at + 1)
            elif self.text(at + 1) == ":" and self.text(at - 1) in ("{", ","):
                self.keys.setdefault(token.text, []).append(at + 2)
            elif token.kind == "name" and self.text(at + 1) == "(":
                close = self.closing(at + 1)
                if (
                    token.text == "function"
                    or self.text(at - 1) == "function"
                    or (self.text(close + 1) == "{" and token.text not in _NO_METHODS)
                ):
                    self._parameters(at + 2, close)
                if self.text(at - 1) == "function" and self.text(close + 1) == "{":
                    if self.text(at - 2) not in _EXPRESSIONS:
                        self._function(at, at + 2, close, close + 1)

    def _parameters_before(self, arrow: int) -> None:
        start, end = arrow - 1, arrow
        if self.token(start).kind == "name":
            self._parameter(start)
        else:
            depth = 0
            for at in range(arrow - 1, max(arrow - 60, -1), -1):
                text = self.text(at)
                depth += (text in (")", "}", "]")) - (text in _OPENING)
                if depth == 0:
                    break
            else:
                return
            start, end = at + 1, arrow - 1
            self._parameters(start, end)
        name = start - 2 - (end < arrow)
        name -= self.text(name + 1) == "async"
        if self.text(name + 1) == "=" and self.token(name).kind == "name":
            if self.text(name - 1) in ("const", "let", "var"):
                self._function(name, start, end, arrow + 1)

    def _parameters(self, start: int, end: int) -> None:
        for at in range(start, min(end, start + 60)):
            if self.token(at).kind == "name":
                self._parameter(at)

    def _parameter(self, at: int) -> None:
        self._unknown(self.text(at))
        self._parameters_at.setdefault(self.text(at), []).append(at)

    def _function(self, name: int, start: int, end: int, body: int) -> None:
        """A declaration: its parameters stand from `start` up to `end`."""
        if any(self.text(at) == "<" for at in range(start, end)):
            return  # the commas of a type
        parameters: list[str] = []
        at = start
        while at < end:
            token = self.token(at)
            parameters.append(token.text if token.kind == "name" else "")
            at = min(self._behind(at), end) + 1
        behind = self.closing(body) if self.text(body) == "{" else self._behind(body)
        self.functions.append(Function(self.text(name), name, body, behind, parameters))

    def _unknown(self, name: str) -> None:
        self.values.setdefault(name, []).append(None)

    def _declared(self, at: int) -> None:
        if self.text(at) == "{":
            end = self.closing(at)
            module = self._required(end + 2) if self.text(end + 1) == "=" else None
            for name, own in self._names(at + 1, end):
                if module is not None:
                    self.imported[own] = (module, name)
                elif own not in self.keys:
                    self.keys.setdefault(own, [])
            return
        name = self.text(at)
        equals = at + 1
        if self.text(equals) == ":":  # TypeScript's type
            equals = next((o for o in range(at + 2, at + 20) if self.text(o) in ("=", ";")), at)
        if self.token(at).kind != "name" or self.text(equals) != "=":
            if self.text(equals) in ("of", "in"):
                self._unknown(name)
            return
        module = self._required(equals + 1)
        if module is not None:
            self.imported[name] = (module, "")
        else:
            self.values.setdefault(name, []).append(equals + 1)

    def _assigned(self, equals: int) -> None:
        """`name = …`, `this.name = …`, `exports.name = …`."""
        token = self.token(equals - 1)
        if token.kind != "name":
            return
        if self.text(equals - 2) == ".":
            self.keys.setdefault(token.text, []).append(equals + 1)
        elif self.text(equals - 2) not in ("const", "let", "var", ",", ":", "(", "{"):
            self.values.setdefault(token.text, []).append(equals + 1)

    def _import(self, at: int) -> None:
        """`import x, { a as b } from 'm'`, `import * as x from 'm'`."""
        end = next((o for o in range(at, at + 200) if self.text(o) in _IMPORT_ENDS), at)
        if self.text(end) != "from" or self.token(end + 1).kind != "string":
            return
        module = self.token(end + 1).text
        while at < end:
            if self.text(at) == "{":
                close = self.closing(at)
                for name, own in self._names(at + 1, close):
                    self.imported[own] = (module, name)
                at = close
            elif self.token(at).kind == "name" and self.text(at) not in ("as", "type"):
                self.imported[self.text(at)] = (module, "")
            at += 1

    def _names(self, at: int, end: int) -> Iterator[tuple[str, str]]:
        """(name, own name) of `a, b as c, d: e`."""
        end = min(end, at + _NAMES_OF_LIST)
        while at < end:
            if self.token(at).kind == "name":
                name = own = self.text(at)
                if self.text(at + 1) in ("as", ":") and self.token(at + 2).kind == "name":
                    own = self.text(at + 2)
                    at += 2
                yield name, own
            at += 1

    def _required(self, at: int) -> str | None:
        """The module of `require('m')` and of `require('m').promises`, `await import('m')`."""
        at += self.text(at) == "await"
        if self.text(at) in ("require", "import") and self.text(at + 1) == "(":
            if self.token(at + 2).kind == "string":
                module = self.token(at + 2).text
                return f"{module}/promises" if self.text(at + 5) == "promises" else module
        return None

    # Calls ------------------------------------------------------------------------------------

    def calls(self) -> Iterator[Call]:
        """All calls by a plain name."""
        for at, token in enumerate(self.tokens):
            if token.text != "(" or token.kind != "sign" or self.token(at - 1).kind != "name":
                continue
            names = [self.text(at - 1)]
            back = at - 2
            while self.text(back) in (".", "?.") and len(names) < 6:
                if self.text(back - 1) == ")" and self.token(back - 2).kind == "string":
                    # require('fs').writeFileSync(…)
                    if self.text(back - 3) == "(" and self.text(back - 4) == "require":
                        names.append(self.token(back - 2).text)
                        break
                names.append(self.text(back - 1))
                back -= 2
            if self.text(back) != "function":
                yield Call(".".join(reversed(names)), at + 1, token.line)

    def arguments(self, at: int) -> list[int]:
        """Where the arguments of a call start."""
        out: list[int] = []
        while self.text(at) not in (")", "") or self.token(at).kind in ("string", "template"):
            if len(out) == 8 or at >= len(self.tokens):
                break
            out.append(at)
            at = self._behind(at) + 1
            if self.text(at - 1) != ",":
                break
        return out

    def _behind(self, at: int) -> int:
        """The comma or bracket that ends the expression at `at`."""
        while at < len(self.tokens):
            text = self.text(at)
            if text in _OPENING:
                at = self.closing(at)
            elif text in (",", ")", "]", "}", ";"):
                return at
            at += 1
        return at

    # Values -----------------------------------------------------------------------------------

    def value(self, at: int, choice: int = 0, depth: int = 0) -> Text | None:
        """The text of the expression at a place; None where it is not known.

        Of several values that a name is given, `choice` takes one.
        """
        found, behind = self._either(at, choice, depth)
        token = self.token(behind)
        if token.kind == "sign" and token.text in _ENDS:
            return found
        if token.text in ("as", "satisfies"):
            return found
        return found if token.line > self.token(behind - 1).line and token.kind == "name" else None

    def _either(self, at: int, choice: int, depth: int) -> tuple[Text | None, int]:
        """`a || b`, `a ?? b`: an unset variable of the environment gives way."""
        found, at = self._sum(at, choice, depth)
        while self.text(at) in ("||", "??"):
            other, at = self._sum(at + 1, choice, depth)
            if found is not None and not found.text:
                found = other
        return found, at

    def _sum(self, at: int, choice: int, depth: int) -> tuple[Text | None, int]:
        found, at = self._single(at, choice, depth)
        while self.text(at) == "+":
            other, at = self._single(at + 1, choice, depth)
            found = added(found, other) if found is not None and found.text else None
        return found, at

    def _single(self, at: int, choice: int, depth: int) -> tuple[Text | None, int]:
        while self.text(at) in ("await", "new"):
            at += 1
        token = self.token(at)
        self._steps -= 1
        if depth > _DEPTH or self._steps < 0:
            return None, at + 1
        if token.kind == "string":
            return Text(token.text), at + 1
        if token.kind == "template":
            return self._template(at, choice, depth), at + 1
        if token.text == "(":
            found, behind = self._either(at + 1, choice, depth + 1)
            close = self.closing(at)
            return (found if behind == close else None), close + 1
        if token.kind != "name":
            return None, at + 1
        names = [token.text]
        place = at
        at += 1
        while True:
            if self.text(at) in (".", "?.") and self.token(at + 1).kind == "name":
                names.append(self.text(at + 1))
                at += 2
            elif self.text(at) == "[" and self.token(at + 1).kind == "string":
                names.append(self.token(at + 1).text)
                at += 3
            else:
                break
        if self.text(at) != "(":
            return self._named(names, place, choice, depth), at
        found = self._called(names, self.arguments(at + 1), choice, depth)
        at = self.closing(at) + 1
        if names == ["require"] and self.text(at) == ".":
            members = names
            while self.text(at) in (".", "?.") and self.token(at + 1).kind == "name":
                members = [*members, self.text(at + 1)]
                at += 2
            if self.text(at) != "(":
                return self._named(members, place, choice, depth), at
            found = self._called(members, self.arguments(at + 1), choice, depth)
            at = self.closing(at) + 1
        while self.text(at) == "." and self.text(at + 1) in ("toString", "trim", "pathname"):
            at += 2
            if self.text(at) == "(":
                at = self.closing(at) + 1
        return found, at

    def _template(self, place: int, choice: int, depth: int) -> Text | None:
        out = Text("")
        text = self.token(place).text
        at = 0
        while at < len(text):
            start = text.find("${", at)
            plain = text[at : start if start >= 0 else len(text)]
            out = Text(out.text + plain)
            if start < 0:
                return out
            end = text.find("}", start)
            inner = text[start + 2 : end].replace("?.", ".").strip() if end >= 0 else ""
            found = None
            if inner in ("os.tmpdir()", "tmpdir()"):
                found = Text("/tmp")
            elif inner == "process.cwd()":
                found = Text(".")
            elif _NAMES.fullmatch(inner):
                found = self._named(inner.split("."), place, choice, depth + 1)
            if found is None or not found.text or not found.complete:
                return added(out, found and found._replace(complete=False))
            out = Text(out.text + found.text)
            at = end + 1
        return out

    def _named(self, names: list[str], place: int, choice: int, depth: int) -> Text | None:
        name = ".".join(names)
        if len(names) == 1:
            for frame in reversed(self._frames):
                if frame.function.has(name, place):
                    number = frame.function.parameters.index(name)
                    if number >= len(frame.arguments):
                        return None
                    return frame.source._at(frame.arguments[number], choice, depth)
            given = self._given(name, place)
            if given is not None:
                # what nobody calls writes nowhere
                return self._at(self._chosen([*given], choice), choice, depth) if given else NO_FILE
        if name.startswith("process.env."):
            return Text(self.environment.get(names[2]) or ("~" if names[2] == "HOME" else ""))
        if name in ("require.main.filename", "process.mainModule.filename"):
            return Text(self.others[0].path)
        if name == "require.main.path":
            return Text(self.others[0].folder)
        if name in ("__dirname", "import.meta.dirname"):
            return Text(self.folder)
        if name in ("__filename", "import.meta.filename", "import.meta.url"):
            return Text(self.path)
        last = names[-1]
        if len(names) == 1:
            own = self._chosen(self.values.get(last), choice)
            if last in self.values:
                return self._at(own, choice, depth)
            if last in self.imported:
                last = self.imported[last][1] or last
            places = [(o, p) for o in self.others for p in o.values.get(last, ()) if o is not self]
            places += [(o, p) for o in self.others for p in o.keys.get(last, ())]
        else:
            places = [(o, p) for o in self.others for p in o.keys.get(last, ())]
            places += [(o, p) for o in self.others for p in o.values.get(last, ()) if o is not self]
        texts = [found for o, p in places[:20] if (found := o._at(p, choice, depth)) is not None]
        return texts[min(choice, len(texts) - 1)] if texts else None

    def _given(self, name: str, place: int) -> list[int] | None:
        """What the file's own calls give the parameter of this name that stands at a place.

        None where it is none, or not all of its function's calls are in sight.
        """
        inside = [f for f in self.functions if f.has(name, place)]
        if not inside:
            return None
        function = max(inside, key=lambda f: f.start)
        key = function.declared, name
        if key not in self._bound:
            self._bound[key] = self._arguments_of(function, name)
            self.choices = max(self.choices, len(self._bound[key] or ()))
        return self._bound[key]

    def _arguments_of(self, function: Function, parameter: str) -> list[int] | None:
        if self._is_set_inside(function, parameter):
            return None
        number = function.parameters.index(parameter)
        found: list[int] = []
        for at, token in enumerate(self.tokens):
            if token.kind == "template" and function.name in token.text:
                return None
            if token.text != function.name or token.kind != "name" or at == function.declared:
                continue
            if self.text(at - 1) in (".", "?.") or self.text(at + 1) == ":":
                continue  # another's, by the same name
            arguments = self.arguments(at + 2) if self.text(at + 1) == "(" else []
            if len(arguments) <= number or any(self.text(a) == "..." for a in arguments):
                return None
            within = function.start <= at < function.end
            if not (within and self.text(arguments[number]) == parameter):
                found.append(arguments[number])
        at = function.declared - 1
        while self.text(at) in _BEFORE_NAME:
            at -= 1
        return None if self.text(at) == "export" or len(found) > _MOST_CALLS else found

    def _returned(
        self, names: list[str], arguments: list[int], choice: int, depth: int
    ) -> Text | None:
        """What a call of one of the application's own functions comes to, if it says so once."""
        *module, name = names
        sources = self.others if module or name in self.imported else [self]
        if not module and name in self.imported:
            name = self.imported[name][1] or name
        found = [(source, f) for source in sources for f in source.functions if f.name == name]
        if len(found) != 1:
            return None
        source, function = found[0]
        place = source._result(function)
        if place is None:
            return None
        source._frames.append(_Frame(function, self, arguments))
        try:
            return source._at(place, choice, depth)
        finally:
            source._frames.pop()

    def _result(self, function: Function) -> int | None:
        """Where the expression starts that a function returns; None where there are several."""
        if self.text(function.start) != "{":
            return function.start
        found = [at for at in range(function.start, function.end) if self.text(at) == "return"]
        return found[0] + 1 if len(found) == 1 else None

    def _is_set_inside(self, function: Function, name: str) -> bool:
        """Whether a function's body gives its parameter another value, or the name to another."""
        if any(function.start <= at < function.end for at in self._parameters_at.get(name, ())):
            return True
        for at in range(function.start, function.end):
            if self.text(at) == name and self.text(at - 1) != ".":
                if self.text(at + 1) in ("=", "||=", "??=", "&&=", "of", "in"):
                    return True
            elif self.text(at) in ("const", "let", "var") and self.text(at + 1) in ("{", "["):
                if name in map(self.text, range(at + 2, self.closing(at + 1))):
                    return True
        return False

    def _chosen(self, places: list[int | None] | None, choice: int) -> int | None:
        return places[min(choice, len(places) - 1)] if places else None

    def _at(self, place: int | None, choice: int, depth: int) -> Text | None:
        return self.value(place, choice, depth + 1) if place is not None else None

    def _called(
        self, names: list[str], arguments: list[int], choice: int, depth: int
    ) -> Text | None:
        last = names[-1]
        values = [self.value(at, choice, depth + 1) for at in arguments]
        first = values[0] if values else None
        if last in ("join", "resolve", "normalize") and (len(names) > 1 or last in self.imported):
            if first is None or not first.text:
                return None
            out = first
            for other in values[1:]:
                if last == "join" and other is not None:
                    other = other._replace(text=other.text.lstrip("/"))
                out = joined(out, other)
            return out
        if last == "dirname":
            return folder_of(first) if first is not None else None
        if last == "tmpdir":
            return Text("/tmp")
        if last == "homedir":
            return Text("~")
        if last == "cwd":
            return Text(".")
        if last == "URL" and len(values) == 2 and first is not None:
            return joined(Text(self.folder), first)
        if last in ("fileURLToPath", "String", "URL"):
            return first
        own = names[0] == "require" or self.imported.get(names[0], ("", ""))[0].startswith(".")
        if len(names) == 1 or (len(names) == 2 and own):
            return self._returned(names, arguments, choice, depth)
        return None


class _Frame(NamedTuple):
    """A function, and a call of it: where its arguments start, and in which source."""

    function: Function
    source: Source
    arguments: list[int]


#: What a function's expression, which is no declaration, stands behind.
_EXPRESSIONS = frozenset(["=", "(", ",", ":", "?", "return", "new", "=>", "&&", "||", "??", "!"])
#: What may stand between `export` and the name of a function.
_BEFORE_NAME = frozenset("function async default const let var *".split())
_NO_METHODS = frozenset("if for while switch catch with return await".split())
