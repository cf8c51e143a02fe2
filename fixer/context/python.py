"""Python applications: what the module that is started, and what it imports, writes and needs.

Files are parsed by Python's own parser, which refuses what is nested too deeply. libcst's ends the
whole process on such text, and takes forty times as long.
"""

from __future__ import annotations

import ast
import posixpath
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fixer.context.commands import base_name
from fixer.context.configs import config, flag_value, uwsgi
from fixer.context.image import image_of
from fixer.context.need import Kind
from fixer.facts.programs import PYTHON

if TYPE_CHECKING:
    from fixer.context.image import Image
    from fixer.context.judge import Here, Judge

#: Longer files are not read, in bytes; nor more of an application's files, nor deeper imports.
LONGEST = 64 * 1024
_FILES = 16
_ALL = 128 * 1024
#: As many modules are looked for.
_MODULES = 300
_LONGEST_VALUE = 4096
_LEVELS = 2
#: Expressions and blocks that are nested deeper are not read.
_NESTED = 80
#: A file without any of these has nothing that is looked for.
_WORDS = re.compile(
    rb"open|write|mkdir|makedirs|touch|sqlite|FileHandler|filename|setuid|setgid|geteuid|getuid"
    rb"|chown|chroot|chmod|subprocess|system|docker|/dev/|shutil|\.save|\.to_|dump|MEDIA_ROOT"
    rb"|STATIC_ROOT|UPLOAD|bind|user|pid|log|SOCK_RAW|AF_PACKET|/etc/shadow|savefig|imwrite"
)


def python(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """A program of Python's world, judged by the modules that it starts."""
    name = base_name(argv[0])
    start = _start(name, argv)
    if name == "uwsgi":
        uwsgi(judge, argv, here)
    elif name == "gunicorn":
        _gunicorn(judge, argv, here)
    if start is None:
        return
    folder = here.folder
    change = flag_value(argv, "--chdir", "--app-dir", "--workdir")
    if change and folder is not None:
        folder = posixpath.join(folder, change)
    here = here._replace(folder=folder)
    application = _Application(judge, here, start.command)
    if start.path is not None:
        path = judge.path_of(start.path if "/" in start.path else f"./{start.path}", here)
        if path is not None:
            application.read(path)
    elif folder is not None:
        application.module(start.module or "", [folder])


class _Start(NamedTuple):
    path: str | None = None
    module: str | None = None
    #: What manage.py is told: `migrate`.
    command: str = ""


#: `module:variable`, or a factory's call; no address.
_APPLICATION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(?:\(.*\))?")
_PYTHON_VALUES = frozenset(("-W", "-X", "--check-hash-based-pycs"))


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
        return next((_module(word) for word in words if _APPLICATION.fullmatch(word)), None)
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


class _Application:
    """Reads an application's files, from the one that is started on."""

    def __init__(self, judge: Judge, here: Here, command: str) -> None:
        self.judge = judge
        self.here = here
        self.command = command
        self.image: Image = image_of(judge.stage)
        self._seen: set[str] = set()
        #: How many bytes are read yet, at most.
        self._left = _ALL
        self._modules = _MODULES

    def read(self, path: str, folders: Sequence[str] = (), level: int = 0) -> None:
        """Judge the file at a path of the image; it is passed over where it is not in sight."""
        if path in self._seen or len(self._seen) >= _FILES:
            return
        data = self.image.read(path)
        if data is None:
            return
        self._seen.add(path)
        self._left -= len(data)
        place = self.here.place._replace(name=posixpath.basename(path), script=True)
        here = self.here._replace(place=place, line=None, whole=False, depth=1)
        if len(data) > LONGEST or self._left < 0:
            self.judge.note(Kind.UNKNOWN, "is too long to be read", here)
            return
        tree = _checked(data)
        if tree is None:
            self.judge.note(Kind.UNKNOWN, "cannot be read", here)
            return
        if _WORDS.search(data):
            _File(self, path, here).read(tree)
        if level < _LEVELS:
            own = posixpath.dirname(path)
            around = [*dict.fromkeys([*folders, own])]
            for name, dots in dict.fromkeys(_imports(tree)):
                base = own
                for _ in range(dots - 1):
                    base = posixpath.dirname(base)
                self.module(name, [base] if dots else around, level + 1)

    def module(self, name: str, folders: Sequence[str], level: int = 0) -> None:
        """Judge a module by its name, looked for in `folders`."""
        parts = [part for part in name.split(".") if part]
        if self._modules <= 0 or (level and parts and parts[0] in sys.stdlib_module_names):
            return
        self._modules -= 1
        for folder in folders:
            path = posixpath.join(folder, *parts) if parts else folder
            places = [f"{path}.py", f"{path}/__init__.py"] if parts else [f"{path}/__init__.py"]
            if level == 0:
                places.append(f"{path}/__main__.py")
            for place in places:
                if self.image.read(place) is not None:
                    self.read(place, folders, level)
                    if level or not place.endswith("__init__.py"):
                        return
            if len(parts) > 1 and self.image.read(f"{posixpath.dirname(path)}.py") is not None:
                self.read(f"{posixpath.dirname(path)}.py", folders, level)
                return


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


class _Text(NamedTuple):
    """What is known of a text: all of it, or how it starts."""

    text: str
    complete: bool = True


_NOTHING = _Text("")
_Placed = ast.expr | ast.stmt
#: Programs that an application runs are not followed into scripts.
_RUN_DEPTH = 4


_OPENERS = frozenset(("open", "io.open", "codecs.open", "gzip.open", "aiofiles.open", "os.fdopen"))
_FOLDER_CALLS = frozenset(("os.makedirs", "os.mkdir", "makedirs", "mkdir"))
#: Calls that write the file of the argument with this number.
_FILE_CALLS = {
    "sqlite3.connect": 0,
    "aiosqlite.connect": 0,
    "logging.FileHandler": 0,
    "FileHandler": 0,
    "RotatingFileHandler": 0,
    "TimedRotatingFileHandler": 0,
    "logging.handlers.RotatingFileHandler": 0,
    "logging.handlers.TimedRotatingFileHandler": 0,
    "logger.add": 0,
    "os.mkfifo": 0,
    "shutil.copy": 1,
    "shutil.copy2": 1,
    "shutil.copyfile": 1,
    "shutil.move": 1,
    "os.rename": 1,
    "os.replace": 1,
    "joblib.dump": 1,
    "torch.save": 1,
    "cv2.imwrite": 0,
    "np.save": 0,
    "numpy.save": 0,
    "plt.savefig": 0,
    "shelve.open": 0,
    "dbm.open": 0,
    "TinyDB": 0,
    "urllib.request.urlretrieve": 1,
    "urlretrieve": 1,
}
#: Calls that join the parts of a path.
_JOINS = frozenset(("os.path.join", "path.join", "join", "Path", "pathlib.Path", "PurePath"))
#: Methods of what is made with a path, that write it.
_PATH_METHODS = frozenset(("write_text", "write_bytes", "mkdir", "touch"))
#: Methods that write the file of their first argument, whatever they are methods of.
_FRAME_METHODS = frozenset(("to_csv", "to_excel", "to_parquet", "to_json", "to_pickle", "savefig"))
_ROOT_CALLS = {
    "os.chown": "changes the owner of files",
    "shutil.chown": "changes the owner of files",
    "os.chroot": "changes the root folder",
    "os.mknod": "makes devices",
    "docker.from_env": "uses the engine's socket",
    "docker.DockerClient": "uses the engine's socket",
    "socket.AF_PACKET": "reads packets from the network",
    "serial.Serial": "uses a device",
    "smbus.SMBus": "uses a device",
    "spidev.SpiDev": "uses a device",
}
_DROP_CALLS = frozenset(("os.setuid", "os.setreuid", "os.setresuid", "os.seteuid"))
_RUN_CALLS = frozenset(
    [
        *("subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.Popen"),
        *("subprocess.check_output", "os.system", "os.popen"),
    ]
)
_DEVICES = ("/dev/mem", "/dev/kmem", "/dev/gpio", "/dev/i2c", "/dev/spi", "/dev/tty", "/dev/video",
            "/dev/snd", "/dev/input", "/dev/bus", "/dev/net")  # fmt: skip
_SECRET_FILES = ("/etc/shadow", "/etc/gshadow", "/etc/sudoers")
_FOLDER_SETTINGS = frozenset(("MEDIA_ROOT", "UPLOAD_FOLDER", "UPLOAD_DIR"))


class _File:
    """One file of an application, walked once in the order in which it is written."""

    def __init__(self, application: _Application, path: str, here: Here) -> None:
        self.judge = application.judge
        self.command = application.command
        self.here = here
        self.values: dict[str, _Text] = {"__file__": _Text(path)}

    def read(self, tree: ast.Module) -> None:
        pending: list[ast.AST] = [tree]
        while pending:
            node = pending.pop()
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._assign(node, target, self.value(node.value))
            elif isinstance(node, ast.AnnAssign):
                self._assign(node, node.target, self.value(node.value))
            elif isinstance(node, ast.Dict):
                self._dict(node)
            elif isinstance(node, ast.Constant):
                if isinstance(node.value, str):
                    self._string(node, node.value)
            elif isinstance(node, ast.Compare):
                self._compare(node)
            elif isinstance(node, ast.Call):
                self._call(node)
            pending.extend(reversed(list(ast.iter_child_nodes(node))))

    # What is told -----------------------------------------------------------------------------

    def _note(self, node: _Placed, kind: Kind, what: str) -> None:
        self.judge.note(kind, what, self.here._replace(line=node.lineno))

    def _write(self, node: _Placed, value: _Text | None, what: str, *, file: bool = True) -> None:
        """A file, or else a folder, that is written; one of an open name is in the working
        directory, most likely."""
        here = self.here._replace(line=node.lineno)
        if value is None:
            self.judge.writes(".", f"{what} files", here)
        elif value.text.startswith("~") or not value.text:
            return  # the home folder is the user's
        elif not value.complete:
            folder = value.text.rpartition("/")[0] or ("/" if value.text[0] == "/" else ".")
            self.judge.writes(folder, f"{what} files in {folder}", here)
        else:
            self.judge.writes(value.text, f"{what} {value.text}", here, file=file)

    # Statements -------------------------------------------------------------------------------

    def _assign(self, node: _Placed, target: ast.expr, value: _Text | None) -> None:
        if isinstance(target, ast.Subscript):  # app.config["UPLOAD_FOLDER"]
            key = self.value(target.slice)
            name = key.text if key is not None else ""
        else:
            name = _name(target).rpartition(".")[2]
        if not name or value is None or len(value.text) > _LONGEST_VALUE:
            return
        self.values[name] = value
        if name in _FOLDER_SETTINGS:
            self._write(node, value, f"says {name} =", file=False)
        elif name == "STATIC_ROOT" and self.command == "collectstatic":
            self._write(node, value, "has collectstatic fill", file=False)

    def _dict(self, node: ast.Dict) -> None:
        """Django's DATABASES, and the handlers of LOGGING."""
        values: dict[str, _Text] = {}
        for name, content in zip(node.keys, node.values, strict=True):
            key, value = self.value(name), self.value(content)
            if key is not None and value is not None:
                values[key.text] = value
        if "sqlite" in values.get("ENGINE", _NOTHING).text and "NAME" in values:
            self._write(node, values["NAME"], "keeps a database in")
        if "FileHandler" in values.get("class", _NOTHING).text and "filename" in values:
            self._write(node, values["filename"], "logs to")

    def _string(self, node: ast.Constant, text: str) -> None:
        if text.startswith("sqlite") and ":///" in text:
            path = text.partition(":///")[2].partition("?")[0]
            if path and path != ":memory:" and "\n" not in path:
                self._write(node, _Text(path), "keeps a database in")
        elif text.startswith(_SECRET_FILES):
            self._note(node, Kind.ROOT, f"reads {text}")
        elif text.startswith(_DEVICES):
            self._note(node, Kind.ROOT, f"uses {text}")
        elif text.endswith("/docker.sock"):
            self._note(node, Kind.ROOT, "uses the engine's socket")

    def _compare(self, node: ast.Compare) -> None:
        if isinstance(node.left, ast.Call) and isinstance(node.ops[0], ast.NotEq | ast.Gt):
            if _name(node.left.func) in ("os.geteuid", "os.getuid"):
                self._note(node, Kind.ROOT, "asks whether it is not root")

    def _call(self, node: ast.Call) -> None:
        name = _name(node.func)
        arguments = node.args
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""

        def argument(at: int) -> ast.expr | None:
            return arguments[at] if at < len(arguments) else None

        if name in _OPENERS:
            if self._for_writing(named.get("mode") or argument(1)):
                self._write(node, self.value(argument(0) or named.get("file")), "writes")
        elif name in _FOLDER_CALLS:
            self._write(node, self.value(argument(0) or named.get("name")), "makes", file=False)
        elif name in _FILE_CALLS:
            value = self.value(argument(_FILE_CALLS[name]))
            if value is None or value.text != ":memory:":
                self._write(node, value, "writes")
        elif name in ("logging.basicConfig", "basicConfig"):
            if "filename" in named:
                self._write(node, self.value(named["filename"]), "logs to")
        elif name in _DROP_CALLS:
            self._note(node, Kind.DROPS, f"calls {name}")
        elif name in _ROOT_CALLS:
            self._note(node, Kind.ROOT, _ROOT_CALLS[name])
        elif name in ("socket.socket", "socket"):
            if any(_name(a) in ("socket.SOCK_RAW", "socket.AF_PACKET") for a in arguments):
                self._note(node, Kind.ROOT, "opens a raw socket")
        elif name in _RUN_CALLS:
            self._run(node, argument(0))
        elif method in _FRAME_METHODS:
            if argument(0) is not None:
                self._write(node, self.value(argument(0)), "writes")
        elif isinstance(node.func, ast.Attribute):
            value = self.value(node.func.value)
            if value is None:
                return
            if method == "open":
                if self._for_writing(named.get("mode") or argument(0)):
                    self._write(node, value, "writes")
            elif method in _PATH_METHODS:
                self._write(node, value, "writes", file=method != "mkdir")

    def _for_writing(self, mode: ast.expr | None) -> bool:
        text = self.value(mode)
        return text is not None and len(text.text) <= 3 and bool(set(text.text) & {*"wax+"})

    def _run(self, node: ast.Call, program: ast.expr | None) -> None:
        """A program that is run: what it needs root for."""
        if isinstance(program, ast.List | ast.Tuple):
            words = [self.value(element) for element in program.elts]
            if not words or words[0] is None:
                return
            argv = [word.text if word is not None else "$_" for word in words]
        else:
            text = self.value(program)
            if text is None or not text.complete:
                return
            argv = ["sh", "-c", text.text]
        judge = self.judge
        before = len(judge.needs)
        judge.run(argv, self.here._replace(line=node.lineno, depth=_RUN_DEPTH))
        judge.keep_only(before, Kind.ROOT)

    # Values -----------------------------------------------------------------------------------

    def value(self, node: ast.expr | None, depth: int = 0) -> _Text | None:
        """A text or a path that an expression plainly gives."""
        if node is None or depth > 20:
            return None
        if isinstance(node, ast.Constant):
            return _Text(node.value) if isinstance(node.value, str) else None
        if isinstance(node, ast.Name):
            return self.values.get(node.id)
        if isinstance(node, ast.JoinedStr):
            return self._formatted(node, depth)
        if isinstance(node, ast.BinOp):
            return self._combined(node, depth)
        if isinstance(node, ast.Attribute):
            if node.attr == "parent":
                inner = self.value(node.value, depth + 1)
                return _Text(posixpath.dirname(inner.text)) if inner and inner.complete else None
            return self.values.get(node.attr) if isinstance(node.value, ast.Name) else None
        if isinstance(node, ast.Subscript):
            return self._item(node, depth)
        if isinstance(node, ast.Call):
            return self._called(node, depth)
        return None

    def _formatted(self, node: ast.JoinedStr, depth: int) -> _Text | None:
        text = ""
        for part in node.values:
            inner = self.value(
                part.value if isinstance(part, ast.FormattedValue) else part, depth + 1
            )
            if inner is None or not inner.complete:
                return _Text(text, False) if text else None
            text += inner.text
        return _Text(text)

    def _combined(self, node: ast.BinOp, depth: int) -> _Text | None:
        left = self.value(node.left, depth + 1)
        if left is None:
            return None
        if isinstance(node.op, ast.Mod):
            start = left.text.partition("%")[0]
            return _Text(start, False) if start else None
        right = self.value(node.right, depth + 1)
        if isinstance(node.op, ast.Div):
            return _joined(left, right)
        if not isinstance(node.op, ast.Add):
            return None
        if right is None or not left.complete:
            return _Text(left.text, False)
        return _Text(left.text + right.text, right.complete)

    def _item(self, node: ast.Subscript, depth: int) -> _Text | None:
        """`Path(__file__).parents[1]`, `app.config["UPLOAD_FOLDER"]`, `os.environ["NAME"]`."""
        container = node.value
        if isinstance(container, ast.Attribute) and container.attr == "parents":
            inner = self.value(container.value, depth + 1)
            index = node.slice.value if isinstance(node.slice, ast.Constant) else None
            if inner is None or not inner.complete or not isinstance(index, int):
                return None
            path = inner.text
            for _ in range(min(index, 20) + 1):
                path = posixpath.dirname(path)
            return _Text(path)
        key = self.value(node.slice, depth + 1)
        if key is None:
            return None
        if _name(container) in ("os.environ", "environ"):
            return self._environment(key.text, None)
        return self.values.get(key.text)

    def _environment(self, name: str, default: _Text | None) -> _Text | None:
        environment = self.judge.stage.end_state.environment
        value = environment.get(name) if name in set(environment) else None
        return _Text(value) if value is not None else default

    def _called(self, node: ast.Call, depth: int) -> _Text | None:
        name = _name(node.func)
        first = self.value(node.args[0], depth + 1) if node.args else None
        if name in _JOINS:
            out = first
            for other in node.args[1:]:
                if out is None:
                    return None
                out = _joined(out, self.value(other, depth + 1))
            return out
        if name in ("os.path.dirname", "path.dirname", "dirname"):
            return _Text(posixpath.dirname(first.text)) if first and first.complete else None
        if name in ("os.path.abspath", "os.path.realpath", "path.abspath", "abspath", "str"):
            return first
        if name in ("os.getcwd", "Path.cwd", "pathlib.Path.cwd"):
            folder = self.here.folder
            return _Text(folder) if folder is not None else None
        if name in ("os.environ.get", "os.getenv", "getenv", "environ.get", "config", "env"):
            if first is None:
                return None
            default = node.args[1] if len(node.args) > 1 else None
            return self._environment(first.text, self.value(default, depth + 1))
        if isinstance(node.func, ast.Attribute):
            inner = self.value(node.func.value, depth + 1)
            if inner is None:
                return None
            if node.func.attr in ("resolve", "absolute", "as_posix", "strip"):
                return inner
            if node.func.attr == "joinpath":
                return _joined(inner, first)
            if node.func.attr == "format":
                start = inner.text.partition("{")[0]
                return _Text(start, False) if start else None
        return None


def _joined(left: _Text, right: _Text | None) -> _Text:
    if not left.complete:
        return left
    if right is None:
        return _Text(left.text.rstrip("/") + "/", False)
    return _Text(posixpath.join(left.text, right.text), right.complete)


def _name(node: ast.AST) -> str:
    """`a.b.c` of a name or an attribute; "" of anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])
