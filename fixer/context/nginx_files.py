"""What nginx is configured by in an image, as far as the Dockerfile and the build context tell."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from fixer.context.configs import LONGEST, Directive, directives
from fixer.context.copies import copies, destination
from fixer.context.files import context_of
from fixer.context.image import image_of, printed, redirected
from fixer.context.need import within
from fixer.context.process import configured
from fixer.facts.nginx import CONFIG, DEBIAN, FOLDER, INCLUDED, OFFICIAL, PACKAGED, Build
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.files import Context
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

#: The official image's entrypoint, and where it finds what it does at every start.
_ENTRYPOINT = "/docker-entrypoint.sh"
_AT_START = "/docker-entrypoint.d"
#: What it fills in, and where it puts that.
_TEMPLATES = f"{FOLDER}/templates"
_TEMPLATE = ".template"
_FILLED = f"{FOLDER}/conf.d"
#: A variable that stands for more than a value.
_OPEN = regex(rb"(?m)(?:^|[;{}])[ \t]*\$\{?\w")
#: Variables that have it do so elsewhere.
_OF_TEMPLATES = regex(rb"\bNGINX_ENVSUBST_(?:TEMPLATE|OUTPUT|STREAM)")
#: The site that Debian's package brings, and its link to it.
_AVAILABLE = f"{FOLDER}/sites-available/default"
_ENABLED = f"{FOLDER}/sites-enabled/default"
#: In a RUN, what may change the configuration.
_TOUCHES = regex(rb"/etc/nginx|nginx\.conf|conf\.d|http\.d|sites-|envsubst")
#: Commands that change no file's content.
_KEEPS = frozenset(
    "mkdir chown chgrp chmod touch ls cat test [ echo printf find nginx openssl".split()
)
#: What sed says that may change where nginx writes, or whom it serves as.
_STATE = regex(r"pid|http\b|include|_path|_log|user|ssl|unix|store|module|dav|/var/|/run/")
_SUBSTITUTION = regex(r"s([/|,#@!%])(?:(?!\1).)*\1(?:(?!\1).)*\1[gI0-9]*")
_FLAGS = frozenset(("-i", "-e", "-r", "-E", "-ie", "-i.bak"))
_WILD = regex(r"[*?\[]")
_ARCHIVE = regex(r"\.(?:tar|t?[gbx]z2?)\b")
#: How deep a folder of the context is looked into.
_LEVELS = 4


class Said(NamedTuple):
    """A directive, and the file that says it."""

    directive: Directive
    file: str


class Configuration(NamedTuple):
    """All that configures an image's nginx."""

    #: The main file, and its text; None where it is the one that nginx is packaged with.
    path: str
    main: str | None
    said: list[Said]
    #: What is not in sight, among what is included besides.
    unseen: list[str]
    #: Why it is not known.
    problem: str = ""


class _Unknown(Exception):
    """What configures nginx is not known; the text says why."""


def configuration(stage: Stage, build: Build, argv: Sequence[str]) -> Configuration:
    """What nginx is configured by where it is started with `argv`."""
    path, said = CONFIG, []
    try:
        flags = dict(_flags(argv))
        path = flags.pop("-c", CONFIG)
        for directive in directives(flags.pop("-g", "")):
            said.append(Said(directive, "-g"))
        if flags:
            raise _Unknown(f"it is started with {next(iter(flags))}")
        files = _Files(stage, build)
        reader = _Reader(stage, files, said, posixpath.dirname(path))
        main = reader.main(path, build)
        return Configuration(path, main, said, list(dict.fromkeys(reader.unseen)))
    except _Unknown as error:
        return Configuration(path, None, said, [], str(error))


def _flags(argv: Sequence[str]) -> Iterator[tuple[str, str]]:
    words = iter(argv[1:])
    for word in words:
        if word not in ("-c", "-g"):
            yield word, ""
            continue
        value = next(words, "")
        if "$" in value or (word == "-c" and not value.startswith("/")):
            raise _Unknown(f"it is started with {word} {value}")
        yield word, value if word == "-c" else value.rstrip("; ") + ";"


def at_start(stage: Stage) -> list[str | None]:
    """The files that the official image's entrypoint is given to run at every start; None stands
    for what is not in sight."""
    found: list[str | None] = []
    for _, copy, place in copies(stage):
        if place is not None and within(place, _AT_START):
            for value in copy.values[:-1]:
                name = posixpath.basename(value.strip("'\""))
                inside = place == _AT_START or copy.values[-1].endswith("/")
                path = posixpath.join(place, name) if inside else place
                found.append(path if image_of(stage).read(path) is not None else None)
    return found


# What the image holds ----------------------------------------------------------------------------


class _Files:
    """The files of /etc/nginx that a stage's image has besides those of the package."""

    def __init__(self, stage: Stage, build: Build) -> None:
        self.stage = stage
        #: Their texts; None where one is not in sight.
        self.texts: dict[str, bytes | None] = {}
        #: What is put behind the text of a file of the package.
        self.appended: dict[str, bytes] = {}
        #: Folders that get files which are not in sight, and what brings them.
        self.hidden: list[tuple[str, str]] = []
        #: The main file of the package is not there any more.
        self.without_main = False
        self._default_is_linked = build is DEBIAN
        for member in stage.lineage:
            for instruction in member.instructions:
                if instruction.keyword in ("COPY", "ADD"):
                    self._copied(member, instruction, build)
                elif instruction.keyword == "RUN":
                    self._run(member, instruction)
                elif instruction.keyword == "VOLUME" and FOLDER in instruction.value:
                    raise _Unknown(f"VOLUME has it configured from outside ({_at(instruction)})")
        for service in stage.document.services:
            for volume in service.volumes:
                if within(volume.path, FOLDER) or within(FOLDER, volume.path):
                    raise _Unknown(f"{service.file} mounts {volume.path}")
        if self._default_is_linked and _AVAILABLE in self.texts:
            self.texts.setdefault(_ENABLED, self.texts[_AVAILABLE])
        if build is OFFICIAL:
            self._fill_in()

    def _fill_in(self) -> None:
        """What the official image's entrypoint makes of templates: sites, with variables' values.

        https://github.com/nginx/docker-nginx/blob/master/entrypoint/20-envsubst-on-templates.sh
        """
        templates = [path for path in self.texts if within(path, _TEMPLATES)]
        if templates and _OF_TEMPLATES.search(self.stage.document.source):
            raise _Unknown("its entrypoint is told where templates go")
        if templates and not any(
            o.keyword in ("COPY", "ADD") and _TEMPLATES in o.value
            for member in self.stage.lineage
            for o in member.instructions
        ):
            raise _Unknown(f"its entrypoint fills in {templates[0]}")
        for path in templates:
            data = self.texts.pop(path)
            name = posixpath.relpath(path, _TEMPLATES)
            if not name.endswith(_TEMPLATE):
                if name.endswith(".stream-template"):
                    raise _Unknown(f"its entrypoint adds {name} to nginx.conf")
                continue
            if data is not None and _OPEN.search(data):
                raise _Unknown(f"{name} holds a directive that only a variable names")
            self.texts[posixpath.join(_FILLED, name.removesuffix(_TEMPLATE))] = data

    # COPY and ADD

    def _copied(self, member: Stage, copy: Instruction, build: Build) -> None:
        place = destination(member, copy)
        if place is None:
            raise _Unknown(f"where {copy.keyword} puts things is open ({_at(copy)})")
        if build is OFFICIAL and self._is_done_at_start(place):
            raise _Unknown(f"its entrypoint does what is in {place}")
        if not within(place, FOLDER) and not within(FOLDER, place):
            return
        for value in copy.values[:-1]:
            self._source(copy, value.strip("'\""), place)

    def _is_done_at_start(self, place: str) -> bool:
        """Whether the image's own entrypoint does what a COPY puts there, out of sight."""
        if configured(self.stage)[0] is not None:
            return False
        return place == _ENTRYPOINT or (within(place, _AT_START) and None in at_start(self.stage))

    def _source(self, copy: Instruction, source: str, place: str) -> None:
        """What one source brings to a place in /etc/nginx, or above it."""
        context = context_of(self.stage.document) if copy.flag("from") is None else None
        above = not within(place, FOLDER)
        name = posixpath.basename(source.rstrip("/"))
        if context is not None and "://" not in source:
            wild = _WILD.search(source) is not None
            for path in context.match(source) if wild else [source]:
                if context.is_folder(path):
                    self._folder(context, path, place)
                elif not above and (wild or context.is_file(path)):
                    self._single(copy, place, posixpath.basename(path))
                elif context.is_file(path) and _ARCHIVE.search(path) and copy.keyword == "ADD":
                    raise _Unknown(f"ADD unpacks {name} ({_at(copy)})")
            if wild or context.exists(source):
                return
        if above:
            if "." in name.strip("."):
                return  # a file
            raise _Unknown(f"{copy.keyword} may bring its configuration ({_at(copy)})")
        if "." not in name and not copy.heredocs and (_is_folder(place) or copy.flag("from")):
            self.hidden.append((_FILLED if within(place, _TEMPLATES) else place, name or place))
        else:
            self._single(copy, place, name)

    def _folder(self, context: Context, folder: str, place: str) -> None:
        """The files of a folder of the context that is copied to a place."""
        inner = folder
        if not within(place, FOLDER):
            inner = posixpath.normpath(f"{folder}/{posixpath.relpath(FOLDER, place)}")
            place = FOLDER
        for level in range(1, _LEVELS + 1):
            for path in context.match("/".join([inner, *"*" * level])):
                if context.is_file(path):
                    at = posixpath.join(place, posixpath.relpath(path, inner))
                    self.texts[at] = context.read(path)
        if context.cut_short:
            raise _Unknown(f"{folder} holds too many files to be read")

    def _single(self, copy: Instruction, place: str, name: str) -> None:
        """One file that is copied to a place, or into it."""
        heredoc = any(heredoc.word.text in copy.values for heredoc in copy.heredocs)
        said = copy.values[-1].strip("'\"")
        if heredoc or not (said.endswith("/") or _is_folder(place)):
            self._put(place)
            if heredoc and self.texts[place] is None:
                raise _Unknown(f"what {copy.keyword} writes is open ({_at(copy)})")
            if heredoc or "." in posixpath.basename(place):
                return
        self._put(posixpath.join(place, name))  # also where a folder may be there already

    def _put(self, path: str) -> None:
        found = image_of(self.stage).find(path)
        self.texts[path] = found.data if found is not None else None

    # RUN

    def _run(self, member: Stage, run: Instruction) -> None:
        workdir = member.state(run).workdir or "/"
        inside = within(workdir, FOLDER)
        if not inside and not _TOUCHES.search(run.raw):
            return
        if run.script.problem is not None or not member.state(run).posix:
            raise _Unknown(f"what RUN does to its configuration is open ({_at(run)})")
        for command in run.script.commands:
            words = [word.text.strip("'\"") for word in (*command.words[1:], *command.redirections)]
            if command.name == "cd" and any(_TOUCHES.search(word.encode()) for word in words):
                raise _Unknown(f"RUN works in {words[0]} (line {command.line})")
            if inside or any(_is_configuration(word) for word in words):
                self._command(command, words, workdir)

    def _command(self, command: Command, words: list[str], workdir: str) -> None:
        outputs = [path for path in redirected(command) if FOLDER in path or "$" in path]
        operands = [word for word in words if word[:1] != "-"]
        if outputs:
            self._written(command, outputs[0])
        elif command.name == "rm":
            for word in operands:
                self.without_main = self.without_main or _is_removed(CONFIG, word)
                if _is_removed(_ENABLED, word):
                    self._default_is_linked = False
                for path in [path for path in self.texts if _is_removed(path, word)]:
                    del self.texts[path]
        elif command.name in ("ln", "cp", "mv") and len(operands) > 1:
            for origin in operands[:-1]:
                self._linked(command, origin, operands[-1], workdir)
        elif command.name == "sed" and any(word.startswith("-i") for word in words):
            if not _changes_nothing(words):
                raise _Unknown(f"sed changes its configuration (line {command.line})")
        elif command.name not in _KEEPS and not (command.name == "sed" and not outputs):
            raise _Unknown(f"{command.name} may change its configuration (line {command.line})")

    def _written(self, command: Command, path: str) -> None:
        data = printed(command)
        if not path.startswith("/") or data is None:
            raise _Unknown(f"what {command.name} writes to {path} is open (line {command.line})")
        if not any(">>" in word.text[:3] for word in command.redirections):
            self.texts[path] = data
        elif path in self.texts:
            before = self.texts[path]
            self.texts[path] = before + data if before is not None else None
        else:
            self.appended[path] = self.appended.get(path, b"") + data

    def _linked(self, command: Command, origin: str, target: str, workdir: str) -> None:
        """What ln, cp or mv puts at a path of the configuration."""
        name = posixpath.basename(origin.rstrip("/"))
        into = target.endswith("/") or _is_folder(target) or target == FOLDER
        path = posixpath.join(target, name) if into else target
        if not path.startswith("/") or any(ch in origin + target for ch in "$*?"):
            raise _Unknown(f"{command.name} may change its configuration (line {command.line})")
        start = posixpath.dirname(path) if command.name == "ln" else workdir
        origin = posixpath.normpath(posixpath.join(start, origin))
        if within(path, FOLDER) and (origin != CONFIG or INCLUDED.fullmatch(path)):
            if origin in self.texts:
                self.texts[path] = self.texts[origin]
            elif origin != _AVAILABLE:
                data = image_of(self.stage).read(origin)
                if data is None:
                    raise _Unknown(f"{origin} is not in sight (line {command.line})")
                self.texts[path] = data
        if command.name == "mv":
            self.texts.pop(origin, None)
            self.without_main = self.without_main or origin == CONFIG


def _at(instruction: Instruction) -> str:
    return f"line {instruction.line}"


def _is_folder(place: str) -> bool:
    """Whether a path is one of the package's folders."""
    return place == FOLDER or (posixpath.dirname(place) == FOLDER and bool(INCLUDED.match(place)))


def _is_configuration(word: str) -> bool:
    """Whether a word of a RUN names what nginx is configured by, not a key beside it."""
    at = word.find(FOLDER)
    path = word[at:].split(";")[0] if at >= 0 else word
    if at >= 0:
        return posixpath.dirname(path) in ("/etc", FOLDER) or bool(INCLUDED.fullmatch(path))
    return bool(_TOUCHES.search(word.encode()))


def _is_removed(path: str, word: str) -> bool:
    return fnmatchcase(path, word.rstrip("/")) or within(path, word.rstrip("/*"))


def _changes_nothing(words: Sequence[str]) -> bool:
    """Whether a sed changes nothing of what is judged: its own edits of the state among it."""
    from fixer.context.nginx_state import MOVES

    return all(
        word in _FLAGS
        or word.startswith(FOLDER)
        or MOVES.fullmatch(word)
        or (_SUBSTITUTION.fullmatch(word) and not _STATE.search(word))
        for word in words
    )


# What it says ------------------------------------------------------------------------------------


class _Reader:
    """Reads the main file, and what is included."""

    def __init__(self, stage: Stage, files: _Files, said: list[Said], base: str) -> None:
        self.stage = stage
        self.files = files
        self.said = said
        self.base = base
        self.unseen: list[str] = []
        self._read: set[str] = set()

    def main(self, path: str, build: Build) -> str | None:
        data: bytes | None
        if path in self.files.texts:
            data = self.files.texts[path]
        elif path == CONFIG:
            if self.files.without_main:
                raise _Unknown("nginx.conf is taken away")
            for pattern, blocks in build.includes:
                self._include(pattern, blocks)
            self._text(self.files.appended.get(path, b""), "nginx.conf", ())
            return None
        else:
            data = image_of(self.stage).read(path)
        if data is None:
            raise _Unknown(f"{posixpath.basename(path)} is not in sight")
        self._text(data, posixpath.basename(path), ())
        return data.decode("utf-8", "surrogateescape")

    def _text(self, data: bytes, name: str, blocks: tuple[str, ...]) -> None:
        if len(data) > LONGEST:
            raise _Unknown(f"{name} is too long to be read")
        for found in directives(data.decode("utf-8", "replace")):
            directive = found._replace(blocks=blocks + found.blocks)
            self.said.append(Said(directive, name))
            if directive.name == "include" and directive.arguments:
                self._include(directive.arguments[0], directive.blocks)

    def _include(self, pattern: str, blocks: tuple[str, ...]) -> None:
        pattern = posixpath.normpath(posixpath.join(self.base, pattern))
        if pattern in self._read or PACKAGED.fullmatch(pattern):
            return
        self._read.add(pattern)
        folder = posixpath.dirname(pattern)
        for place, name in self.files.hidden:
            if within(folder, place) or within(place, folder):
                self.unseen.append(f"{name} is not in sight")
        found = [path for path in self.files.texts if fnmatchcase(path, pattern)]
        for path in sorted(found):
            data = self.files.texts[path]
            if data is None:
                self.unseen.append(f"{posixpath.basename(path)} is not in sight")
            else:
                self._text(data, posixpath.basename(path), blocks)
        for path, data in self.files.appended.items():
            if path not in found and fnmatchcase(path, pattern):
                self._text(data, posixpath.basename(path), blocks)
        if found or (within(pattern, FOLDER) and "*" in pattern):
            return
        data = image_of(self.stage).read(pattern) if "*" not in pattern else None
        if data is None:
            raise _Unknown(f"what it includes as {pattern} is not in sight")
        self._text(data, posixpath.basename(pattern), blocks)
