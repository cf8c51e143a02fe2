"""Node.js applications: which script `npm start` runs, and what a program's own file writes."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from fixer.context.commands import base_name, flag_value
from fixer.context.compiled import source_of
from fixer.context.image import image_of
from fixer.context.javascript import Call, Source
from fixer.context.need import Kind, writes
from fixer.context.texts import Text, write
from fixer.facts.node_libraries import LIBRARIES, Library
from fixer.facts.programs import INTERPRETERS
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge
    from fixer.dockerfile.stages import Stage

#: Longer files are not read, in bytes; nor more of an application's files than this.
_LONGEST = 256 * 1024
_FILES = 12
_ALL = 512 * 1024
_CALLS = 100
_MOST_CALLS = 20_000
_RUNNERS = frozenset(("npm", "yarn", "pnpm", "bun"))
#: Flags of theirs that go to another package of the project.
_OTHER_PACKAGE = frozenset("-w --workspace --workspaces -ws --filter -F -r --recursive".split())
_OUT_FOLDER = regex(r"""['"]outDir['"]\s*:\s*['"]([^'"\n]+)['"]""")
_NODE_VALUES = frozenset("-r --require --import --loader --env-file -C --conditions".split())
_LOCAL = regex(r"\b(?:require\s*\(\s*|from\s+|import\s+|import\s*\(\s*)['\"](\.{1,2}/[^'\"\n]+)")
_SUFFIXES = (".js", ".mjs", ".cjs", ".ts", ".json", "/index.js", "/index.ts")
#: An application without any of these has nothing that is looked for.
_WORDS = regex(
    r"\bfs\b|fs-extra|graceful-fs|child_process|multer|sqlite|set[ug]id|winston|docker|lowdb"
    r"|pino|Deno\.|Bun\.|sequelize|baileys|sharp|level\b|simple-git|express-fileupload|formidable"
    r"|puppeteer|whatsapp-web|node-persist|log4js|knex|libsql|prisma|keyv|\blisten\(\s*['\"`]/"
    rf"|worker_threads|['\"](?:{'|'.join(map(re.escape, LIBRARIES))})['\"]"
)
#: Files that PM2 is given for what they name.
_PROCESSES = regex(
    r"(?:ecosystem|pm2|process(?:es)?)(?:[.-][\w.-]+)?\.(?:c?js|json)|.*\.config\.c?js"
)
_MOST_PROCESSES = 20
_FILE_SYSTEMS = frozenset(("fs", "fs/promises", "fs-extra", "graceful-fs"))
_DATABASES = frozenset(("sqlite", "sqlite3", "better-sqlite3", "bun:sqlite"))
#: Names that these modules have by custom, where it is not seen how they are imported.
_USUAL = {
    **dict.fromkeys(("fs", "fsp", "fse", "fsPromises", "promises"), "fs"),
    "child_process": "child_process",
}
#: Functions that write the file of the argument with this number, or make that folder.
_WRITES = {
    **dict.fromkeys(("writeFile", "appendFile", "createWriteStream", "mkdir", "mkdtemp"), 0),
    **dict.fromkeys(("truncate", "chmod", "utimes", "ensureDir", "ensureFile", "outputFile"), 0),
    **dict.fromkeys(("outputJson", "outputJSON", "writeJson", "writeJSON", "emptyDir"), 0),
    **dict.fromkeys(("copyFile", "cp", "rename", "symlink", "link", "copy", "move"), 1),
}
_FOLDERS = frozenset(("mkdir", "ensureDir", "emptyDir"))
_REMOVES = frozenset(("rm", "rmdir", "unlink", "remove"))
_RUNS = frozenset(("exec", "spawn", "execFile"))
_STARTS_FILE = frozenset((("child_process", "fork"), ("worker_threads", "Worker")))
_DROPS = frozenset(("setuid", "seteuid"))
#: Keys that name a file or a folder which is written, by the modules that they are for.
_BY_KEY = {
    "filename": frozenset(
        ("winston", "winston-daily-rotate-file", "sqlite", "nedb", "log4js", "knex")
    ),
    "dirname": frozenset(("winston", "winston-daily-rotate-file")),
    "storage": frozenset(("sequelize",)),
    "dest": frozenset(("multer",)),
    "uploadDir": frozenset(("formidable",)),
    "tempFileDir": frozenset(("express-fileupload",)),
    "userDataDir": frozenset(("puppeteer", "puppeteer-core")),
    "dataPath": frozenset(("whatsapp-web.js",)),
    "dir": frozenset(("node-persist",)),
}
#: Those of them that name a file.
_FILE_KEYS = frozenset(("filename", "storage"))
#: Functions that write the argument with this number, of these modules; whether it is a folder.
_BY_NAME = {
    "useMultiFileAuthState": (0, True, frozenset(("@whiskeysockets/baileys", "baileys"))),
    "toFile": (0, False, frozenset(("sharp",))),
    "mv": (0, False, frozenset(("express-fileupload",))),
    "Level": (0, True, frozenset(("level",))),
    "ClassicLevel": (0, True, frozenset(("classic-level",))),
    "clone": (1, True, frozenset(("simple-git",))),
}
#: What a text that names a database begins with, in front of an absolute path.
_DATABASE_URL = regex(r"(sqlite|file):(?://)?(/[^?\n]+)")
#: Modules to which a URL of a file is a database.
_BY_FILE_URL = frozenset(("@libsql/client", "@prisma/client"))


def node(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """A program of Node's world."""
    name = base_name(argv[0])
    if name in _RUNNERS:
        script = _script_name(name, argv)
        if script is not None:
            if not _package_script(judge, script, argv, here):
                _unseen(judge, f"runs the script {script}, which is not in sight", here)
            return
        if {"exec", "run"} & {*argv[1:]}:
            _unseen(
                judge, f"runs {name}, which is not in sight", here
            )  # in the folder of one of several packages
            return
    if (name in _RUNNERS and name != "bun") or judge.stage.document.context is None:
        return
    entry = _entry(name, argv)
    if entry is not None:
        path = judge.path_of(entry if "/" in entry else f"./{entry}", here)
        if path is not None and _PROCESSES.fullmatch(base_name(path)):
            _processes(judge, path, here)
        elif path is not None:
            _files(judge, path, here)


def _processes(judge: Judge, path: str, here: Here) -> None:
    """A file that says which programs PM2 is to run, as `script` with `args`."""
    data = image_of(judge.stage).read(path)
    if data is None or len(data) > _LONGEST:
        return
    source = Source(path, data.decode("utf-8", "replace"), judge.environment)
    named = [source.value(place) for place in source.keys.get("script", ())]
    given = [source.value(place) for place in source.keys.get("args", ())]
    given += [None] * len(named)
    for script, words in zip(named[:_MOST_PROCESSES], given, strict=False):
        if script is not None and script.complete and script.text and script.text != path:
            argv = (script.text, *(words.text.split() if words is not None else ()))
            judge.run(argv, here._replace(whole=False))


def _script_name(name: str, argv: Sequence[str]) -> str | None:
    """The entry of `scripts` in package.json that a command runs."""
    words = [word for word in argv[1:] if word[:1] != "-"]
    if not words:
        return None
    if words[0] in ("run", "run-script") and len(words) > 1:
        return words[1]
    if words[0] in ("start", "test"):
        return words[0]
    if name == "yarn" and words[0] not in ("install", "add", "exec", "dlx", "workspace", "node"):
        return words[0]
    return None


def _unseen(judge: Judge, what: str, here: Here) -> None:
    """What may be a server for development, which compiles to where the build has compiled."""
    reason = here.place.does(what, here.line)
    need = writes(here.folder, reason, here.place.line)
    if need is not None and need.kind is Kind.WRITES and need.path is not None:
        judge.add(need._replace(deep=True))


def typescript(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """tsc writes to its outDir, else beside what it compiles."""
    if "--noEmit" in argv:
        return
    out = flag_value(argv, "--outDir")
    if out is None and judge.stage.document.context is not None:
        project = flag_value(argv, "-p", "--project", "-b", "--build") or "."
        if not project.endswith(".json"):
            project = posixpath.join(project, "tsconfig.json")
        data = image_of(judge.stage).read(posixpath.join(here.folder or "/", project))
        found = _OUT_FOLDER.search(data[:_LONGEST].decode("utf-8", "replace")) if data else None
        out = posixpath.join(posixpath.dirname(project), found[1]) if found else None
    judge.writes(out or ".", "runs tsc", here, deep=out is None)


def _package_script(judge: Judge, script: str, argv: Sequence[str], here: Here) -> bool:
    """Judge a script of package.json; False where that is not in sight."""
    if judge.stage.document.context is None or _OTHER_PACKAGE & {*argv}:
        return False
    folder = here.folder
    for at, word in enumerate(argv[:-1]):
        if word in ("--prefix", "--cwd", "-C", "--dir") and folder is not None:
            folder = posixpath.join(folder, argv[at + 1])
    if folder is None:
        return True
    data = image_of(judge.stage).read(posixpath.join(folder, "package.json"))
    if data is None or len(data) > _LONGEST:
        return False
    package = _json(data)
    scripts = package.get("scripts")
    texts = scripts if isinstance(scripts, dict) else {}
    found = False
    before = len(judge.needs)
    for name in (f"pre{script}", script, f"post{script}"):
        text = texts.get(name)
        if not isinstance(text, str):
            continue
        found = True
        if not judge.first_time(f"{folder}/package.json {name}"):
            continue
        from fixer.context.scripts import parse_script

        place = here.place._replace(name=f"package.json's {name}", script=False)
        inner = here._replace(
            place=place, folder=folder, line=None, whole=False, depth=here.depth + 1
        )
        judge.text(parse_script(text.encode("utf-8", "surrogateescape")), inner)
    if found and not any(need.kind is Kind.WRITES for need in judge.needs[before:]):
        if (run := _built_by(judge, script)) is not None:
            _unseen(judge, f"runs the script {script} again, which line {run} ran", here)
    if not found and script == "start":
        _files(judge, posixpath.join(folder, "server.js"), here)
    return True


def script_text(stage: Stage, argv: Sequence[str]) -> list[list[str]]:
    """The commands, as words, of the script in the working directory that `npm run` names."""
    from fixer.context.scripts import parse_script

    script = _script_name(argv[0], argv)
    if script is None or stage.document.context is None:
        return []
    data = image_of(stage).read(posixpath.join(stage.end_state.workdir or "/", "package.json"))
    scripts = _json(data).get("scripts") if data is not None and len(data) <= _LONGEST else None
    text = scripts.get(script) if isinstance(scripts, dict) else None
    if not isinstance(text, str):
        return []
    parsed = parse_script(text.encode("utf-8", "surrogateescape"))
    if parsed.problem:
        return []
    return [[word.text for word in command.words] for command in parsed.commands if command.words]


def _built_by(judge: Judge, script: str) -> int | None:
    """The line of a RUN in which root runs a script: where that makes anything, it is root's."""
    for member in judge.stage.lineage:
        for command in member.commands(*_RUNNERS):
            words = [word.text for word in command.words]
            if command.instruction.outer is None and _script_name(words[0], words) == script:
                if member.runs_as_root(command.instruction) is not False:
                    return command.line
    return None


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def script_file(argv: Sequence[str]) -> str | None:
    """The file in `node [flags] FILE`; None where the script itself is given."""
    at = 1
    while at < len(argv):
        word = argv[at]
        if word in ("-e", "--eval", "-p", "--print"):
            return None
        if word[:1] != "-":
            return word
        at += 2 if word in _NODE_VALUES else 1
    return None


def _entry(name: str, argv: Sequence[str]) -> str | None:
    """The file that `node [flags] FILE` runs."""
    if name not in INTERPRETERS and name not in ("ts-node", "tsx", "nodejs"):
        return None
    file = script_file(argv)
    return None if name == "bun" and file == "run" else file


def _files(judge: Judge, path: str, here: Here) -> None:
    """What an application's own files write, its local imports followed."""
    image = image_of(judge.stage)
    pending = [path]
    seen: set[str] = set()
    sources: list[Source] = []
    left = _ALL
    texts: list[tuple[str, str]] = []
    while pending and len(seen) < _FILES:
        path = pending.pop(0)
        data = None
        for name in (path, *(path + suffix for suffix in _SUFFIXES), *_swapped(path)):
            data = image.read(name)
            if data is not None:
                path = name
                break
        else:
            data = source_of(image, path)
        if data is None or path in seen:
            continue
        seen.add(path)
        left -= len(data)
        if len(data) > _LONGEST or left < 0:
            judge.note(Kind.UNKNOWN, "is too long to be read", _in_file(here, path))
            continue
        text = data.decode("utf-8", "replace")
        texts.append((path, text))
        for found in islice(_LOCAL.finditer(text), _CALLS):
            pending.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1])))
    if not any(_WORDS.search(text) for _, text in texts):
        return
    environment = judge.environment
    for path, text in texts:
        source = Source(path, text, environment)
        source.others = sources
        sources.append(source)
    for source in sources:
        _File(judge, source, _in_file(here, source.path)).read()


def _swapped(path: str) -> tuple[str, ...]:
    """TypeScript names the file that is made of it."""
    stem, dot, suffix = path.rpartition(".")
    return (f"{stem}.ts",) if dot and suffix == "js" else ()


def _in_file(here: Here, path: str) -> Here:
    place = here.place._replace(name=posixpath.basename(path), script=True)
    return here._replace(place=place, line=None, whole=False)


class _File:
    """One file of an application."""

    def __init__(self, judge: Judge, source: Source, here: Here) -> None:
        self.judge = judge
        self.source = source
        self.here = here

    def read(self) -> None:
        source = self.source
        modules = {module.removeprefix("node:") for module, _ in source.imported.values()}
        self._modules = modules
        if "dockerode" in modules:
            self.judge.note(Kind.ROOT, "uses the engine's socket", self.here)
        calls = list(islice(source.calls(), _MOST_CALLS))
        for call in calls:
            self._call(call)
        for name, users in _BY_KEY.items():
            if not users & {*modules, *(call.name for call in calls)}:
                continue
            for place in source.keys.get(name, ()):
                self._write(place, source.token(place).line, name not in _FILE_KEYS, sure=True)
        for token in source.tokens:
            if token.kind == "string" and (url := _DATABASE_URL.fullmatch(token.text)):
                if url[1] == "sqlite" or self._modules & _BY_FILE_URL:
                    here = self.here._replace(line=token.line)
                    write(self.judge, Text(url[2]), "keeps a database in", here)
            if token.kind == "string" and token.text.endswith("/docker.sock"):
                self._note(Kind.ROOT, "uses the engine's socket", token.line)

    def _note(self, kind: Kind, what: str, line: int) -> None:
        self.judge.note(kind, what, self.here._replace(line=line))

    def _write(self, place: int, line: int, folder: bool, *, sure: bool = False) -> None:
        """The expression at a place names what is written; with `sure` only where it is known."""
        here = self.here._replace(line=line)
        done: set[Text | None] = set()
        choice = 0
        while choice < self.source.choices:
            value = self.source.value(place, choice)
            choice += 1
            if value is not None and value.complete and not value.text:
                value = None
            if value not in done and not (sure and value is None):
                write(self.judge, value, "writes", here, file=not folder)
            done.add(value)

    def _call(self, call: Call) -> None:
        *before, last = call.name.split(".")
        source = self.source
        name = last.removesuffix("Sync")
        module = self._module(before, last)
        if before and before[-1] == "process" and name in _DROPS:
            self._note(Kind.DROPS, f"calls {call.name}", call.line)
        elif not before and last in source.imported:
            name = (source.imported[last][1] or last).removesuffix("Sync")
        arguments = source.arguments(call.arguments)
        if (module, name) in _STARTS_FILE and arguments:
            self._starts(arguments[0])
        elif module in _FILE_SYSTEMS:
            self._file_call(name, arguments, call.line)
        elif module == "child_process" and name in _RUNS:
            self._run(name, arguments, call.line)
        elif name in ("Database", "DatabaseSync") and self._modules & _DATABASES and arguments:
            value = source.value(arguments[0])
            if value is None or value.text != ":memory:":
                self._write(arguments[0], call.line, False)
        elif name in ("JSONFile", "JSONFileSync", "JSONFilePreset") and arguments:
            self._write(arguments[0], call.line, False)
        elif call.name in ("pino.destination", "Deno.writeTextFile", "Bun.write") and arguments:
            self._write(arguments[0], call.line, False, sure=call.name.startswith("pino"))
        elif name == "listen" and arguments:
            path = source.value(arguments[0])
            if path is not None and path.complete and path.text.startswith("/"):
                what, here = f"makes a socket at {path.text}", self.here._replace(line=call.line)
                self.judge.writes(path.text, what, here, file=True, socket=True)
        elif module in LIBRARIES:
            self._library(LIBRARIES[module], call, arguments)
        elif name in _BY_NAME and self._modules & _BY_NAME[name][2]:
            number, folder, _ = _BY_NAME[name]
            if len(arguments) > number:
                self._write(arguments[number], call.line, folder, sure=True)
        elif name in ("cb", "callback", "done") and "multer" in self._modules:
            if len(arguments) == 2 and source.text(arguments[0]) == "null":
                value = source.value(arguments[1])
                if value is not None and "/" in value.text:
                    self._write(arguments[1], call.line, True)

    def _starts(self, place: int) -> None:
        """A file of the application's that goes on as a process or a thread of its own."""
        value = self.source.value(place)
        if value is not None and value.complete and value.text:
            path = self.judge.path_of(
                value.text if "/" in value.text else f"./{value.text}", self.here
            )
            if path is not None and self.judge.first_time(path):
                _files(self.judge, path, self.here)

    def _library(self, library: Library, call: Call, arguments: list[int]) -> None:
        """A function of a library that writes where it is told to; an address is no path."""
        source = self.source
        for number, folder in library.places.items():
            if len(arguments) > number:
                value = source.value(arguments[number])
                if value is not None and "://" not in value.text:
                    self._write(arguments[number], call.line, folder, sure=True)
        end = source.closing(call.arguments - 1)
        for key, folder in library.keys.items():
            for place in source.keys.get(key, ()):
                if call.arguments <= place < end:
                    self._write(place, source.token(place).line, folder, sure=True)

    def _module(self, before: list[str], last: str) -> str | None:
        """The module that a function belongs to, as far as that matters."""
        imported = self.source.imported.get(before[0] if before else last)
        if imported is not None:
            return imported[0].removeprefix("node:")
        name = before[0].removeprefix("node:") if before else ""
        known = name in _FILE_SYSTEMS or name in LIBRARIES or name == "worker_threads"
        return name if known else _USUAL.get(name)

    def _file_call(self, name: str, arguments: list[int], line: int) -> None:
        if name in ("chown", "lchown", "fchown"):
            self._note(Kind.ROOT, "changes the owner of files", line)
        elif name in _REMOVES and arguments:
            self._write(arguments[0], line, False, sure=True)
        elif name in _WRITES and len(arguments) > _WRITES[name]:
            self._write(arguments[_WRITES[name]], line, name in _FOLDERS)
        elif name == "open" and len(arguments) > 1:
            mode = self.source.value(arguments[1])
            if mode is not None and set(mode.text) & {*"wa+"}:
                self._write(arguments[0], line, False)

    def _run(self, name: str, arguments: list[int], line: int) -> None:
        """A program that is run, where it is said in plain words."""
        source = self.source
        first = source.value(arguments[0]) if arguments else None
        if first is None or not first.complete or not first.text:
            return
        if name == "exec":
            words = ["sh", "-c", first.text]
        else:
            words = [first.text]
            if len(arguments) > 1 and source.text(arguments[1]) == "[":
                for place in source.arguments(arguments[1] + 1):
                    value = source.value(place)
                    words.append(value.text if value and value.complete else "$value")
        self.judge.run_inside(words, self.here._replace(line=line))
