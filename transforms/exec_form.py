"""Start the program of CMD and ENTRYPOINT directly, not from a shell.

In shell form `/bin/sh -c` is process 1 and the program its child: with dash `docker stop` reaches
only the shell, and the program is killed when the time is up; an ENTRYPOINT moreover ignores all
arguments. Where a shell does nothing but start one program, the exec form does without it.
https://docs.docker.com/reference/build-checks/json-args-recommended/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from fixer.catalog import transform
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.shell import Word
from fixer.dockerfile.stages import DEFAULT_SHELL, Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Operation, Safety, Skip, Splice, edit
from fixer.later import regex

_SHELLS = frozenset(("sh", "bash", "dash", "ash", "ksh"))
#: What only a shell knows, or does otherwise than the program of that name.
_SHELL_WORDS = frozenset(
    ". : alias bg bind break builtin caller cd command compgen complete continue declare dirs"
    " disown enable eval exec exit export fc fg function getopts hash help history jobs let local"
    " logout mapfile popd pushd read readarray readonly return set shift shopt source suspend time"
    " times trap type typeset ulimit umask unalias unset wait".split()
)
#: Programs that do not work as process 1: it leads a session already, which they mean to make, or
#: hears of processes that they do not know. Seen with smbd, nmbd and vsftpd of Debian 12.
_NEVER_FIRST = frozenset(("smbd", "nmbd", "winbindd", "vsftpd"))
#: A glob, braces or a tilde, outside of quotes.
_EXPANDED = regex(r"[*?\[]|\{[^{}]*(?:,|\.\.)|(?:^|[=:])~")
_QUOTED = regex(r"'[^']*'|\"(?:\\.|[^\"\\])*\"|\\.", re.DOTALL)
#: What a word is that holds more than a path or a name.
_TEXT = regex(r"[\s=]")
_VARIABLE = regex(r"\$(?:\w+|\{\w+\})")
#: A list of strings that is no JSON, for its quotes or a last comma.
_ONE = r"'[^'\"\\]*'|\"[^\"\\]*\""
_STRING = regex(_ONE)
_LIST = regex(rf"\[\s*(?:{_ONE})(?:\s*,\s*(?:{_ONE}))*\s*(,?)\s*\]")

#: What neither a shell nor JSON has another meaning for.
_SIMPLE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 %+,-./:=@_")

#: Programs that run the arguments behind their own flags.
_RUN_ARGUMENTS = frozenset(
    ("catatonit", "container-entrypoint", "docker-init", "dumb-init", "env", "tini", "tini-static")
)
#: What a shell reads of the words that follow its script.
_POSITIONAL = regex(r"\$\{?[#!]?[@*0-9]|\$\{?#|\b(?:shift|getopts)\b")
#: Images without an ENTRYPOINT, or with one that runs whatever command it is given.
_PLAIN_BASES = frozenset(
    "almalinux alpine amazoncorretto amazonlinux archlinux buildpack-deps busybox centos debian"
    " eclipse-temurin elixir erlang fedora gcc golang gradle haskell httpd maven mono node openjdk"
    " oraclelinux perl photon php pypy python r-base rockylinux ruby rust swift tomcat"
    " ubuntu".split()
)
_PLAIN_BASE = regex(
    r"mcr\.microsoft\.com/dotnet/|opensuse/|rockylinux/rockylinux\Z|quay\.io/centos/centos\Z"
    r"|(?:registry\.fedoraproject\.org|quay\.io/fedora)/fedora(?:-minimal)?\Z"
    r"|(?:registry\.(?:access\.)?redhat\.(?:com|io)/|redhat/)?(?:ubi|rhel)\d+(?:-\w+)?(?:/|\Z)"
)
#: Folders that packages install programs to.
_SYSTEM = regex(r"/(?:usr/(?:local/)?)?(?:s?bin|libexec)/")


@transform(answers=["DL3025", "JSONArgsRecommended"], needs=["cmd", "entrypoint", "healthcheck"])
def exec_form(stage: Stage) -> Iterator[Edit | Skip]:
    for outer in stage.instructions:
        instruction = outer.trigger or outer
        keyword = instruction.keyword
        if keyword not in ("CMD", "ENTRYPOINT", "HEALTHCHECK") or not instruction.value:
            continue
        if instruction.exec_form is not None or instruction.value.upper() == "NONE":
            continue
        if instruction.flags and keyword != "HEALTHCHECK":
            continue  # there are none: BuildKit refuses it
        if keyword == "HEALTHCHECK":
            yield Skip(outer.line, "a health check gets no signals that a shell could keep from it")
        elif re.match(r"\[\s*['\"]|\[[^\s\[]", instruction.value):
            yield _mended(instruction)
        elif instruction is not outer:
            yield Skip(outer.line, "it is for an image built on this one, with its own ENTRYPOINT")
        else:
            yield _converted(stage, instruction)


def _converted(stage: Stage, instruction: Instruction) -> Edit | Skip:
    words = _words(stage, instruction)
    if isinstance(words, str):
        return Skip(instruction.line, words)
    why = "no shell is needed: started directly, the program gets the signals itself"
    if instruction.keyword == "ENTRYPOINT":
        doubt = ""
        if _passes_cmd(stage):
            return Skip(instruction.line, "the CMD that it ignores now would become its arguments")
        why += ", and the arguments that were ignored"
    else:
        doubt = _other_reader(stage)
    program = words[0].literal or ""
    if not doubt and _may_lack_interpreter(stage, program):
        doubt = f"{program} may be a script without #!, which only a shell runs"
    return edit(
        _in_exec_form(instruction, words),
        why=f"{why}; but {doubt}" if doubt else why,
        safety=Safety.UNSAFE if doubt else Safety.HARDENING,
    )


def _words(stage: Stage, instruction: Instruction) -> Sequence[Word] | str:
    """The words of the one program that the shell starts, or what else the shell is there for."""
    state = stage.state(instruction)
    shell = state.shell
    if shell == DEFAULT_SHELL and stage.facts.shell_form:
        shell = stage.facts.shell_form
    if not shell or posixpath.basename(shell[0]) not in _SHELLS:
        return f"its shell is {shell[0] if shell else 'none'}"
    if any(re.match(r"--login|-[a-z]*[li]", flag) for flag in shell[1:]) or (
        "BASH_ENV" in list(state.environment)
    ):
        return "its shell reads a profile first"
    script = instruction.script
    if script.problem:
        return script.problem
    chains = script.parts[0].block.chains
    if len(chains) != 1 or len(chains[0].elements) != 1 or chains[0].end_operator:
        return "a shell is needed for several commands"
    element = chains[0].elements[0]
    if element.compound or element.negated or element.piped or len(element.commands) != 1:
        return "a shell is needed for what is more than one command"
    command = element.commands[0]
    words = command.all_words
    if words and words[0].text == "exec":
        words = words[1:]
    if not words or any(word.start < words[0].start for word in command.assignments):
        return "a shell is needed to set a variable"
    if command.redirections:
        return "a shell is needed for a redirection"
    for word in words:
        if word.literal is None or _EXPANDED.search(_QUOTED.sub("", word.text)):
            return f"a shell is needed to expand {_shown(word)}"
        if b"\n" in instruction.raw[word.start : word.end]:
            return "a quoted word goes over several lines"
    name = words[0].literal or ""
    if name in _SHELL_WORDS or name.startswith("-"):
        return f"a shell is needed for {name}"
    if posixpath.basename(name) in _NEVER_FIRST and words[0] is command.all_words[0]:
        return f"{posixpath.basename(name)} does not work as process 1, which the shell is"
    if " " in name:
        return "its quotes make one word of a text, which is no program"
    if name == "echo" and re.search(r"\\| -", command.text):
        return "the shell's echo is not the program of that name"
    if not command.text.isascii() and re.search("[\udc80-\udcff]", command.text):
        return "it is not UTF-8"
    if script.parts[0].mask[words[-1].end :].strip():
        return "a comment of the shell's stands behind it"
    if _split(instruction.value) != [word.literal for word in command.all_words]:
        return "its words could not be told apart"
    if stage.facts.family == "unknown" and re.search(r"\\|\.(?:exe|cmd|bat|ps1)\b", command.text):
        return "it may be a program for Windows"
    return words


def _shown(word: Word) -> str:
    """A word for the report; of a text, which may hold a secret, the variable alone."""
    if len(word.text) <= 40 and not _TEXT.search(word.text):
        return word.text
    found = _VARIABLE.search(word.text)
    return found[0] if found else "a word"


def _split(text: str) -> list[str]:
    """The words of a command by another reading than the parser's."""
    if _SIMPLE.issuperset(text):
        return text.split()
    import shlex

    try:
        return shlex.split(text)
    except ValueError:
        return []


def _in_exec_form(instruction: Instruction, words: Sequence[Word]) -> Operation:
    """Make each word a JSON string where it stands, so that lines and comments stay."""
    start = min(words[0].start, instruction.script.commands[0].start)
    splices = []
    for word in words:
        text = _in_json(word.literal or "")
        text = ("[" if word is words[0] else "") + text + ("]" if word is words[-1] else ",")
        begin = start if word is words[0] else word.start
        splices.append(
            Splice(instruction.start + begin, instruction.start + word.end, text.encode())
        )
    return Operation(instruction, tuple(splices))


def _in_json(text: str) -> str:
    if _SIMPLE.issuperset(text):
        return f'"{text}"'
    import json

    return json.dumps(text, ensure_ascii=False)


def _passes_cmd(stage: Stage) -> bool:
    """Whether a CMD of this stage, or of one built on it, would be handed to its ENTRYPOINT.

    One of the base image or of a parent stage is not: BuildKit drops what was inherited when a
    stage sets an ENTRYPOINT (`dispatchEntrypoint` in dockerfile2llb/convert.go).
    """
    if any(i.keyword == "CMD" for i in stage.instructions):
        return True
    for child in stage.children:
        keywords = {(i.trigger or i).keyword for i in child.instructions}
        if "CMD" in keywords and "ENTRYPOINT" not in keywords:
            return True
    return False


def _other_reader(stage: Stage) -> str:
    """Why a CMD may be read by an ENTRYPOINT that takes `/bin/sh -c` for something else, or ""."""
    for ancestor in reversed(stage.lineage):
        for instruction in reversed(ancestor.instructions):
            if instruction.keyword == "ENTRYPOINT":
                entrypoint = instruction.exec_form
                if not entrypoint:
                    # emptied, or in shell form, which ignores the CMD unless it names its words
                    reads = _POSITIONAL.search(instruction.value)
                    return "the shell of the ENTRYPOINT reads its words" if reads else ""
                if posixpath.basename(entrypoint[0]) in _RUN_ARGUMENTS and all(
                    word.startswith("-") for word in entrypoint[1:]
                ):
                    return ""
                return f"{entrypoint[0]}, the ENTRYPOINT, gets other arguments"
    reference = stage.root.reference
    name = reference.familiar if reference else ""
    if stage.root.base == "scratch" or name in _PLAIN_BASES or _PLAIN_BASE.match(name):
        return ""
    return "the ENTRYPOINT that the base image may have gets other arguments"


def _may_lack_interpreter(stage: Stage, program: str) -> bool:
    """Whether a program may be a shell script of the author's own that does not begin with #!.

    What packages, compilers and other images bring can be started; what comes out of the build
    context, or is written here, need not.
    """
    path = posixpath.normpath(posixpath.join(stage.end_state.workdir or "/", program))
    folder, name = posixpath.split(path if "/" in program else program)
    extension = posixpath.splitext(name)[1]
    if extension not in ("", ".sh", ".bash", ".ksh"):
        return False
    installed = _SYSTEM.match(f"{folder}/") is not None
    own = False
    for ancestor in stage.lineage:
        for instruction in ancestor.instructions:
            if instruction.keyword in ("COPY", "ADD"):
                named = name in [posixpath.basename(path) for path in instruction.values]
                if instruction.flag("from") is None:
                    target = _target(ancestor, instruction)
                    within = bool(folder) and f"{folder}/".startswith(target)
                    if installed:
                        within = within and _SYSTEM.match(target) is not None
                    own = own or named or within or bool(extension and not folder)
                elif named:
                    return False
            elif instruction.keyword == "RUN" and name.encode() in instruction.raw:
                commands = instruction.script.commands
                if any(posixpath.basename(c.flag_value("-o") or "") == name for c in commands):
                    return False
                own = own or bool(extension or (folder and not installed))
    return own


def _target(stage: Stage, copy: Instruction) -> str:
    """The folder that a COPY or ADD fills, should its destination be one; with a `/` behind it."""
    folder = posixpath.join(stage.state(copy).workdir or "/", copy.values[-1])
    return posixpath.normpath(folder).rstrip("/") + "/"


def _mended(instruction: Instruction) -> Edit | Skip:
    """A list that is no JSON: the shell takes it for a program by the name of `[python,`."""
    found = _LIST.fullmatch(instruction.value)
    strings = list(_STRING.finditer(instruction.value))
    if found is None or len(strings[0][0]) == 2:
        return Skip(instruction.line, "it is meant for an exec form, but is no JSON")
    start = instruction.value_start
    places = {found.start(1): ""} if found[1] else {}
    for string in strings:
        places |= {string.start(): '"', string.end() - 1: '"'}
    operations = [
        replace_text(instruction, start + at, start + at + 1, text) for at, text in places.items()
    ]
    return edit(
        *operations,
        why="a list that is no JSON is run by a shell, which finds no such program",
        safety=Safety.UNSAFE,
    )
