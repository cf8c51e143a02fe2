"""What the build leaves in root's home folder, where another user does not find it.

What is only read there, and has a variable for its place, can be put where every user finds it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from fixer.context.need import ROOTS_HOME, Kind, Movable, Need, is_system, within, writes
from fixer.context.process import configured
from fixer.context.roots_local import LOCAL, local
from fixer.facts import programs as known
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Judge
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction


def left_there(judge: Judge, argv: tuple[str, ...]) -> None:
    """Note what the image needs of it; `argv` is what a container starts."""
    _local(judge)
    _home(judge)
    _installers(judge, argv)
    _programs(judge, argv)
    _downloads(judge)
    _browser(judge)


def _local(judge: Judge) -> None:
    """What of `~/.local` every user can have."""
    found = local(judge.stage)
    if found is not None:
        judge.movable.append(found.movable)


#: The programs that the name of HOME_MAKERS may be an argument of.
_RUNNERS = {
    "playwright": ("playwright", "npx", "python", "python3", "uv", "poetry", "yarn", "pnpm"),
    "puppeteer": ("puppeteer", "npx", "yarn", "pnpm"),
    "cypress": ("cypress", "npx", "yarn", "pnpm"),
    "patchright": ("patchright", "python", "python3", "uv", "poetry"),
    "camoufox": ("camoufox", "python", "python3", "uv", "poetry"),
    "nltk.downloader": ("python", "python3"),
    "prisma": ("prisma", "python", "python3", "uv", "poetry"),
    "textblob.download_corpora": ("python", "python3"),
}


def _home(judge: Judge) -> None:
    """What the build puts into root's home folder, where the program looks for it."""
    source = judge.stage.document.source
    tokens = judge.stage.document.tokens
    for name, word, variables in known.HOME_MAKERS:
        if _letters(name) not in tokens or word.encode() not in source:
            continue
        for member in judge.stage.lineage:
            for command in member.commands(*_RUNNERS.get(name, (name,))):
                words = [w.text for w in command.words]
                if (word and word not in words) or name not in (command.name, *words):
                    continue
                instruction = command.instruction
                if member.runs_as_root(instruction.outer or instruction) is False:
                    continue
                own = () if variables == _NLTK else variables
                if _set_elsewhere(judge.stage, own) or any(
                    w.text.startswith(("HOME=", *(f"{v}=" for v in variables)))
                    for w in command.assignments
                ):
                    continue
                if known.ELSEWHERE & {w.partition("=")[0] for w in words}:
                    continue
                if word == "--user" and local(judge.stage) is not None:
                    continue
                if name == "dotnet" and not {"-g", "--global"} & {*words}:
                    continue
                if name == "prisma" and not _is_pythons(judge.stage):
                    continue
                if name == "gcloud" and any("disable" in w or "metrics/" in w for w in words):
                    continue  # how it talks, not to whom
                if name == "git" and (_commits(judge.stage) or _AUTHOR.isdisjoint(words)):
                    continue
                shown = f"{name} config" if name == "git" else name
                what = f"RUN {shown} {word}".rstrip() + _LEFT
                _leaves_at_home(judge, command, what, variables[0] if variables else "")


def _is_pythons(stage: Stage) -> bool:
    """Whether Prisma is Python's; Node's leaves nothing in the home folder that is needed."""
    from fixer.context.prisma import is_pythons

    return is_pythons(stage)


def _leaves_at_home(judge: Judge, command: Command, what: str, variable: str) -> None:
    """Note what a RUN leaves in root's home, unless a line can put it where all find it."""
    folder, name = known.FOR_EVERYONE.get(variable, ("", b""))
    run = command.instruction
    if variable in _NLTK:
        _corpora(judge, run, command.line, what)
    elif folder and run.outer is None and not _is_named(judge.stage, variable, name):
        line = f"ENV {variable}={folder}"
        judge.movable.append(Movable("its browser is", line, run, what))
    else:
        judge.add(Need(Kind.ROOT, what, None, command.line))


_NLTK = ("NLTK_DATA",)


def _corpora(judge: Judge, run: Instruction, line: int, what: str) -> None:
    """What nltk downloads: to the first of the folders where it looks that is there and can be
    written to, else to the home folder.

    https://www.nltk.org/api/nltk.downloader.html#nltk.downloader.Downloader.default_download_dir
    """
    document = judge.stage.document
    value = judge.stage.end_state.environment[_NLTK[0]]
    folder = value if value is not None and _FOLDER.fullmatch(value) else known.CORPORA
    if document.source.count(folder.encode()) > (folder == value):
        return  # the build makes it
    named = b"root/nltk_data" if folder == value else b"/nltk_data"
    stays = _is_named(judge.stage, "", named) or within(folder, ROOTS_HOME)
    if run.outer is None and not stays:
        judge.movable.append(Movable("what nltk fetches is", f"RUN mkdir -p {folder}", run, what))
    else:
        judge.add(Need(Kind.ROOT, what, None, line))


_FOLDER = regex(r"/[\w./-]+")


def _is_named(stage: Stage, variable: str, name: bytes) -> bool:
    """Whether the file says where in root's home something is, which then has to stay there."""
    document = stage.document
    return (
        name in document.source
        or any(each == variable for each in stage.end_state.environment)
        or any(
            o.keyword == "COPY" and o.flag("from") is not None and b"/root" in o.raw
            for o in document.instructions
        )
    )


def _browser(judge: Judge) -> None:
    """Puppeteer's browser, which comes with the package and goes to the home folder."""
    stage = judge.stage
    folder = stage.end_state.workdir
    if stage.document.context is None or folder is None:
        return
    if stage.document.tokens.isdisjoint(_NODE_INSTALLERS) or _set_elsewhere(stage, _PUPPETEER):
        return
    from fixer.context.image import image_of

    image = image_of(stage)
    data = image.read(posixpath.join(folder, "package.json"))
    found = _NEEDS_BROWSER.search(data) if data else None
    if found is None or any(image.find(posixpath.join(folder, n)) for n in _PUPPETEER_FILES):
        return
    if found[1] and int(found[1]) < 19:
        return  # it kept the browser beside itself
    for member in stage.lineage:
        for command in member.commands(*_NODE_INSTALLERS):
            instruction = command.instruction
            if instruction.outer is not None or member.runs_as_root(instruction) is False:
                continue
            if command.subcommand in known.INSTALLS[command.name] or not command.subcommand:
                what = f"RUN {command.name} {command.subcommand or ''}".rstrip()
                what = f"{what} leaves puppeteer's browser in root's home folder"
                _leaves_at_home(judge, command, what, _PUPPETEER[0])
                return


_NODE_INSTALLERS = ("npm", "yarn", "pnpm", "bun")
_NEEDS_BROWSER = regex(rb'"puppeteer"\s*:\s*"[^"\d]*(\d*)')
#: What keeps the browser from being fetched, or puts it elsewhere.
_PUPPETEER = (
    *("PUPPETEER_CACHE_DIR", "PUPPETEER_SKIP_DOWNLOAD", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD"),
    "PUPPETEER_EXECUTABLE_PATH",
)
_PUPPETEER_FILES = (".puppeteerrc.cjs", ".puppeteerrc.js", ".puppeteerrc", ".puppeteerrc.json")


@cache
def _letters(text: str) -> str:
    """What a text begins with, as it is among the tokens of a document."""
    return "".join(takewhile(str.isalpha, text)).lower()


_LEFT = " leaves in root's home folder what it needs"
#: Who makes commits: told for the program, unless the build makes some itself.
_AUTHOR = frozenset(("user.email", "user.name"))


def _commits(stage: Stage) -> bool:
    commands = ("commit", "am", "merge", "rebase", "cherry-pick", "tag", "pull", "revert")
    return any(next(member.commands("git", subcommand=commands), None) for member in stage.lineage)


def _set_elsewhere(stage: Stage, variables: tuple[str, ...]) -> bool:
    """Whether one of the variables, or HOME, names a folder that is not in root's home."""
    environment = stage.end_state.environment
    return any(
        not within(environment[name] or "", ROOTS_HOME)
        for name in environment
        if name == "HOME" or name in variables
    )


def leads_home(stage: Stage, instruction: Instruction) -> bool:
    """Whether an ENV sets a PATH that leads into root's home, by a variable or by itself."""
    environment = stage.end_state.environment
    for name, value in instruction.pairs:
        if name == "PATH":
            if LOCAL in value and (found := local(stage)) is not None:
                value = value.replace(LOCAL, found.folder)
            if "/root/" in value:
                return True
            for other in _VARIABLE.findall(value):
                if other != "PATH" and (environment.get(other) or "").startswith("/root/"):
                    return True
    return False


_VARIABLE = regex(r"\$\{?(\w+)")


def _installers(judge: Judge, argv: tuple[str, ...]) -> None:
    """What installs tools into root's home, where the container runs one of these tools."""
    stage = judge.stage
    source = stage.document.source
    tokens = stage.document.tokens
    for text, installer in known.INSTALLERS.items():
        if _letters(text) not in tokens:
            continue
        if text.encode() not in source or _set_elsewhere(stage, installer.variables):
            continue
        if "POETRY_HOME" in installer.variables and local(stage) is not None:
            continue
        if installer.tools.isdisjoint(re.split(r"[^\w.-]+", _started_text(stage, argv))):
            continue
        for member in stage.lineage:
            for instruction in member.run_instructions:
                if text.encode() not in instruction.raw:
                    continue
                if member.runs_as_root(instruction.outer or instruction) is False:
                    continue
                if any(f"{v}=".encode() in instruction.raw for v in installer.variables):
                    continue
                what = f"RUN installs {installer.name} into root's home folder"
                judge.add(Need(Kind.ROOT, what, None, instruction.line))


def _programs(judge: Judge, argv: tuple[str, ...]) -> None:
    """What puts programs into root's home, where the container starts one by its bare name."""
    stage = judge.stage
    if not argv or "/" in argv[0]:
        return
    for member in stage.lineage:
        for command in member.commands(*known.PROGRAMS_AT_HOME, subcommand="install"):
            variables, elsewhere = known.PROGRAMS_AT_HOME[command.name]
            instruction = command.instruction
            if member.runs_as_root(instruction.outer or instruction) is False:
                continue
            words = {word.text.partition("=")[0] for word in command.words}
            if not words.isdisjoint(elsewhere) or _set_elsewhere(stage, variables):
                continue
            from fixer.context.image import image_of

            if image_of(stage).which(argv[0]) is None:
                what = f"RUN {command.name} install puts programs into root's home folder"
                judge.add(Need(Kind.ROOT, what, None, command.line))


def _started_text(stage: Stage, argv: tuple[str, ...]) -> str:
    """The words of what the container runs, what only runs another program included."""
    parts = [part.value for part in configured(stage) if part is not None]
    return " ".join([*parts, *(word.rpartition("/")[2] for word in argv)])


def _downloads(judge: Judge) -> None:
    """Python in the build that downloads models to where only root looks for them."""
    stage = judge.stage
    document = stage.document
    if document.context is None:
        source = document.source
        if not _FETCHES.search(source) and not any(c.encode() in source for c in known.HOME_CALLS):
            return
    for member in stage.lineage:
        for instruction in member.runs("python", "python3"):
            if member.runs_as_root(instruction.outer or instruction) is False:
                continue
            for text in (instruction.raw, *_python_files(judge, member, instruction)):
                told = known.CALLS_ELSEWHERE.search(text.decode("utf-8", "replace"))
                for call, variables in known.HOME_CALLS.items():
                    if call.encode() not in text:
                        continue
                    what = f"RUN python calls {call.rstrip('(.')}, which{_LEFT}"
                    if variables == _NLTK:
                        if not told and not _set_elsewhere(stage, ()):
                            _corpora(judge, instruction, instruction.line, what)
                    elif _set_elsewhere(stage, variables):
                        _fills(judge, instruction)
                    elif not told:
                        judge.add(Need(Kind.ROOT, what, None, instruction.line))


#: A program that by its name fetches what another one then has at hand.
_FETCHES = regex(rb"(?i)\b\w*(?:download|prefetch|preload|fetch|warm_?up|cache)\w*\.py\b")


def _fills(judge: Judge, instruction: Instruction) -> None:
    """Hugging Face's cache, filled by the build: the program adds to it what has changed since."""
    for name in known.HUGGING_FACE:
        path = judge.stage.end_state.environment[name]
        if path is not None and path.startswith("/") and not is_system(path):
            what = f"{name} is {path}, which the build fills"
            judge.add(writes(path, what, instruction.line))


def _python_files(judge: Judge, stage: Stage, instruction: Instruction) -> Iterator[bytes]:
    """The files of the build context that a RUN has Python run."""
    from fixer.context.image import image_of

    image = image_of(stage) if stage.document.context is not None else None
    folder = stage.state(instruction).workdir or "/"
    for command in instruction.script.commands:
        name = command.subcommand or ""
        if not known.PYTHON.fullmatch(command.name) or not name.endswith(".py"):
            continue
        data = image.read(posixpath.join(folder, name)) if image is not None else None
        if data is not None:
            yield data
        elif not _FETCHES.search(name.encode()):
            continue
        elif _set_elsewhere(judge.stage, _CACHES):
            _fills(judge, instruction)
        else:
            shown = posixpath.basename(name)
            what = f"RUN python runs {shown}, which is not in sight and may fetch to root's home"
            judge.add(Need(Kind.UNKNOWN, what, None, command.line))


#: Where what is fetched goes, as far as it is said for all of a framework.
_CACHES = (*known.HUGGING_FACE, "TORCH_HOME", "XDG_CACHE_HOME", "NLTK_DATA")
