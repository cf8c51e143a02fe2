"""Which folders the scripts of a package.json make: of the tools whose output is known."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Sequence
from typing import Any

from fixer.context.scripts import parse_script
from fixer.later import regex

#: They make nothing that the program reads.
_NOTHING = frozenset(
    "echo rm rimraf del del-cli mkdir mkdirp eslint prettier biome tslint jest vitest mocha ava"
    " true tsc-alias tscpaths chmod test exit check-node-version attw publint".split()
)
_COPIES = frozenset("cp copyfiles cpx cpx2 cpy ncp cpr mv".split())
_FRONTS = ("npx", "cross-env", "shx", "--no-install", "--yes", "-y", "--")
_RUNNERS = frozenset(("npm", "yarn", "pnpm"))
_MANY = frozenset(("run-s", "run-p", "npm-run-all", "npm-run-all2"))
_OUT_DIR = regex(r"\boutDir\s*:\s*(['\"`])([\w./-]+)\1")
_STANDALONE = regex(r"\boutput\s*:\s*(['\"`])standalone\1")
_COMMENT = regex(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)')
_COMMA = regex(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')
_ENDINGS = (".ts", ".mts", ".cts", ".js", ".mjs", ".cjs")
#: A configuration builds on others this often.
_DEPTH = 5
_SCRIPTS = 30

#: Reads a file beside package.json; None where it is not there.
Read = Callable[[str], bytes | None]


class Outputs:
    """What scripts make, as paths from the folder of package.json, or why that is not known."""

    def __init__(self, package: dict[str, Any], read: Read) -> None:
        scripts = package.get("scripts")
        self._scripts = scripts if isinstance(scripts, dict) else {}
        self._read = read
        self._seen: set[str] = set()
        self.folders: set[str] = set()
        self.problem: str | None = None
        #: next makes a folder that needs nothing else.
        self.standalone = False

    def script(self, name: str) -> None:
        """Take in what a script makes, with those that run before and behind it."""
        if name in self._seen or len(self._seen) > _SCRIPTS:
            return
        self._seen.add(name)
        if name not in self._scripts:
            self._give_up(f"package.json has no script {name}")
        for each in (f"pre{name}", name, f"post{name}"):
            text = self._scripts.get(each)
            if not isinstance(text, str):
                continue
            script = parse_script(text.encode("utf-8", "surrogateescape"))
            if script.problem:
                self._give_up(f"the script {each} cannot be read: {script.problem}")
            for command in script.commands:
                words = [word.literal or word.text for word in command.words]
                if any("$" in word or "`" in word for word in words) or (
                    any("/dev/null" not in word.text for word in command.redirections)
                ):
                    self._give_up(f"the script {each} holds a variable, or writes a file")
                self.command(words, f"the script {each}")

    def command(self, words: Sequence[str], place: str) -> None:
        """Take in what one command makes."""
        while words and (words[0] in _FRONTS or "=" in words[0]):
            words = words[1:]
        if not words:
            return
        name, *rest = words
        operands = [word for word in rest if word[:1] != "-"]
        if name in _RUNNERS:
            run = operands[1:] if operands[:1] in (["run"], ["run-script"]) else operands
            self.script(run[0]) if run else self._give_up(f"{place} runs {name}")
        elif name in _MANY:
            for each in operands:
                self.script(each)
        elif name in _COPIES:
            if operands:
                self._add(operands[-1])
        elif (found := getattr(self, f"_{name}", None)) and name in _KNOWN:
            found(rest)
        elif name not in _NOTHING:
            self._give_up(f"{place} runs {name}, and what that makes is not known")

    def _give_up(self, reason: str) -> None:
        self.problem = self.problem or reason

    def _add(self, folder: str | None) -> None:
        path = posixpath.normpath(folder or "")
        if folder is None or path.startswith(("/", "..")) or path == ".":
            self._give_up("what is built is put beside the sources")
        else:
            self.folders.add(path)

    # Tools ------------------------------------------------------------------------------------

    def _tsc(self, words: Sequence[str]) -> None:
        if "--noEmit" in words or "--watch" in words or "-w" in words:
            return
        project = _value(words, "-p", "--project", "-b", "--build") or "tsconfig.json"
        if not project.endswith(".json"):
            project = posixpath.join(project, "tsconfig.json")
        self._add(_value(words, "--outDir") or self._out_dir(project))

    def _nest(self, words: Sequence[str]) -> None:
        settings = _json(self._read("nest-cli.json")) or {}
        if words[:1] != ["build"] or settings.get("projects") or settings.get("monorepo"):
            self._give_up("what nest makes is not known")
            return
        own = self._read("tsconfig.build.json") is not None
        self._add(self._out_dir("tsconfig.build.json" if own else "tsconfig.json"))

    def _out_dir(self, path: str, depth: int = 0) -> str | None:
        """`outDir` of a TypeScript configuration, or of the one that it builds on."""
        settings = _json(self._read(posixpath.normpath(path))) or {}
        options = settings.get("compilerOptions")
        if isinstance(options, dict) and options.get("noEmit") is True:
            return None
        if isinstance(options, dict) and isinstance(options.get("outDir"), str):
            return posixpath.join(posixpath.dirname(path), options["outDir"])
        base = settings.get("extends")
        if not isinstance(base, str) or not base.startswith(".") or depth > _DEPTH:
            return None
        base = posixpath.join(posixpath.dirname(path), base)
        return self._out_dir(base if base.endswith(".json") else base + ".json", depth + 1)

    def _esbuild(self, words: Sequence[str]) -> None:
        file = _value(words, "--outfile")
        self._add(_value(words, "--outdir") or (posixpath.dirname(file) if file else None))

    def _babel(self, words: Sequence[str]) -> None:
        file = _value(words, "-o", "--out-file")
        self._add(_value(words, "-d", "--out-dir") or (posixpath.dirname(file) if file else None))

    def _swc(self, words: Sequence[str]) -> None:
        self._babel(words)

    def _ncc(self, words: Sequence[str]) -> None:
        self._add(_value(words, "-o", "--out") or "dist")

    def _tsup(self, words: Sequence[str]) -> None:
        self._add(_value(words, "-d", "--out-dir") or self._configured("tsup.config", "dist"))

    def _vite(self, words: Sequence[str]) -> None:
        if words[:1] != ["build"]:
            self._give_up("what vite makes is not known")
        self._add(_value(words, "--outDir") or self._configured("vite.config", "dist"))

    def _next(self, words: Sequence[str]) -> None:
        texts = [self._read(f"next.config{ending}") or b"" for ending in _ENDINGS]
        if words[:1] != ["build"] or not any(
            _STANDALONE.search(text.decode("utf-8", "replace")) for text in texts
        ):
            self._give_up("next's configuration does not say `output: 'standalone'`")
        self.standalone = True
        self._add(".next/standalone")

    def _configured(self, name: str, usual: str) -> str | None:
        """The folder that a tool's configuration names; None where it names several."""
        found = {usual}
        for ending in _ENDINGS:
            text = self._read(name + ending)
            if text is not None:
                folders = {m[2] for m in _OUT_DIR.finditer(text.decode("utf-8", "replace"))}
                if folders or b"outDir" in text:
                    found = folders
        return found.pop() if len(found) == 1 else None


_KNOWN = frozenset("tsc nest esbuild babel swc ncc tsup vite next".split())


def _value(words: Sequence[str], *flags: str) -> str | None:
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in flags:
            behind = words[at + 1] if at + 1 < len(words) else ""
            return value if equals else behind if behind[:1] not in ("-", "") else None
    return None


def _json(data: bytes | None) -> dict[str, Any] | None:
    """An object of JSON with comments, as TypeScript's configurations are."""
    if data is None:
        return None
    text = _COMMENT.sub(lambda found: found[1] or "", data.decode("utf-8-sig", "replace"))
    text = _COMMA.sub(lambda found: found[1] or "", text)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
