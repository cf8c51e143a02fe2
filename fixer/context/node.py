"""Node.js applications: which script `npm start` runs, and what a program's own file writes."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from fixer.context.commands import base_name
from fixer.context.image import image_of
from fixer.facts.programs import INTERPRETERS

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge

#: Longer files are not read, in bytes; nor more of an application's files than this.
_LONGEST = 256 * 1024
_FILES = 12
_CALLS = 100
_RUNNERS = frozenset(("npm", "yarn", "pnpm", "bun"))
_NODE_VALUES = frozenset("-r --require --import --loader --env-file -C --conditions".split())
#: What writes the file that its first argument names, or makes that folder.
_WRITES = re.compile(
    r"\b(?:fs|fsp|fsPromises|fse|promises)\s*\.\s*"
    r"(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|mkdir|mkdirSync"
    r"|ensureDir|ensureDirSync|outputFile|outputFileSync)\s*\(\s*"
)
_LITERAL = re.compile(r"'([^'\\\n]{1,200})'|\"([^\"\\\n]{1,200})\"|`([^`\\\n$]{1,200})`")
_JOINED = re.compile(r"path\s*\.\s*(?:join|resolve)\s*\(\s*__dirname\s*,\s*")
_UPLOADS = re.compile(r"\bmulter\s*\(\s*\{\s*dest\s*:\s*")
_LOCAL = re.compile(
    r"\b(?:require\s*\(\s*|from\s+|import\s+|import\s*\(\s*)['\"](\.{1,2}/[^'\"\n]+)"
)


def node(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """A program of Node's world."""
    name = base_name(argv[0])
    if name in _RUNNERS:
        script = _script_name(name, argv)
        if script is not None:
            _package_script(judge, script, argv, here)
            return
    if name in _RUNNERS and name != "bun":
        return
    entry = _entry(name, argv)
    if entry is not None:
        path = judge.path_of(entry if "/" in entry else f"./{entry}", here)
        if path is not None:
            _files(judge, path, here)


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


def _package_script(judge: Judge, script: str, argv: Sequence[str], here: Here) -> None:
    folder = here.folder
    for at, word in enumerate(argv[:-1]):
        if word in ("--prefix", "--cwd", "-C", "--dir") and folder is not None:
            folder = posixpath.join(folder, argv[at + 1])
    if folder is None:
        return
    data = image_of(judge.stage).read(posixpath.join(folder, "package.json"))
    if data is None or len(data) > _LONGEST:
        return
    package = _json(data)
    scripts = package.get("scripts")
    texts = scripts if isinstance(scripts, dict) else {}
    found = False
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
    if not found and script == "start":
        _files(judge, posixpath.join(folder, "server.js"), here)


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _entry(name: str, argv: Sequence[str]) -> str | None:
    """The file that `node [flags] FILE` runs."""
    if name not in INTERPRETERS and name not in ("ts-node", "tsx", "nodejs"):
        return None
    at = 1
    while at < len(argv):
        word = argv[at]
        if word in ("-e", "--eval", "-p", "--print"):
            return None
        if word[:1] != "-":
            return None if name == "bun" and word == "run" else word
        at += 2 if word in _NODE_VALUES else 1
    return None


def _files(judge: Judge, path: str, here: Here) -> None:
    """What an application's own files write by a plain path, its local imports followed."""
    image = image_of(judge.stage)
    pending = [path]
    seen: set[str] = set()
    while pending and len(seen) < _FILES:
        path = pending.pop(0)
        if path in seen:
            continue
        seen.add(path)
        data = None
        for name in (path, f"{path}.js", f"{path}.mjs", f"{path}.ts", f"{path}/index.js"):
            data = image.read(name)
            if data is not None:
                path = name
                break
        if data is None or len(data) > _LONGEST:
            continue
        text = data.decode("utf-8", "replace")
        place = here._replace(
            place=here.place._replace(name=posixpath.basename(path), script=True), line=None
        )
        for target, line, is_folder in _writes(text, posixpath.dirname(path)):
            judge.writes(target, f"writes {target}", place._replace(line=line), file=not is_folder)
        for found in islice(_LOCAL.finditer(text), _CALLS):
            pending.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1])))


def _writes(text: str, folder: str) -> Iterator[tuple[str, int, bool]]:
    """(path, line, whether it is a folder) of what a source writes by a literal path."""
    for call in islice(_WRITES.finditer(text), _CALLS):
        target = _path_at(text, call.end(), folder)
        if target is not None and not _commented(text, call.start()):
            is_folder = call[1].startswith(("mkdir", "ensureDir"))
            yield target, text.count("\n", 0, call.start()) + 1, is_folder
    for call in islice(_UPLOADS.finditer(text), _CALLS):
        target = _path_at(text, call.end(), folder)
        if target is not None and not _commented(text, call.start()):
            yield target, text.count("\n", 0, call.start()) + 1, True


def _path_at(text: str, at: int, folder: str) -> str | None:
    joined = _JOINED.match(text, at)
    found = _LITERAL.match(text, joined.end() if joined else at)
    if found is None:
        return None
    value = found[1] or found[2] or found[3]
    return posixpath.join(folder, value.lstrip("/")) if joined else value


def _commented(text: str, at: int) -> bool:
    return "//" in text[text.rfind("\n", 0, at) + 1 : at].replace("://", "")
