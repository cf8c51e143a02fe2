"""Python applications: what the module that is started, and what it imports, writes and needs.

Files are parsed by Python's own parser, which refuses what is nested too deeply. libcst's ends the
whole process on such text, and takes forty times as long.
"""

from __future__ import annotations

import ast
import posixpath
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import base_name, flag_value
from fixer.context.configs import config, uwsgi
from fixer.context.image import image_of
from fixer.context.need import Kind
from fixer.context.python_file import File, log_file
from fixer.context.python_values import Scope, Shared
from fixer.facts import programs as known
from fixer.facts.programs import PYTHON
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.image import Image
    from fixer.context.installed import Project
    from fixer.context.judge import Here, Judge
    from fixer.context.python_calls import Calls
    from fixer.dockerfile.stages import Stage

#: Longer files are not read, in bytes; nor more of an application's files, nor deeper imports.
LONGEST = 64 * 1024
_FILES = 16
_ALL = 128 * 1024
#: As many modules are looked for.
_MODULES = 300
_LEVELS = 2
#: Expressions and blocks that are nested deeper are not read.
_NESTED = 80
#: Of a file without any of these no more than its values is looked at.
_WORDS = regex(
    rb"open|write|mkdir|makedirs|touch|sqlite|FileHandler|filename|setuid|setgid|geteuid|getuid"
    rb"|chown|chroot|chmod|subprocess|system|docker|/dev/|shutil|\.save|\.to_|dump|MEDIA_ROOT"
    rb"|STATIC_ROOT|UPLOAD|bind|user|pid|log|SOCK_RAW|AF_PACKET|/etc/shadow|savefig|imwrite|exec"
    rb"|remove|unlink|rename|replace|extractall|TinyDB|Popen|save|\.read\(|retrieve|download"
    rb"|Client|Cache|Memory|connect|clone|Video|Zip|tarfile|h5py|index|_dir|directory|outtmpl|ping"
    rb"|install|SESSION|plyvel|lmdb|wave|imageio|link|mkfifo|mknod|truncate|utime|rmdir|uid\("
)


def python(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """A program of Python's world, judged by the modules that it starts."""
    name = base_name(argv[0])
    if name == "uwsgi":
        uwsgi(judge, argv, here)
    elif name == "gunicorn":
        _gunicorn(judge, argv, here)
    environment = judge.environment
    starts = [*_starts(name, argv, environment)]
    text = _given_text(name, argv)
    if not starts and not text:
        return
    folder = here.folder
    change = flag_value(argv, "--chdir", "--app-dir", "--workdir")
    if change and folder is not None:
        folder = posixpath.join(folder, change)
    here = here._replace(folder=folder, arguments=tuple(argv))
    logging = flag_value(argv, "--log-config", "--log-config-json", "--logger-config")
    if logging is not None and folder is not None:
        if not log_file(judge, posixpath.join(folder, logging), here):
            judge.note(Kind.UNKNOWN, f"logs as {logging} says, which cannot be read", here)
    application = _Application(judge, here, starts[0].command if starts else "")
    if text and folder is not None:
        application.read(posixpath.join(folder, "-c"), data=text)
    settings = environment[_SETTINGS]
    if settings is not None and folder is not None:
        application.module(settings, [folder, *application.elsewhere], 1)
    for start in starts:
        if start.path is not None:
            path = judge.path_of(start.path if "/" in start.path else f"./{start.path}", here)
            if path is not None:
                application.read(path)
                _passed_on(judge, argv, start.path, application.image.read(path) or b"", here)
        elif folder is not None:
            if not application.module(start.module or "", [folder, *application.elsewhere]):
                _of_projects(judge, here, start.module or "", start.command)
    application.judge_all()


#: What code says that loads other code by its name.
_LOADS = regex(rb"\bimport_module\b|__import__|INSTALLED_APPS|autodiscover|\bentry_points\b|runpy")


def _given_text(name: str, argv: Sequence[str]) -> bytes | None:
    """The code of `python -c CODE`."""
    if not PYTHON.fullmatch(name) or "-c" not in argv[1:-1]:
        return None
    at = [*argv].index("-c", 1)
    if any(word[:1] != "-" for word in argv[1:at]) or "-m" in argv[1:at]:
        return None
    return argv[at + 1].encode("utf-8", "surrogateescape")


#: What a program that goes on as another one says, and what one says that runs what it is given.
_GOES_ON = regex(rb"\bexec[lv]p?e?\(")
_RUNS = regex(rb"\b(?:subprocess\.\w+|Popen|spawn[lv]\w*)\([^\n]{0,200}?\bsys\.argv")


def _passed_on(judge: Judge, argv: Sequence[str], path: str, data: bytes, here: Here) -> None:
    """A program like an entrypoint, which runs what it is given."""
    if path in argv and b"sys.argv" in data and (_GOES_ON.search(data) or _RUNS.search(data)):
        given = argv[argv.index(path) + 1 :]
        if given:
            judge.run_inside(given, here)


def installed(judge: Judge, name: str, here: Here) -> bool:
    """Judge a program that a project which the build installs brings; whether it is one."""
    from fixer.context.installed import projects

    found = [module for each in projects(judge.stage) if (module := each.module_of(name))]
    for module in found:
        _of_projects(judge, here, module, "")
    return bool(found)


def _of_projects(judge: Judge, here: Here, module: str, command: str) -> None:
    """A module of a project that the build installs."""
    from fixer.context.installed import projects

    for project in projects(judge.stage):
        application = _Application(judge, here, command, project)
        if application.module(module, project.roots):
            application.judge_all()
            return


class _Start(NamedTuple):
    path: str | None = None
    module: str | None = None
    #: What manage.py is told: `migrate`.
    command: str = ""


#: `module:variable`, or a factory's call; no address.
_APPLICATION = regex(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(?:\(.*\))?")
_ADDRESSES = ("unix:", "fd:", "tcp:")
_PYTHON_VALUES = frozenset(("-W", "-X", "--check-hash-based-pycs"))


#: The variable that names the settings of a Django project.
_SETTINGS = "DJANGO_SETTINGS_MODULE"
#: As many words of a command are taken for what it may load.
_MOST_WORDS = 12
_LOADED = regex(r"[A-Za-z_][\w.]*(?::[A-Za-z_][\w.]*(?:\(.*\))?)?|[\w./-]+\.py(?::\w+)?")


def _starts(
    name: str, argv: Sequence[str], environment: Mapping[str, str | None]
) -> Iterator[_Start]:
    """All files and modules that a command may start: what loads them is told by many ways."""
    if PYTHON.fullmatch(name) and "-m" in argv[1:-1]:
        at = [*argv].index("-m", 1) + 1
        if argv[at] in known.PYTHON_LOADERS:
            yield from _starts(argv[at], argv[at:], environment)
            return
    if name not in known.PYTHON_LOADERS:
        if (start := _start(name, argv)) is not None:
            yield start
        return
    start = _start(name.removesuffix(".py"), argv)
    named = environment[known.PYTHON_VARIABLES[name]] if name in known.PYTHON_VARIABLES else None
    defaults = known.PYTHON_DEFAULTS.get(name, ())
    if start is not None and start.path not in defaults:
        yield start
        if name == "celery":
            yield _Start(module=f"{start.module}.celery")
        return
    values = [word.partition("=")[2] if word[:2] == "--" else word for word in argv[1:]]
    found = [_module(word) for word in values if _LOADED.fullmatch(word)][:_MOST_WORDS]
    yield from found
    if named:
        yield _module(named)
    else:
        yield from (_Start(path=path) for path in defaults)


def _start(name: str, argv: Sequence[str]) -> _Start | None:
    """The file or module that a command starts; None where there is none to read."""
    words = [word for word in argv[1:] if word[:1] != "-"]
    if PYTHON.fullmatch(name):
        at = 1
        while at < len(argv):
            word = argv[at]
            if word == "-m" and at + 1 < len(argv):
                module = argv[at + 1]
                inner = _start(module, argv[at + 1 :]) if "." not in module else None
                return inner or _Start(module=module)
            if word == "-c":
                return None
            if word[:1] != "-":
                return _Start(path=word, command=argv[at + 1] if at + 1 < len(argv) else "")
            at += 2 if word in _PYTHON_VALUES else 1
        return None
    if name.endswith(".py"):
        return _Start(path=argv[0], command=words[0] if words else "")
    if name == "flask":
        application = flag_value(argv, "--app", "-A")
        return _module(application) if application else _Start(path="app.py")
    if name == "celery":
        application = flag_value(argv, "-A", "--app")
        return _module(application) if application else None
    if name in ("streamlit", "chainlit", "fastapi") and words[:1] in (["run"], ["dev"]):
        return _Start(path=words[1]) if len(words) > 1 else None
    if name in ("gunicorn", "uvicorn", "hypercorn", "daphne", "granian", "waitress-serve", "sanic"):
        found = [word for word in words if _APPLICATION.fullmatch(word)]
        return next((_module(w) for w in found if not w.startswith(_ADDRESSES)), None)
    return None


def _module(text: str) -> _Start:
    name = text.partition(":")[0]
    return _Start(path=name) if name.endswith(".py") else _Start(module=name)


def _gunicorn(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """Gunicorn's own file, which is Python."""
    path = flag_value(argv, "-c", "--config") or "gunicorn.conf.py"
    found = config(judge, "gunicorn", path.removeprefix("file:"), here)
    if found is None:
        return
    text, at = found
    tree = _checked(text.encode("utf-8", "replace"))
    if tree is None:
        judge.note(Kind.UNKNOWN, "cannot be read", at)
        return
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        value = node.value.value if isinstance(node.value, ast.Constant) else None
        if not isinstance(value, str | int):
            continue
        place = at._replace(line=node.lineno)
        if name in ("user", "group") and value not in ("", "root", 0, "0"):
            judge.note(Kind.DROPS, f"says {name} = {value}", place)
        elif isinstance(value, str) and value:
            if name == "bind" and value.startswith("unix:"):
                judge.writes(value[5:], "makes a socket", place, file=True, socket=True)
            elif name in ("pidfile", "accesslog", "errorlog", "logfile") and value != "-":
                judge.writes(value, f"says {name} = {value}", place, file=True)


# An application's files --------------------------------------------------------------------------


class _Parsed(NamedTuple):
    """A file of an application's."""

    tree: ast.Module
    here: Here
    #: Nothing in it but its values is of interest.
    plain: bool
    near: bool


class _Application:
    """Reads an application's files, from the one that is started on."""

    def __init__(
        self, judge: Judge, here: Here, command: str, project: Project | None = None
    ) -> None:
        self.judge = judge
        self.here = here
        self.command = command
        self.image: Image = project.image if project is not None else image_of(judge.stage)
        #: The project that it is of, where it was installed.
        self._project = project
        self.shared = Shared()
        self._seen: set[str] = set()
        #: The parts of the names of all modules that are imported.
        self._imported: set[str] = set()
        #: How many files and bytes are read yet, at most.
        self._files = _FILES
        self._left = _ALL
        self._modules = _MODULES
        #: Where a module may lie beside what is started, as PYTHONPATH and `sys.path` have it.
        self.elsewhere = _search_path(judge, here)
        #: Imports that are further away: the folder of the file, where it looks for modules, and
        #: the module with its leading dots.
        self._further: list[tuple[str, list[str], str, int]] = []
        self._near = True
        self._parsed: dict[str, _Parsed] = {}
        #: The file that is started and that no other one imports.
        self._started = ""
        #: All files are in sight.
        self._complete = True

    def read(
        self,
        path: str,
        folders: Sequence[str] = (),
        level: int = 0,
        data: bytes | None = None,
    ) -> None:
        """Judge the file at a path of the image; it is passed over where it is not in sight.

        What it imports goes before it, as Python has it. It is judged once all are read.
        """
        if path in self._seen:
            return
        if self._files <= 0:
            self._complete = False
            return
        data = self.image.read(path) if data is None else data
        if data is None:
            return
        self._seen.add(path)
        self._files -= 1
        self._left -= len(data)
        place = self.here.place._replace(name=posixpath.basename(path), script=True)
        here = self.here._replace(place=place, line=None, whole=False, depth=1)
        tree = _checked(data) if len(data) <= LONGEST and self._left >= 0 else None
        if tree is None or _LOADS.search(data):
            self._complete = False
        if tree is None:
            if self._near:
                long = len(data) > LONGEST or self._left < 0
                what = "is too long to be read" if long else "cannot be read"
                self.judge.note(Kind.UNKNOWN, what, here)
            return
        imports = dict.fromkeys(_imports(tree))
        self._imported.update(part for name, _ in imports for part in name.split("."))
        for name, dots in imports:
            device = known.DEVICE_MODULES.get(name.partition(".")[0]) if not dots else None
            if device is not None:
                self.judge.note(Kind.ROOT, f"imports {name}, which {device}", here)
                break
        own = posixpath.dirname(path)
        around = [*dict.fromkeys([*folders, own, *self.elsewhere])]
        for name, dots in imports:
            if level < _LEVELS:
                self._imports(own, around, name, dots, level + 1)
            else:
                self._further.append((own, around, name, dots))
        self._parsed[path] = _Parsed(tree, here, not _WORDS.search(data), self._near)
        if level == 0 and posixpath.basename(path)[:-3] not in self._imported:
            self._started = path

    def judge_all(self) -> None:
        """Judge the files that were read; those from further away for what they plainly say."""
        self._near = False
        self._files, self._left, self._modules = _FILES, _ALL // 2, _MODULES
        while self._further and self._files > 0:
            own, around, name, dots = self._further.pop(0)
            self._imports(own, around, name, dots, _LEVELS)
        calls = self._calls()
        for path, parsed in self._parsed.items():
            before = len(self.judge.needs)
            known = calls if self._complete or path == self._started else None
            placed = self._placed(path)
            file = File(self.judge, placed, parsed.here, self.shared, self.command, known)
            file.read(parsed.tree, only_values=parsed.plain)
            if not parsed.near:
                self.judge.keep_only(before, Kind.DROPS, Kind.ROOT, Kind.WRITES)

    def _calls(self) -> Calls | None:
        """How the functions are called: those of all files, or else of the started one alone."""
        from fixer.context.python_calls import Calls

        self._complete = self._complete and not self._further
        trees = {path: each.tree for path, each in self._parsed.items()}
        if not self._complete:
            trees = {path: tree for path, tree in trees.items() if path == self._started}
        if all(self._parsed[path].plain for path in self._parsed):
            return None
        return Calls(
            trees,
            lambda path: Scope(
                self._placed(path), self.judge, self._parsed[path].here, self.shared
            ),
        )

    def _placed(self, path: str) -> str:
        """Where a file is run."""
        return self._project.runs_at(path) if self._project is not None else path

    def _imports(self, own: str, around: list[str], name: str, dots: int, level: int) -> None:
        """Judge a module that a file in `own` imports."""
        for _ in range(dots - 1):
            own = posixpath.dirname(own)
        self.module(name, [own] if dots else around, level)

    def module(self, name: str, folders: Sequence[str], level: int = 0) -> bool:
        """Judge a module by its name, looked for in `folders`; whether it is in sight."""
        parts = [part for part in name.split(".") if part]
        if level and parts and parts[0] in sys.stdlib_module_names:
            return False
        if self._modules <= 0:
            self._complete = False
            return False
        self._modules -= 1
        found = False
        for folder in folders:
            path = posixpath.join(folder, *parts) if parts else folder
            places = [f"{path}.py", f"{path}/__init__.py"] if parts else [f"{path}/__init__.py"]
            if level == 0:
                places.append(f"{path}/__main__.py")
            for place in places:
                if self.image.read(place) is not None:
                    found = True
                    self.read(place, folders, level)
                    if level or not place.endswith("__init__.py"):
                        return True
            if len(parts) > 1 and self.image.read(f"{posixpath.dirname(path)}.py") is not None:
                self.read(f"{posixpath.dirname(path)}.py", folders, level)
                return True
        return found


def _search_path(judge: Judge, here: Here) -> list[str]:
    """The folders in which Python looks for modules, or is often told to."""
    told = judge.environment["PYTHONPATH"]
    if told is None:  # what it was before is put in, as a rule, which is nothing
        set_to = [v for member in judge.stage.lineage for v in _values(member, "PYTHONPATH")]
        told = set_to[-1] if set_to else ""
    folder = here.folder or "/"
    paths = [posixpath.join(folder, each) for each in told.split(":") if "$" not in each]
    return [*dict.fromkeys(map(posixpath.normpath, [*paths, folder]))]


def _values(stage: Stage, name: str) -> Iterator[str]:
    """What the ENV of a stage set a variable to, as written."""
    for instruction in stage.instructions:
        if instruction.keyword == "ENV":
            yield from (value.strip("\"'") for key, value in instruction.pairs if key == name)


def _checked(data: bytes) -> ast.Module | None:
    """The tree as Python has it; None for what is no Python of today, or nested too deeply."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    pending: list[tuple[ast.AST, int]] = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        if depth > _NESTED:
            return None
        pending.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return tree


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(module, leading dots) of each import, and of the settings that Django is told to use."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, 0
        elif isinstance(node, ast.ImportFrom):
            if node.module:
                yield node.module, node.level
            if node.level or node.module:
                for alias in node.names[:20]:
                    inner = f"{node.module}.{alias.name}" if node.module else alias.name
                    yield inner, node.level
        elif isinstance(node, ast.Call) and len(node.args) == 2:
            name, value = node.args
            if isinstance(name, ast.Constant) and name.value == "DJANGO_SETTINGS_MODULE":
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value, 0


def parsed(data: bytes) -> ast.Module | None:
    """The tree of a Python file; None for one that is too long to be read or cannot be."""
    return _checked(data) if len(data) <= LONGEST else None


def started_file(stage: Stage, argv: Sequence[str]) -> tuple[str, bytes] | None:
    """(path in the image, content) of the Python file that a command starts; None where that is
    not in sight."""
    start = _start(base_name(argv[0]), argv)
    folder = stage.end_state.workdir
    if start is None or folder is None:
        return None
    folder = posixpath.join(folder, flag_value(argv, "--chdir", "--app-dir", "--workdir") or "")
    image = image_of(stage)
    if start.path is not None:
        paths = [posixpath.normpath(posixpath.join(folder, start.path))]
    else:
        path = posixpath.join(folder, *(start.module or "").split("."))
        paths = [f"{path}.py", f"{path}/__main__.py", f"{path}/__init__.py"]
    for path in paths:
        data = image.read(path)
        if data is not None:
            return path, data
    return None
