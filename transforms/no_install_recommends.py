"""Leave out the packages that apt only recommends.

They are chosen for a person at a terminal; in an image they are weight and attack surface, often
more of both than what was asked for. What the build or the image leans on all the same, such as
the certificates behind curl or the compiler behind cmake, is named in the list in the same edit.
The facts are the archives' own, release by release.
https://docs.docker.com/build/building/best-practices/#apt-get
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import add_flag, add_operands
from fixer.dockerfile.shell import SHELLS, Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Edit, Safety, Skip, edit
from fixer.facts.recommends import Evidence, Verdict, lost
from fixer.facts.tools import without_recommends
from fixer.later import regex

_TOOLS = ("apt-get", "apt", "aptitude")
_SWITCHED_OFF = regex(rb"Install-Recommends[\\\"'\s=:]*(?:0|false|no|off)\b", re.IGNORECASE)
#: In a stage of more instructions than this, evidence is not told apart by its place.
_MANY = 200
#: Programs that run what cannot be read here.
_OPAQUE = frozenset(
    "make cmake ninja meson npm npx yarn pnpm pip pip3 poetry bundle rake mvn gradle sbt go cargo "
    "composer ansible-playbook tox R Rscript source .".split()
)


@transform(answers=["DL3015"], needs=["apt", "aptitude"])
def no_install_recommends(stage: Stage) -> Iterator[Edit | Skip]:
    present = _present(stage)
    switched_off = _SWITCHED_OFF.search(stage.document.source) is not None
    for install in stage.commands(*_TOOLS, subcommand=("install", "reinstall")):
        names = list(_names(stage, install))
        there = frozenset(present)
        present.update(names)
        if without_recommends(install.name, stage.spelled(install)):
            continue
        if install.has_flag("--install-recommends"):
            yield Skip(install.line, "the recommended packages are asked for")
            continue
        if switched_off:
            yield Skip(install.line, "apt's configuration leaves the recommended packages out")
            continue
        release = stage.facts.release or stage.facts.family
        verdict = lost(names, release, there).judge(_evidence(stage, install))
        flag = "--without-recommends" if install.name == "aptitude" else "--no-install-recommends"
        operations = [add_flag(install, flag)]
        if verdict.add:
            operations.append(add_operands(install, verdict.add))
        yield edit(
            *operations,
            line=install.line,
            why=_why(verdict, bool(names)),
            safety=Safety.HARDENING if verdict.understood and names else Safety.UNSAFE,
        )


def _names(stage: Stage, install: Command) -> Iterator[str]:
    """The packages, variables put in where the Dockerfile gives their values."""
    environment = stage.state(install.instruction).environment
    for word in install.operands:
        text = word.text.partition("=")[0] if word.text[0] not in "'\"" else word.text
        if word.literal is not None:
            yield word.literal
        elif "$(" in text or "`" in text:
            yield text
        else:
            try:
                expanded = expand(text, environment)
            except WordError:
                yield text
                continue
            yield from expanded.text.split() if expanded.certain else [text]


def _why(verdict: Verdict, named: bool) -> str:
    why = verdict.sentence()
    if verdict.add:
        why += f"; leaned on, and so named: {', '.join(verdict.add)}"
    if verdict.unknown:
        why += f"; what {verdict.unknown[0]} recommends is not known"
    elif verdict.doubt:
        why += f"; {verdict.doubt[0]} may be missed"
    elif not named:
        why += "; what this installs is not named here"
    return why


def _present(stage: Stage) -> set[str]:
    """The packages that the base brings, and those that the stages below install."""
    names = set(stage.facts.installed)
    for ancestor in stage.lineage[:-1]:
        for command in ancestor.commands(*_TOOLS, subcommand=("install", "reinstall")):
            names.update(_names(ancestor, command))
    return names


def _evidence(stage: Stage, install: Command) -> Evidence:
    """What runs from `install` on: in this stage, in those built on it, and in the image."""
    run = install.instruction
    if len(stage.instructions) > _MANY:  # the whole stage will do, and is read only once
        return stage.document.once(
            ("evidence", stage.index), lambda: _evidence_from(stage, 0, True)
        )
    return _evidence_from(stage, run.start, run.outer is not None)


def _evidence_from(stage: Stage, start: int, opaque: bool) -> Evidence:
    commands: set[str] = set()
    texts: list[str] = []
    for later in (stage, *stage.children):
        for instruction in later.instructions:
            if later is stage and instruction.start < start:
                continue
            if instruction.keyword not in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
                continue
            texts.append(instruction.logical)
            opaque = opaque or instruction.keyword in ("CMD", "ENTRYPOINT")
            opaque = opaque or instruction.script.problem is not None
            for command in instruction.script.commands:
                commands.add(command.name)
                opaque = opaque or _is_opaque(command)
        opaque = opaque or later.is_last
    return Evidence(frozenset(commands), "\n".join(texts), opaque)


def _is_opaque(command: Command) -> bool:
    if not command.words:
        return False
    program = command.words[0].text
    return (
        command.name in _OPAQUE
        or (command.name in SHELLS and command.nested_text is None)
        or program.endswith(".sh")
        or program.startswith(("./", "../"))
    )
