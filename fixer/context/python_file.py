"""One Python file of an application: what it writes, what it runs, and what only root may do."""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING

from fixer.context.commands import flag_value
from fixer.context.image import image_of
from fixer.context.need import Kind
from fixer.context.python_values import OPENERS, Scope, Shared
from fixer.context.settings import SUFFIXES, log_files, settings
from fixer.context.texts import NO_FILE, Text, write

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge
    from fixer.context.python_calls import Calls

_Placed = ast.expr | ast.stmt
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_NOTHING = Text("")

_FOLDER_CALLS = frozenset(("os.makedirs", "os.mkdir", "aiofiles.os.makedirs", "aiofiles.os.mkdir"))
#: Calls that write the file of the argument with this number, or of one of these names.
_FILE_CALLS = {
    "sqlite3.connect": 0,
    "aiosqlite.connect": 0,
    **dict.fromkeys(
        [
            *("logging.FileHandler", "logging.handlers.RotatingFileHandler", "logger.add"),
            *("logging.handlers.TimedRotatingFileHandler", "logging.handlers.WatchedFileHandler"),
            *("FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler"),
            *("loguru.logger.add", "os.mkfifo", "os.truncate", "os.chmod", "os.utime"),
            *("shelve.open", "dbm.open"),
            *("cv2.imwrite", "numpy.save", "numpy.savez", "numpy.savetxt", "tinydb.TinyDB"),
            *("matplotlib.pyplot.savefig", "plt.savefig", "np.save"),
        ],
        0,
    ),
    **dict.fromkeys(
        [
            *("shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.move", "os.rename"),
            *("os.replace", "os.symlink", "os.link", "joblib.dump", "torch.save"),
            *("urllib.request.urlretrieve", "urlretrieve"),
        ],
        1,
    ),
}
#: Calls that fill the folder of the argument with this number.
_TREE_CALLS = {"shutil.copytree": 1, "shutil.unpack_archive": 1}
#: The same for libraries whose files are as often relative, and told only where they are known:
#: those that write a file, and those that keep a folder.
_LIBRARY_FILES = {
    **dict.fromkeys(
        [
            *("telethon.TelegramClient", "telethon.sync.TelegramClient", "cv2.VideoWriter"),
            *("soundfile.write", "scipy.io.wavfile.write", "imageio.imwrite", "imageio.mimsave"),
            *("duckdb.connect", "torchaudio.save"),
        ],
        0,
    ),
    **dict.fromkeys(["faiss.write_index", "gdown.download", "wget.download"], 1),
}
_LIBRARY_FOLDERS = {
    **dict.fromkeys(
        [
            *("chromadb.PersistentClient", "diskcache.Cache", "diskcache.FanoutCache"),
            *("joblib.Memory", "lancedb.connect", "lmdb.open", "plyvel.DB", "git.Repo.init"),
            *("whoosh.index.create_in", "cachelib.FileSystemCache"),
        ],
        0,
    ),
    **dict.fromkeys(["git.Repo.clone_from", "Repo.clone_from"], 1),
}
#: Arguments by which libraries are told a folder to write to.
_FOLDER_ARGUMENTS = frozenset(
    """persist_directory persist_dir output_dir out_dir outdir save_dir download_dir work_dir
    workdir log_dir checkpoint_dir cache_dir cache_folder storage_dir piddir local_dir""".split()
)
#: Calls that open an archive or the like, with a mode as `open` has it.
_ARCHIVES = frozenset(("zipfile.ZipFile", "ZipFile", "tarfile.open", "h5py.File", "wave.open"))
#: What opens raw sockets, unless it is told not to.
_RAW_CALLS = frozenset(
    """icmplib.ping icmplib.multiping icmplib.async_ping icmplib.async_multiping
    icmplib.traceroute pythonping.ping""".split()
)
#: What installs into Python's own folder.
_INSTALL_CALLS = frozenset(("chromedriver_autoinstaller.install", "spacy.cli.download"))
_REMOVE_CALLS = frozenset(
    ("os.remove", "os.unlink", "os.rmdir", "os.removedirs", "shutil.rmtree", "os.rename")
)
_NAMED = ("file", "filename", "path", "name", "dst", "database", "fname", "sink", "extract_dir")
#: Methods of what is made with a path, that write it.
_PATH_METHODS = frozenset(("write_text", "write_bytes", "mkdir", "touch"))
_PATH_REMOVES = frozenset(("unlink", "rmdir", "rename", "replace", "symlink_to", "hardlink_to"))
#: Methods that write the file of their first argument, whatever they are methods of.
_FRAME_METHODS = frozenset(
    """to_csv to_excel to_parquet to_json to_pickle to_feather savefig save write_image write_html
    save_pretrained""".split()
)
_ROOT_CALLS = {
    "os.chown": "changes the owner of files",
    "os.lchown": "changes the owner of files",
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
    """subprocess.run subprocess.call subprocess.check_call subprocess.Popen os.popen os.system
    subprocess.check_output subprocess.getoutput subprocess.getstatusoutput
    asyncio.create_subprocess_shell""".split()
)
#: Calls whose arguments are a program's words, from this one on; or a list of them.
_EXEC_CALLS = {
    "asyncio.create_subprocess_exec": 0,
    **dict.fromkeys(("os.execl", "os.execlp"), 1),
    **dict.fromkeys(("os.execv", "os.execvp", "os.execve", "os.execvpe"), 1),
}
_DEVICES = ("/dev/mem", "/dev/kmem", "/dev/gpio", "/dev/i2c", "/dev/spi", "/dev/tty", "/dev/video",
            "/dev/snd", "/dev/input", "/dev/bus", "/dev/net")  # fmt: skip
_SECRET_FILES = ("/etc/shadow", "/etc/gshadow", "/etc/sudoers")
_FOLDER_SETTINGS = frozenset(("MEDIA_ROOT", "UPLOAD_FOLDER", "UPLOAD_DIR", "SESSION_FILE_DIR"))
#: Statements whose blocks may run or not.
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Match)


class File:
    """Walks one file, its functions behind all that is done at once."""

    def __init__(
        self,
        judge: Judge,
        path: str,
        here: Here,
        shared: Shared,
        command: str,
        calls: Calls | None = None,
    ) -> None:
        self.judge = judge
        #: How its functions are called, where all of their calls are in it.
        self.calls = calls
        self.here = here
        self.shared = shared
        #: What manage.py is told: `migrate`.
        self.command = command
        self.scope = Scope(path, judge, here, shared)
        #: Functions still to be read, each with the names around it.
        self._later: list[tuple[_Function, list[dict[str, list[Text | None]]]]] = []
        #: Names that are given a list, by name.
        self._lists: dict[str, ast.List | ast.Tuple] = {}
        self._branches = 0
        #: Texts that are parts of others, by id().
        self._parts: set[int] = set()

    def read(self, tree: ast.Module, *, only_values: bool) -> None:
        """Judge a file; with `only_values` no more than take over what it names."""
        if only_values:
            self._define(tree)
            for statement in tree.body:
                if isinstance(statement, ast.Import | ast.ImportFrom):
                    self.scope.imports(statement)
                elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.ClassDef | ast.If):
                    self._visit(statement)
            return
        self._define(tree)
        for statement in tree.body:
            self._visit(statement)
        while self._later:
            function, around = self._later.pop(0)
            self._function(function, around)

    def _define(self, tree: ast.Module) -> None:
        """Make the file's functions and methods known by their names, where these are theirs
        alone."""
        known = self.shared.functions
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                known[node.name] = None if node.name in known else (node, self.scope)

    # The walk ---------------------------------------------------------------------------------

    def _visit(self, node: ast.AST) -> None:
        scope = self.scope
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            self._children(node.args)
            for decorator in getattr(node, "decorator_list", ()):
                self._visit(decorator)
            self._later.append((node, [*scope.scopes]))
            return
        if isinstance(node, ast.Import | ast.ImportFrom):
            scope.imports(node)
        elif isinstance(node, ast.ClassDef):
            scope.scopes.append({})
            self._children(node)
            for name, values in scope.scopes.pop().items():
                scope.shared.values.setdefault(name, []).extend(values[:1])
            return
        elif isinstance(node, _BRANCHES):
            self._branches += 1
            self._loop(node)
            self._children(node)
            self._branches -= 1
            return
        elif isinstance(node, ast.BinOp):
            self._parts.add(id(node.left))
        elif isinstance(node, ast.JoinedStr):
            self._parts.update(map(id, node.values))
        self._children(node)
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._assign(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            if node.value is not None:
                self._assign(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            joined = ast.BinOp(node.target, node.op, node.value)
            scope.assign(node.target, scope.choices(joined), sure=not self._branches)
        elif isinstance(node, ast.withitem):
            if node.optional_vars is not None:
                self._assign(node.optional_vars, node.context_expr)
        elif isinstance(node, ast.comprehension):
            scope.assign(node.target, [None], sure=False)
        elif isinstance(node, ast.Dict):
            self._dict(node)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                self._string(node, node.value)
        elif isinstance(node, ast.JoinedStr | ast.BinOp):
            self._database(node)
        elif isinstance(node, ast.Compare):
            self._compare(node)
        elif isinstance(node, ast.Call):
            self._call(node)

    def _children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self._visit(child)

    def _loop(self, node: ast.AST) -> None:
        if isinstance(node, ast.For | ast.AsyncFor):
            values: list[Text | None] = [None]
            if isinstance(node.iter, ast.List | ast.Tuple) and isinstance(node.target, ast.Name):
                values = [self.scope.value(element) for element in node.iter.elts]
            self.scope.assign(node.target, values, sure=True)

    def _function(self, node: _Function, around: list[dict[str, list[Text | None]]]) -> None:
        """A function's body. What it is given is known only by the file's own calls."""
        arguments = node.args
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        given += [a for a in (arguments.vararg, arguments.kwarg) if a is not None]
        values: dict[str, list[Text | None]] = {a.arg: [None] for a in given}
        if self.calls is not None:
            values.update(self.calls.given(node, self.scope))
        kept, self.scope.scopes = self.scope.scopes, [*around, values]
        body = node.body if isinstance(node.body, list) else [node.body]
        for statement in body:
            self._visit(statement)
        self.scope.scopes = kept

    def _assign(self, target: ast.expr, expression: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List) and isinstance(
            expression, ast.Tuple | ast.List
        ):
            pairs = [*zip(target.elts, expression.elts, strict=False)]
            if len(target.elts) == len(expression.elts) and not any(
                isinstance(each, ast.Starred) for pair in pairs for each in pair
            ):
                for inner, value in pairs:
                    self._assign(inner, value)
                return
        values = self.scope.choices(expression)
        self.scope.assign(target, values, sure=not self._branches)
        if isinstance(target, ast.Subscript):
            key = self.scope.value(target.slice)
            name = key.text if key is not None else ""
        else:
            name = target.attr if isinstance(target, ast.Attribute) else ""
            name = target.id if isinstance(target, ast.Name) else name
        if isinstance(expression, ast.Dict):
            self.shared.dicts.add(name)
            known = self.shared.literals
            known[name] = None if name in known else (expression, self.scope)
        elif isinstance(expression, ast.List | ast.Tuple):
            self._lists[name] = expression
        if name in _FOLDER_SETTINGS:
            self._write(target, expression, f"says {name} =", file=False)
        elif name == "STATIC_ROOT" and self.command == "collectstatic":
            self._write(target, expression, "has collectstatic fill", file=False)

    # What is told -----------------------------------------------------------------------------

    def _note(self, node: _Placed, kind: Kind, what: str) -> None:
        self.judge.note(kind, what, self.here._replace(line=node.lineno))

    def _write(
        self,
        node: _Placed,
        path: ast.expr | None,
        what: str,
        *,
        file: bool = True,
        sure: bool = False,
    ) -> None:
        """What an expression names is written; with `sure` only where that is known."""
        if path is None or _is_no_path(path, self.scope):
            return
        here = self.here._replace(line=node.lineno)
        for value in self.scope.choices(path):
            if not (sure and value is None):
                write(self.judge, value, what, here, file=file)

    def _kept_in(self, node: _Placed, path: ast.expr | None, *, file: bool) -> None:
        """What a library is told to write to, where that is plainly a path."""
        if path is None or _is_no_path(path, self.scope):
            return
        for value in self.scope.choices(path):
            plain = value is not None and value.text.strip("/.") and "://" not in value.text
            if value is not None and plain and value.text[:1] not in ":~":
                start, percent, _ = value.text.partition("%(")
                value = Text(start, False) if percent else value
                here = self.here._replace(line=node.lineno)
                write(self.judge, value, "writes", here, file=file)

    # Expressions ------------------------------------------------------------------------------

    def _dict(self, node: ast.Dict) -> None:
        """Django's DATABASES, and the handlers of LOGGING."""
        values: dict[str, ast.expr] = {}
        for name, content in zip(node.keys, node.values, strict=True):
            key = self.scope.value(name)
            if key is not None:
                values[key.text] = content
        engine = self.scope.value(values.get("ENGINE")) or _NOTHING
        if "sqlite" in engine.text and "NAME" in values:
            self._write(node, values["NAME"], "keeps a database in")
        kind = self.scope.value(values.get("class")) or _NOTHING
        if "FileHandler" in kind.text and "filename" in values:
            self._write(node, values["filename"], "logs to")
        if "outtmpl" in values:  # yt-dlp's
            self._kept_in(node, values["outtmpl"], file=True)

    def _string(self, node: ast.Constant, text: str) -> None:
        if text.startswith("sqlite") and ":///" in text and id(node) not in self._parts:
            self._database_in(node, Text(text))
        elif text.startswith(_SECRET_FILES):
            self._note(node, Kind.ROOT, f"reads {text}")
        elif text.startswith(_DEVICES):
            self._note(node, Kind.ROOT, f"uses {text}")
        elif text.endswith("/docker.sock"):
            self._note(node, Kind.ROOT, "uses the engine's socket")

    def _database(self, node: ast.JoinedStr | ast.BinOp) -> None:
        """`f"sqlite:///{FOLDER}/x.db"`, `"sqlite:///" + os.path.join(…)`."""
        for value in self.scope.choices(node) if id(node) not in self._parts else ():
            if value is not None and value.text.startswith("sqlite"):
                self._database_in(node, value)

    def _database_in(self, node: _Placed, url: Text) -> None:
        path = Text(url.text.partition(":///")[2].partition("?")[0], url.complete)
        if path.text != ":memory:" and "\n" not in path.text:
            here = self.here._replace(line=node.lineno)
            write(self.judge, path, "keeps a database in", here)

    def _compare(self, node: ast.Compare) -> None:
        if isinstance(node.left, ast.Call) and isinstance(node.ops[0], ast.NotEq | ast.Gt):
            if self.scope.name(node.left.func) in ("os.geteuid", "os.getuid"):
                self._note(node, Kind.ROOT, "asks whether it is not root")

    def _call(self, node: ast.Call) -> None:
        name = self.scope.name(node.func)
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""

        def argument(at: int) -> ast.expr | None:
            if at < len(node.args):
                return node.args[at]
            return next((named[name] for name in _NAMED if name in named), None)

        first = node.args[0] if node.args else None
        for word in _FOLDER_ARGUMENTS & named.keys():
            self._kept_in(node, named[word], file=False)
        if name in OPENERS:
            if self._for_writing(named.get("mode") or next(iter(node.args[1:2]), None)):
                self._write(node, argument(0), "writes")
            else:
                self._load(argument(0))
        elif name == "os.environ.setdefault" and len(node.args) == 2:
            variable = ast.Subscript(node.func.value, node.args[0], ast.Store())  # type: ignore[attr-defined]
            self.scope.assign(variable, self.scope.choices(node.args[1]), sure=False)
        elif name == "os.open":
            if any("O_RD" not in self.scope.name(o) for o in _flags(node.args[1:2])):
                self._write(node, first, "writes")
        elif name in _FOLDER_CALLS:
            self._write(node, argument(0), "makes", file=False)
        elif name in _FILE_CALLS:
            value = self.scope.value(argument(_FILE_CALLS[name]))
            if value is None or value.text != ":memory:":
                self._write(node, argument(_FILE_CALLS[name]), "writes")
            if name in _REMOVE_CALLS:
                self._write(node, first, "renames", sure=True)
        elif name in _TREE_CALLS:
            self._write(node, argument(_TREE_CALLS[name]), "writes", file=False)
        elif name in _LIBRARY_FILES:
            self._kept_in(node, argument(_LIBRARY_FILES[name]), file=True)
        elif name in _LIBRARY_FOLDERS:
            folder = argument(_LIBRARY_FOLDERS[name]) or named.get("to_path")
            self._kept_in(node, folder or named.get("location"), file=False)
        elif name == "qdrant_client.QdrantClient":
            self._kept_in(node, named.get("path"), file=False)
        elif name in _ARCHIVES:
            mode = self.scope.value(named.get("mode") or next(iter(node.args[1:2]), None))
            if mode is not None and mode.text[:1] in ("w", "a", "x"):
                self._write(node, argument(0), "writes")
        elif name in _RAW_CALLS:
            told = named.get("privileged")
            if not (isinstance(told, ast.Constant) and told.value is False):
                self._note(node, Kind.ROOT, "opens a raw socket")
        elif name in _INSTALL_CALLS:
            self._note(node, Kind.ROOT, f"calls {name}, which writes to Python's own folder")
        elif name in _REMOVE_CALLS:
            self._write(node, first, "removes", sure=True)
        elif name in ("logging.basicConfig", "basicConfig"):
            self._write(node, named.get("filename"), "logs to")
        elif name.endswith(("config.fileConfig", "config.dictConfig")) or name in (
            *("fileConfig", "dictConfig"),
        ):
            self._logging(node, name, argument(0))
        elif name in _DROP_CALLS:
            self._note(node, Kind.DROPS, f"calls {name}")
        elif name in _ROOT_CALLS:
            self._note(node, Kind.ROOT, _ROOT_CALLS[name])
        elif name in ("socket.socket", "socket"):
            raw = ("socket.SOCK_RAW", "socket.AF_PACKET")
            if any(self.scope.name(argument) in raw for argument in node.args):
                self._note(node, Kind.ROOT, "opens a raw socket")
        elif name in _RUN_CALLS:
            self._run(node, first)
        elif name in _EXEC_CALLS:
            words = node.args[_EXEC_CALLS[name] :]
            whole = words[0] if words and isinstance(words[0], ast.List | ast.Tuple) else None
            self._run(node, whole or ast.List(words, ast.Load()))
        elif isinstance(node.func, ast.Attribute):
            self._method(node, node.func.value, method, first, named)

    def _method(
        self,
        node: ast.Call,
        owner: ast.expr,
        method: str,
        first: ast.expr | None,
        named: dict[str | None, ast.expr],
    ) -> None:
        """A method of something that may be a path."""
        value = self.scope.value(owner)
        if method == "bind" and (path := self.scope.value(first)) is not None:
            if path.complete and path.text.startswith("/"):
                what, here = f"makes a socket at {path.text}", self.here._replace(line=node.lineno)
                self.judge.writes(path.text, what, here, file=True, socket=True)
        elif method in _FRAME_METHODS:
            # what is saved may be no file: it is one where its name says so
            self._write(node, first, "writes", sure=method == "save")
        elif method == "extractall":
            self._write(node, first or named.get("path"), "fills", file=False)
        elif method == "add_argument" and first is not None:
            self._option(node.args, named)
        elif method == "read" and first is not None:
            self._load(first)
        elif method == "read_text":
            self._load(owner)
        elif method == "open":
            if self._for_writing(named.get("mode") or first):
                self._write(node, owner, "writes")
        elif method in _PATH_METHODS:
            if value is not None or not node.args or method.startswith("write_"):
                self._write(node, owner, "writes", file=method != "mkdir")
        elif method in _PATH_REMOVES and value is not None:
            self._write(node, owner, "changes", sure=True)
            if method in ("rename", "replace") and len(node.args) == 1:
                self._write(node, first, "writes")

    def _option(self, names: list[ast.expr], named: dict[str | None, ast.expr]) -> None:
        """What argparse gives: what the command line says, else the default."""
        flags = [value.text for name in names if (value := self.scope.value(name)) is not None]
        flags = [flag for flag in flags if flag.startswith("-")]
        if not flags:
            return
        long = next((flag for flag in flags if flag.startswith("--")), flags[0])
        told = self.scope.value(named.get("dest"))
        name = told.text if told is not None else long.lstrip("-").replace("-", "_")
        given = flag_value(self.here.arguments, *flags)
        values = self.shared.values.setdefault(name, [])
        if given is not None and not given.startswith("-"):
            values.append(Text(given) if "$" not in given else None)
        elif not any(word.startswith(long) for word in self.here.arguments):
            if (default := named.get("default")) is not None:
                values.extend(self.scope.choices(default))

    def _for_writing(self, mode: ast.expr | None) -> bool:
        text = self.scope.value(mode)
        return text is not None and len(text.text) <= 4 and bool(set(text.text) & {*"wax+"})

    def _run(self, node: ast.Call, program: ast.expr | None) -> None:
        """A program that is run, where it is said in plain words."""
        if isinstance(program, ast.Name):
            program = self._lists.get(program.id, program)
        if isinstance(program, ast.Call) and isinstance(program.func, ast.Attribute):
            if program.func.attr == "split":  # "a b".split(), shlex.split("a b")
                program = program.args[0] if program.args else program.func.value
        if isinstance(program, ast.List | ast.Tuple):
            words = [self.scope.value(element) for element in program.elts]
            if program.elts and self.scope.name(program.elts[0]) == "sys.executable":
                words[0] = Text("python")
            if not words or words[0] is None:
                return
            argv = [
                word.text if word is not None and word.complete else "$" + _shown(element)
                for word, element in zip(words, program.elts, strict=True)
            ]
        else:
            text = self.scope.value(program)
            if text is None:
                return
            argv = ["sh", "-c", text.text if text.complete else f"{text.text}$value"]
        self.judge.run_inside(argv, self.here._replace(line=node.lineno))

    # Files that are read ----------------------------------------------------------------------

    def _path(self, expression: ast.expr | None) -> str | None:
        value = self.scope.value(expression)
        if value is None or not value.complete or not value.text or self.here.folder is None:
            return None
        return posixpath.join(self.here.folder, value.text)

    def _load(self, expression: ast.expr | None) -> None:
        """Take over the values of a file of settings that is in sight."""
        path = self._path(expression)
        if path is None or not path.endswith(SUFFIXES):
            return
        data = image_of(self.judge.stage).read(path)
        found = settings(path, data) if data is not None else None
        if found is None:
            return
        place = self.here.place._replace(name=posixpath.basename(path), script=True)
        here = self.here._replace(place=place, line=None)
        for setting in found:
            self.shared.settings.setdefault(setting.key, [])
            if Text(setting.value) not in self.shared.settings[setting.key]:
                self.shared.settings[setting.key].append(Text(setting.value))
            if setting.log:
                write(self.judge, Text(setting.value), "logs to", here)

    def _logging(self, node: ast.Call, name: str, argument: ast.expr | None) -> None:
        """Logging as a file or a dict says it."""
        if name.endswith("dictConfig"):
            told = isinstance(argument, ast.Dict) or bool(self.shared.settings)
            if isinstance(argument, ast.Name | ast.Attribute):
                last = self.scope.name(argument).rpartition(".")[2]
                told = told or last in self.shared.dicts
            if not told:
                self._note(node, Kind.UNKNOWN, "sets up logging, by what is not known")
            return
        path = self._path(argument)
        if path is None or not log_file(self.judge, path, self.here):
            self._note(node, Kind.UNKNOWN, "sets up logging by a file that cannot be read")


def log_file(judge: Judge, path: str, here: Here) -> bool:
    """Judge a file that sets up Python's logging; whether it can be read."""
    data = image_of(judge.stage).read(path)
    if data is None:
        return False
    files: list[str] | None
    if path.endswith((".json", ".yaml", ".yml", ".toml")):
        found = settings(path, data)
        files = None if found is None else [setting.value for setting in found if setting.log]
    else:
        files = log_files(data.decode("utf-8", "replace"))
    if files is None:
        return False
    place = here.place._replace(name=posixpath.basename(path), script=True)
    for file in files:
        write(judge, Text(file), "logs to", here._replace(place=place, line=None))
    return True


def _is_no_path(node: ast.expr, scope: Scope) -> bool:
    """A number, a stream, a function: an open descriptor, or something of another kind."""
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str)
    if isinstance(node, ast.Lambda):
        return True
    if scope.name(node).startswith(("sys.std", "sys.__std")):
        return True
    return scope.value(node) == NO_FILE


def _flags(nodes: list[ast.expr]) -> list[ast.expr]:
    """The single flags of `a | b`."""
    out: list[ast.expr] = []
    pending = [*nodes]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.BinOp):
            pending += [node.left, node.right]
        else:
            out.append(node)
    return out


def _shown(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else "value"
