"""Whether a build runs the application's own code, which may leave files of root's in it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from fixer.context.left import stands_in
from fixer.dockerfile.accounts import bare
from fixer.dockerfile.stages import Stage
from fixer.facts.programs import PHP, PYTHON, RUN_AS_OWNER
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.dockerfile.shell import Command

_PROGRAMS = (
    *("python", "python3", "php", "node", "ruby", "rails", "rake", "flask", "alembic", "bundle"),
    *("django-admin", "pipenv", "poetry", "uv", "artisan", "console", "aerich"),
)
_INTERPRETERS = ("node", "nodejs", "ts-node", "tsx", "python", "python3", "php", "ruby", "deno")
_CODE = (".js", ".mjs", ".cjs", ".ts", ".py", ".php", ".rb")
_CONSOLES = ("manage.py", "artisan", "bin/console")
#: What runs tasks by their names: `db:setup`.
_TASKS = ("bundle", "rails", "rake")
_INSTALLERS = ("pip", "uv", "poetry", "pipenv")
#: Names of programs that fill a database, by themselves or as a part of a longer name.
_FILLS = regex(
    r"(?:.*[._/-])?(?:db|databases?|tables?|init|seed|seeds|seeder|migrations?|migrate|populate"
    r"|fixtures?|bootstrap)(?:[._-].*)?"
)
#: What Python that keeps something says, and what only fetches: that is as often large as it is
#: left alone afterwards.
_KEEPS = regex(
    rb"open\(|\.write|write_|mkdir|makedirs|touch|connect\(|create_all|create_tables|init_db|dump"
    rb"|to_csv|\.save|shutil|shelve|migrate|metadata\.create|seed|populate"
    rb"|file_put_contents|\bnew PDO|Database\.(?:new|open)|FileUtils|\bopen\b[^;\n]{0,200}['\"]\+?>"
)
_FETCHES = regex(
    rb"download|urlretrieve|urlopen|requests|httpx|from_pretrained|open-uri|Net::HTTP|LWP::"
)


class _Kind(NamedTuple):
    """An interpreter, how its files end, and its flags for a text, and for a module."""

    program: re.Pattern[str]
    ending: str
    text: str
    module: str | None = None


_KINDS = (
    _Kind(PYTHON, ".py", "-c", "-m"),
    _Kind(PHP, ".php", "-r"),
    _Kind(regex(r"ruby[0-9.]*"), ".rb", "-e"),
    _Kind(regex(r"perl[0-9.]*"), ".pl", "-e"),
)


def application_ran(stage: Stage) -> bool:
    """Whether one of the RUN of a stage, or of those that it is built on, does so."""

    def ran() -> bool:
        return any(
            _changes(member, command)
            for member in stage.lineage
            for instruction in member.run_instructions
            for command in instruction.script.commands
            if command.words
        )

    return stage.document.once(("application ran", stage.index), ran)


def own_code_ran(stage: Stage) -> bool:
    """Whether root runs a file of the application's own in the build, by an interpreter or by a
    script of package.json's: it may leave files beside itself."""

    def ran() -> bool:

        from fixer.context.node import script_text

        for member in stage.lineage:
            for command in member.commands(*_INTERPRETERS, *RUN_AS_OWNER, "bun"):
                instruction = command.instruction
                if instruction.outer is not None or member.runs_as_root(instruction) is False:
                    continue
                words = [bare(word) for word in command.words]
                if command.name not in _INTERPRETERS:
                    text = script_text(stage, words)
                    words = next((w for w in text if w[0] in _INTERPRETERS), [""])
                file = next((word for word in words[1:] if word[:1] != "-"), "")
                if file.endswith(_CODE) and not {"-e", "-c", "-p", "-m"} & {*words}:
                    return True
        return False

    return stage.document.once(("own code ran", stage.index), ran)


def _changes(stage: Stage, command: Command) -> bool:
    words = [word.text for word in command.words]
    name = posixpath.basename(command.name)
    if name in _PROGRAMS:
        if any(word.endswith(_CONSOLES) for word in words[1:]):
            return True
        if any(":migrate" in w or w in ("migrate", "upgrade", "init-db") for w in words[1:]):
            return name not in _INSTALLERS
        if name in _TASKS and any(_FILLS.fullmatch(p) for w in words[1:] for p in w.split(":")):
            return True
    elif name.endswith(".py") and words[0].startswith(("/", "./")):
        return name == "manage.py" or _keeps(stage, command, words[0])
    kind = next((kind for kind in _KINDS if kind.program.fullmatch(name)), None)
    return kind is not None and _of_interpreter(stage, command, words[1:], kind)


def _of_interpreter(stage: Stage, command: Command, words: list[str], kind: _Kind) -> bool:
    """Whether what an interpreter is given to run keeps something beside the application."""
    for at, word in enumerate(words):
        if word in (kind.text, kind.module):
            given = words[at + 1] if at + 1 < len(words) else ""
            if word == kind.module:
                return _keeps(stage, command, f"{given.replace('.', '/')}.py")
            text = given.encode("utf-8", "surrogateescape")
            return bool(_KEEPS.search(text)) and not _FETCHES.search(text)
        if word[:1] != "-":
            builds = word.endswith("setup.py")
            return word.endswith(kind.ending) and not builds and _keeps(stage, command, word)
    return False


def _keeps(stage: Stage, command: Command, path: str) -> bool:
    """Whether a file of the application's keeps something, by its text or else by its name."""
    folder = stands_in(stage, command)
    data = None
    if folder is not None and stage.document.context is not None:
        from fixer.context.image import image_of

        data = image_of(stage).read(posixpath.normpath(posixpath.join(folder, path)))
    if data is not None and _FETCHES.search(data):
        return False
    if data is not None and _KEEPS.search(data):
        return True
    return bool(_FILLS.fullmatch(posixpath.splitext(posixpath.basename(path))[0]))
