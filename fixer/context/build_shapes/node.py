"""Applications of Node that npm, yarn or pnpm build.

The build stays as it was. What runs gets the packages of `dependencies` alone, installed by the
same command on the same base, and besides the build's output all files that are not sources.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from fixer.context.build_shapes.copied import Copied, copied, owner_flag
from fixer.context.build_shapes.outputs import Outputs
from fixer.context.build_shapes.shape import (
    PLAIN,
    Cut,
    cut,
    last,
    no_part,
    start_words,
    system_rest,
)
from fixer.context.files import Context, context_of
from fixer.context.node import script_file
from fixer.context.scripts import parse_script
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.later import NamedTuple, regex

_TOOLS = ("npm", "yarn", "pnpm", "npx", "corepack")
_LOCKS = {
    "npm": ("package-lock.json", "npm-shrinkwrap.json"),
    "yarn": ("yarn.lock",),
    "pnpm": ("pnpm-lock.yaml",),
}
_INSTALLS = {
    "npm": ("ci", "install", "i", "clean-install"),
    "yarn": ("install", ""),
    "pnpm": ("install", "i"),
}
#: Besides installing and building: nothing of it is in what runs.
_ASIDE = frozenset("prune cache config set store audit test t dedupe fund version -v".split())
_CHECKS = frozenset(("test", "lint", "typecheck", "format", "check", "test:ci", "type-check"))
_GLOBAL = frozenset(("npm", "yarn", "pnpm", "corepack"))
_WITHOUT_DEVELOPMENT = ("--omit=dev", "--production", "--only=production", "--prod", "-P")
_ROOT_SCRIPTS = ("preinstall", "install", "postinstall")
_AT_INSTALL = ("prepublish", "preprepare", "prepare", "postprepare")
_NOT_SIMPLE = ("file:", "link:", "workspace:", "git", "portal:", "patch:")
_MANIFESTS = ("package.json", ".npmrc")
#: Files that only build, test and format.
_ALONE = (
    *(
        "*.ts",
        "*.tsx",
        "*.mts",
        "*.cts",
        "tsconfig*.json",
        "tslint.json",
        ".eslintrc*",
        ".prettier*",
    ),
    *("eslint.config.*", "prettier.config.*", "nest-cli.json", "jest.config.*", "vitest.config.*"),
    *("webpack.config.*", "rollup.config.*", "vite.config.*", "tsup.config.*", "babel.config.*"),
    *(".babelrc*", ".swcrc", "test/*", "tests/*", "*/__tests__/*", "*.test.js", "*.spec.js"),
    *("package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml"),
    *(".npmrc", ".nvmrc", ".node-version", ".husky/*", "commitlint.config.*", "biome.json"),
    *("postcss.config.*", "tailwind.config.*", "next.config.*", "components.json", ".vscode/*"),
)
_SOURCES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_TESTS = regex(
    r"(?:^|/)(?:__)?(?:tests?|specs?|e2e|mocks?)(?:__)?/|\.(?:test|spec|d)\.\w+$|\.config\."
)
_TYPES_ONLY = regex(r"^[ \t]*+(?:import|export)\s+type\b[^\n]*$", re.MULTILINE)
_MAJOR = regex(r"(\d+)")
_LARGEST = 256 * 1024


class _Project(NamedTuple):
    """What lies in the context where package.json does."""

    context: Context
    #: The folder of package.json: in the context, and in the image.
    root: str
    folder: str
    package: dict[str, Any]
    given: Copied

    def read(self, name: str) -> bytes | None:
        """A file that stands beside package.json in the image, by its path from there."""
        file = self.given.files.get(posixpath.normpath(posixpath.join(self.folder, name)))
        return self.context.read(file.source) if file is not None else None

    def names(self, key: str) -> dict[str, str]:
        """The packages of a part of package.json, with their versions."""
        found = self.package.get(key)
        items = found.items() if isinstance(found, dict) else ()
        return {str(name): str(version) for name, version in items}


def node(stage: Stage, name: str, tag: str) -> Cut | str | None:
    installs = _installs(stage)
    build = last(stage, _TOOLS, lambda command: True)
    if not installs or build is None or not any(_builds(c) for c in stage.commands(*_TOOLS)):
        return None
    if len(installs) > 1:
        return f"packages are installed more than once (line {installs[1].line})"
    install = installs[0]
    step = build.instruction
    given = copied(stage, step)
    if isinstance(given, str):
        return given
    project = _project(stage, install, given)
    if isinstance(project, str):
        return project
    outputs = Outputs(project.package, project.read)
    reason = (
        _other_packages(project)
        or _no_part(stage, step, project, outputs)
        or outputs.problem
        or _started(stage, project, outputs)
    )
    if reason:
        return reason
    lines: list[str] | str = []
    if not outputs.standalone:
        lines = _installed(stage, install, project, tag)
    beside = given.beside(_ALONE)
    reason = system_rest(stage, step, "HEALTHCHECK", "VOLUME")
    owner = owner_flag([file.copy for file in given.files.values()])
    if isinstance(lines, str) or isinstance(beside, str):
        return lines if isinstance(lines, str) else str(beside)
    if reason or owner is None:
        return reason or "the COPY instructions give to different owners"
    made = [posixpath.join(project.folder, each) for each in sorted(outputs.folders)]
    made += [path for path in beside if not any(_within(path, each) for each in made)]
    lines = [line.replace("COPY ", f"COPY {owner}", 1) for line in lines]
    lines += [f"COPY --from={name} {owner}{path} {path}" for path in made]
    what = "the sources, and the packages that only development needs"
    return cut(stage, step, stage.base_text, lines, what)


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")


# The build ---------------------------------------------------------------------------------------


def _installs(stage: Stage) -> list[Command]:
    """The commands that install the project's packages."""
    return [
        command
        for command in stage.commands("npm", "yarn", "pnpm")
        if command.subcommand in _INSTALLS[command.name]
        and not command.operands
        and not command.has_flag("-g", "--global")
        and command.instruction.outer is None
    ]


def _builds(command: Command) -> bool:
    if command.name == "npx":
        return True
    if command.name == "npm":
        return command.subcommand in ("run", "run-script")
    aside = (*_INSTALLS.get(command.name, ()), *_ASIDE, "add", "global")
    return command.name in ("yarn", "pnpm") and command.subcommand not in aside


def _project(stage: Stage, install: Command, given: Copied) -> _Project | str:
    context = context_of(stage.document)
    folder = stage.state(install.instruction).workdir
    manifest = given.files.get(posixpath.join(folder, "package.json")) if folder else None
    if context is None or folder is None or manifest is None:
        return "package.json is not in sight"
    if any("node_modules" in path.split("/") for path in given.files):
        return "node_modules of the build context is copied, too"
    package = _json(context.read(manifest.source))
    root = posixpath.dirname(manifest.source)
    project = _Project(context, root, folder, package, given)
    if not package:
        return "package.json cannot be read"
    if package.get("workspaces") or project.read("pnpm-workspace.yaml") is not None:
        return "the project is one of several, which share their packages"
    return project


def _no_part(stage: Stage, build: Instruction, project: _Project, outputs: Outputs) -> str | None:
    """What up to the last step does something else than install and build, as a reason."""
    later: list[Command] = []
    for instruction in stage.instructions:
        if instruction.start > build.start:
            break
        if (reason := no_part(instruction)) is not None:
            return reason
        if instruction.keyword != "RUN":
            continue
        for command in instruction.script.commands:
            if any("/dev/null" not in word.text for word in command.redirections):
                return f"a file is written on line {command.line}"
            if command.name in _TOOLS:
                if reason := _tool(command, outputs):
                    return f"{reason} on line {command.line}"
            elif command.name == "cp" and outputs.folders:
                later.append(command)
            elif command.name == "cd" or (command.all_words and command.name not in PLAIN):
                return f"{command.name or 'a command'} on line {command.line} is no part of it"
            if stage.state(instruction).workdir != project.folder and command.name != "corepack":
                return f"line {command.line} works in another folder than that of package.json"
    for command in later:
        target = posixpath.normpath(command.words[-1].literal or "/")
        if not any(_within(target, folder) for folder in outputs.folders):
            return f"cp on line {command.line} is no part of it"
    return None


def _tool(command: Command, outputs: Outputs) -> str | None:
    """Why a command of a package tool is no part of the build; its output is taken in."""
    name, subcommand = command.name, command.subcommand
    words = [word.literal or "$" for word in command.words]
    if "$" in words or command.has_flag("-C", "--prefix", "--cwd", "--dir", "-w", "--workspace"):
        return f"{name} is told where, or what, by a variable"
    if name == "corepack":
        return None
    if command.has_flag("-g", "--global") or subcommand == "global":
        tools = {_bare(word.text) for word in command.operands}
        return None if tools <= _GLOBAL else f"{name} installs a tool, which the program may run,"
    if name == "npx":
        outputs.command(words, f"RUN on line {command.line}")
        return None
    if subcommand in _ASIDE:
        return None
    if subcommand in _INSTALLS[name]:
        return f"{name} installs more than the project says" if command.operands else None
    if name == "npm" and subcommand not in ("run", "run-script"):
        return f"npm {subcommand} is run"
    script = (
        command.operands[0].literal
        if subcommand in ("run", "run-script") and (command.operands)
        else subcommand
    )
    if len(command.operands) > (1 if subcommand in ("run", "run-script") else 0):
        return f"{name} gives a script more words"
    if script and script not in _CHECKS:
        outputs.script(script)
    return None


def _bare(text: str) -> str:
    return text[:1] + text[1:].partition("@")[0]


# The program -------------------------------------------------------------------------------------


def _started(stage: Stage, project: _Project, outputs: Outputs) -> str | None:
    """Why what the image starts is not seen to be a file that the build made."""
    words: Sequence[str] = start_words(stage)
    if not words or stage.end_state.workdir is None:
        return "the image does not start a program in exec form"
    folder = stage.end_state.workdir
    if words[0] in ("npm", "yarn", "pnpm"):
        name = next((word for word in words[1:] if word not in ("run", "run-script")), "")
        scripts = project.names("scripts")
        if folder != project.folder or f"pre{name}" in scripts or f"post{name}" in scripts:
            return f"what {words[0]} {name} runs is not known"
        script = parse_script(scripts.get(name, "").encode("utf-8", "surrogateescape"))
        commands = script.commands if not script.problem else []
        words = [w.literal or "$" for w in commands[0].words] if len(commands) == 1 else []
        if not words or words[0] != "node":
            return f"the script {name} starts something else than a file of node's"
    if words[0] != "node":
        return f"the image starts {words[0]}, not node"
    for flag, value in pairwise(words):
        if flag in ("-r", "--require", "--import"):
            package = _package_of(value)
            if package == "tsconfig-paths" or package not in project.names("dependencies"):
                return f"node loads {value} first, which only development may have"
    file = script_file(words)
    if file in (".", "./"):
        file = str(project.package.get("main") or "index.js")
    path = posixpath.normpath(posixpath.join(folder, file or ""))
    made = [posixpath.join(project.folder, each) for each in outputs.folders]
    if not file or "$" in file or not any(_within(path, each) for each in made):
        return f"the image starts {file or 'node'}, which is not seen to be what the build makes"
    return None


# The packages ------------------------------------------------------------------------------------


def _installed(stage: Stage, install: Command, project: _Project, tag: str) -> list[str] | str:
    """The lines that install what the program needs, or why that is not known."""
    tool = install.name
    locks = [each for each in _LOCKS[tool] if project.read(each) is not None]
    reason = _needs_development(project)
    if reason:
        return reason
    if not locks:
        return f"no {_LOCKS[tool][0]} says which versions are installed"
    environment = stage.state(install.instruction).environment
    if environment.get("NODE_ENV") == "production" or install.has_flag(*_WITHOUT_DEVELOPMENT):
        return "the packages of development are not installed in the first place"
    flags = [_flag(tool, tag)]
    text = " ".join(word.text for word in install.words)
    if "$" in text or install.assignments:
        return "what is installed depends on a variable"
    scripts = project.names("scripts")
    prepares = any(each in scripts for each in _AT_INSTALL)
    if tool == "npm":
        lock = _json(project.read(locks[0]))
        if reason := _compiled(lock):
            return reason
        flags += ["--ignore-scripts"] if prepares else []
    elif prepares:
        return "package.json's prepare runs whenever packages are installed"
    elif tool == "yarn" and b"__metadata:" in (project.read("yarn.lock") or b""):
        return "this yarn installs without the packages of development only with a plugin's help"
    mounts = [flag for flag in install.instruction.flags if flag.name == "mount"]
    if any("type=cache" not in flag.value for flag in mounts) or len(mounts) != len(
        install.instruction.flags
    ):
        return "installing is given a mount, or another flag"
    before = [
        f"{' '.join(word.text for word in command.words)} && "
        for command in stage.commands(*_TOOLS)
        if command.start < install.start or command.instruction.start < install.instruction.start
        if command.name == "corepack" or command.has_flag("-g", "--global")
    ]
    names = [*_MANIFESTS, *locks]
    sources = [
        file.source
        for each in names
        if (file := project.given.files.get(posixpath.join(project.folder, each)))
        and file.since < install.instruction.start
    ]
    if b"_auth" in (project.read(".npmrc") or b"").lower():
        return "installing takes the credentials of .npmrc"
    if any(" " in source for source in sources):
        return "a name holds a blank"
    place = "./" if stage.end_state.workdir == project.folder else project.folder + "/"
    run = "".join(f"--mount={flag.value} " for flag in mounts)
    return [
        f"COPY {' '.join(sources)} {place}",
        f"RUN {run}{''.join(before)}{text} {' '.join(flags)}",
    ]


def _flag(tool: str, tag: str) -> str:
    """How a tool is told to leave out what only development needs."""
    major = _MAJOR.match(tag)
    if tool == "npm":
        return "--production" if major and int(major[1]) < 16 else "--omit=dev"
    return "--production" if tool == "yarn" else "--prod"


def _other_packages(project: _Project) -> str | None:
    """What installing does besides fetching what a registry has."""
    scripts = project.names("scripts")
    script = next((each for each in _ROOT_SCRIPTS if each in scripts), None)
    if script is not None:
        return f"package.json's {script} runs whenever packages are installed"
    used = {**project.names("dependencies"), **project.names("optionalDependencies")}
    for name, version in used.items():
        if version.startswith(_NOT_SIMPLE) or "/" in version.partition(":")[0]:
            return f"{name} does not come from a registry"
    for name in (*used, *project.names("devDependencies")):
        if name in ("prisma", "@prisma/client"):
            return "what prisma generates lies among the packages"
    return None


def _compiled(lock: dict[str, Any]) -> str | None:
    """The package of package-lock.json that runs something when it is installed, as a reason."""
    packages = lock.get("packages")
    if not isinstance(packages, dict):
        return "a package-lock.json of this version does not say which packages are compiled"
    for path, entry in packages.items():
        if not isinstance(entry, dict) or not path or entry.get("dev") is True:
            continue
        systems = entry.get("os")
        elsewhere = isinstance(systems, list) and "linux" not in systems and systems
        if entry.get("link"):
            return f"{path} is a link"
        if entry.get("hasInstallScript") and not elsewhere:
            name = path.rpartition("node_modules/")[2]
            return f"{name} is compiled or fetched when it is installed"
    return None


def _needs_development(project: _Project) -> str | None:
    """A source that names a package which only development has, as a reason."""
    used = {**project.names("dependencies"), **project.names("optionalDependencies")}
    names = set(project.names("devDependencies")) - set(used)
    lock = _json(project.read("package-lock.json")).get("packages")
    for path, entry in lock.items() if isinstance(lock, dict) else ():
        if isinstance(entry, dict) and entry.get("dev") is True:
            names.add(path.rpartition("node_modules/")[2])
    names = {name for name in names if name and not name.startswith("@types/")}
    for source, text in _texts(project):
        for found in _QUOTED.finditer(_TYPES_ONLY.sub("", text)):
            name = _package_of(found[2])
            if name in names:
                return f"{source} names {name}, which only development installs"
    return None


def _package_of(module: str) -> str:
    """The package that a module is of: `@scope/name` of `@scope/name/file`."""
    return "/".join(module.split("/")[: 2 if module[:1] == "@" else 1])


_QUOTED = regex(r"(['\"`])([@\w][\w./@-]*)\1")


def _texts(project: _Project) -> Iterator[tuple[str, str]]:
    """The sources that may become a part of the program."""
    for file in project.given.files.values():
        source = file.source
        if source.endswith(_SOURCES) and not _TESTS.search(source):
            data = project.context.read(source)
            if data is not None and len(data) <= _LARGEST:
                yield source, data.decode("utf-8", "replace")


def _json(data: bytes | None) -> dict[str, Any]:
    try:
        value = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
