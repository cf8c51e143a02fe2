"""What uv keeps for a Python project: its environment, and the interpreter that this leads to.

`uv run` brings the environment up to date before it starts a program, also with `--frozen`. Where
the base has no Python of the version that is asked for, uv fetches one, into root's home folder.
https://docs.astral.sh/uv/concepts/projects/run/
https://docs.astral.sh/uv/concepts/python-versions/
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import flag_value
from fixer.context.image import image_of
from fixer.context.need import Kind, Movable, Need
from fixer.facts.programs import FRONTS
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage

_OFF = ("", "0", "false", "no", "off")
#: Flags that say what belongs to the environment.
_SELECTING = (
    *("--no-dev", "--dev", "--only-", "--extra", "--no-extra", "--all-", "--group", "--no-group"),
    *("--no-default-groups", "--package", "--no-install-", "--no-editable", "--with", "--isolated"),
    *("--python", "-p"),
)
#: What matters only to a project that is a package itself, or that has such groups.
_OF_PACKAGES = ("--no-install-", "--no-editable")
_OF_GROUPS = ("--no-dev", "--dev", "--no-default-groups")

#: Bases without a Python of their own, and what their distribution's is by release.
_WITHOUT = frozenset(("library/debian", "library/ubuntu", "library/alpine", "nvidia/cuda"))
_OF_RELEASE = {
    "buster": "3.7",
    "bullseye": "3.9",
    "bookworm": "3.11",
    "trixie": "3.13",
    "bionic": "3.6",
    "focal": "3.8",
    "jammy": "3.10",
    "noble": "3.12",
}
_VERSION = regex(r"(?:cpython-?|python)?(3\.\d+)(?:\.\d+)?")
_PYTHON_TAG = regex(r"python(3\.\d+)")
_INSTALL_FOLDER = ("UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME", "HOME")
#: Where everyone finds the Python that uv fetches.
_SHARED = "UV_PYTHON_INSTALL_DIR=/usr/local/share/uv/python"
#: What names the folder that uv has for it, or all of root's home.
_PLACE = regex(rb"share/uv|\.local\b|/root\b(?!/\.cache)|uv python dir|UV_PYTHON_BIN_DIR")
_MAKES_ENVIRONMENT = ("sync", "venv", "run", "add")


def updates(judge: Judge, words: Sequence[str], here: Here) -> None:
    """Note what `uv run` may write before it starts its command."""
    stage = judge.stage
    if "--no-sync" in words or _is_set(stage, "UV_NO_SYNC"):
        return
    project = flag_value(words, "--project", "--directory") or "."
    what = "runs uv, which brings its environment up to date"
    if not {"--frozen", "--offline"} & {*words}:
        judge.writes(project, what, here)
    made = _made_by_root(stage)
    if made is None or here.folder is None:
        return
    folder = posixpath.normpath(posixpath.join(here.folder, project))
    if not _is_up_to_date(stage, made, words, folder):
        inner = stage.end_state.environment["UV_PROJECT_ENVIRONMENT"] or ".venv"
        judge.writes(posixpath.join(folder, inner), what, here)


def _is_set(stage: Stage, name: str) -> bool:
    return (stage.end_state.environment[name] or "").lower() not in _OFF


def _made_by_root(stage: Stage) -> Command | None:
    """The last command of the build that fills the environment; None where no root's does."""
    last = None
    for member in stage.lineage:
        for command in member.commands("uv", subcommand=(*_MAKES_ENVIRONMENT, "pip")):
            outer = command.instruction.outer or command.instruction
            last = command if member.runs_as_root(outer) is not False else None
    return last


def _is_up_to_date(stage: Stage, made: Command, words: Sequence[str], folder: str) -> bool:
    """Whether the build leaves nothing to do for `uv run` of these words."""
    if made.subcommand != "sync" or made.assignments:
        return False
    data = image_of(stage).read(posixpath.join(folder, "pyproject.toml"))
    ignored: tuple[str, ...] = ()
    if data is not None and b"build-system" not in data and b"package = true" not in data:
        ignored += _OF_PACKAGES
    elif _copied_behind(stage, made):
        return False
    if data is not None and b"dependency-groups" not in data and b"dev-dependencies" not in data:
        ignored += _OF_GROUPS
    asked = [*words[words.index("run") + 1 :]] if "run" in words else []
    done = [word.literal or word.text for word in made.words[1:]]
    return _selected(asked, ignored, whole=False) == _selected(done, ignored, whole=True)


def _copied_behind(stage: Stage, made: Command) -> bool:
    seen = False
    for member in stage.lineage:
        for instruction in member.instructions:
            seen = seen or instruction is made.instruction
            if seen and instruction.keyword in ("COPY", "ADD"):
                return True
    return not seen


def _selected(words: Sequence[str], ignored: tuple[str, ...], *, whole: bool) -> set[str]:
    """The flags among uv's own words that say what belongs to the environment."""
    out = set()
    at = 0
    while at < len(words):
        word = words[at]
        if word[:1] != "-":
            if not whole:
                break
        else:
            flag, equals, value = word.partition("=")
            if not equals and flag in FRONTS["uv"].values and at + 1 < len(words):
                at += 1
                value = words[at]
            if flag.startswith(_SELECTING) and not flag.startswith(ignored or ("\0",)):
                out.add(f"{flag}={value}")
        at += 1
    return out


def interpreter(judge: Judge) -> None:
    """Note that the build has uv fetch a Python into root's home folder."""
    command = _fetched_at_home(judge.stage)
    if command is None:
        return
    run = command.instruction
    what = f"RUN uv {command.subcommand} fetches a Python into root's home folder"
    if run.outer is None and not _names_folder(judge.stage):
        judge.movable.append(Movable("what uv fetches is", f"ENV {_SHARED}", run, what))
    else:
        judge.add(Need(Kind.ROOT, what, None, command.line))


def _names_folder(stage: Stage) -> bool:
    """Whether something names the folder that uv has for it: it stays there then."""
    return any(_PLACE.search(o.raw) for other in stage.document.stages for o in other.instructions)


def _fetched_at_home(stage: Stage) -> Command | None:
    if not set(stage.end_state.environment).isdisjoint(_INSTALL_FOLDER):
        return None
    for member in stage.lineage:
        for command in member.commands("uv", subcommand=(*_MAKES_ENVIRONMENT, "python")):
            instruction = command.instruction
            if member.runs_as_root(instruction.outer or instruction) is False:
                continue
            if any(name.encode() in instruction.raw for name in _INSTALL_FOLDER[:2]):
                continue
            if _fetches(member, command):
                return command
    return None


def _fetches(stage: Stage, command: Command) -> bool:
    words = [word.literal or word.text for word in command.words[1:]]
    environment = stage.state(command.instruction).environment
    if command.subcommand == "python":
        return "install" in words and not {"-i", "--install-dir"} & {*words}
    if {"--no-managed-python", "--no-python-downloads"} & {*words} or "only-system" in words:
        return False
    if environment["UV_PYTHON_DOWNLOADS"] not in (None, "automatic", "auto", "true", "1"):
        return False
    if environment["UV_PYTHON_PREFERENCE"] == "only-system":
        return False
    if environment["UV_NO_MANAGED_PYTHON"]:
        return False
    present = _versions(stage, command)
    if present is None:
        return False
    wanted = flag_value(words, "--python", "-p") or environment["UV_PYTHON"]
    found = _VERSION.fullmatch((wanted or _pinned(stage, command)).strip())
    return not present or (found is not None and found[1] not in present)


def _pinned(stage: Stage, command: Command) -> str:
    """What the project's own file says of the version."""
    folder = stage.state(command.instruction).workdir or "/"
    data = image_of(stage).read(posixpath.join(folder, ".python-version")) or b""
    return data[:100].decode("utf-8", "replace").strip()


def _versions(stage: Stage, command: Command) -> set[str] | None:
    """The versions of Python that the base and its packages bring; None where that is not known."""
    reference = stage.root.reference
    if reference is None:
        return None
    tag = reference.tag or ""
    if reference.repository == "library/python":
        found = _VERSION.match(tag)
        return {found[1]} if found else None
    if reference.text.startswith("ghcr.io/astral-sh/uv"):
        found = _PYTHON_TAG.search(tag)
        if found:
            return {found[1]}
    elif reference.registry != "docker.io" or reference.repository not in _WITHOUT:
        return None
    present = set()
    for name in _packages(stage):
        if found := _VERSION.fullmatch(name):
            present.add(found[1])
        elif name.startswith("python3"):
            version = _OF_RELEASE.get(stage.facts.release or "")
            if version is None:
                return None
            present.add(version)
    return present


def _packages(stage: Stage) -> Iterator[str]:
    for member in stage.lineage:
        for install in member.commands("apt-get", "apt", "apk", subcommand=("install", "add")):
            for word in install.operands:
                yield word.literal or word.text
