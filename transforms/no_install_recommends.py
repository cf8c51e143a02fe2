"""Leave out the packages that apt only recommends.

They are chosen for a person at a terminal; in an image they are weight and attack surface, often
more of both than what was asked for. What the build or the image leans on all the same, such as
the certificates behind curl or the compiler behind cmake, is named in the list in the same edit,
and in a removal behind it that takes away what leant on it. The facts are the archives' own,
release by release.
https://docs.docker.com/build/building/best-practices/#apt-get
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import add_flag, add_operands
from fixer.dockerfile.shell import SHELLS, Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Edit, Operation, Safety, Skip, edit
from fixer.facts.recommends import Evidence, Verdict, lost
from fixer.facts.tools import without_recommends
from fixer.later import regex

_TOOLS = ("apt-get", "apt", "aptitude")
_INSTALLS = ("install", "reinstall")
_CLEARS = ("autoremove", "auto-remove", "autopurge")
_REMOVALS = ("remove", "purge", *_CLEARS)
_CLEARING = ("--auto-remove", "--autoremove")
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
    for install in stage.commands(*_TOOLS, subcommand=(*_INSTALLS, *_REMOVALS)):
        names = list(_names(stage, install))
        there = frozenset(present)
        _change(present, install, names)
        if install.subcommand in _REMOVALS:
            continue
        if without_recommends(install.name, stage.spelled(install)):
            continue
        if install.has_flag("--install-recommends"):
            yield Skip(install.line, "the recommended packages are asked for")
            continue
        if switched_off:
            yield Skip(install.line, "apt's configuration leaves the recommended packages out")
            continue
        release = stage.facts.release or stage.facts.family
        evidence = _evidence(stage, install)
        verdict = lost(names, release, there).judge(evidence)
        flag = "--without-recommends" if install.name == "aptitude" else "--no-install-recommends"
        operations = [add_flag(install, flag)]
        if verdict.add:
            operations.append(add_operands(install, verdict.add))
            operations += _taken_away(stage, install, names, verdict.add, there, evidence)
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


def _taken_away(
    stage: Stage,
    install: Command,
    names: list[str],
    added: Iterable[str],
    there: frozenset[str],
    evidence: Evidence,
) -> Iterator[Operation]:
    """Remove what is named with what it is named for, where the RUN removes that.

    apt removes by itself only what it has installed by itself.
    """
    behind = [c for c in install.script.commands if c.name in _TOOLS and c.start > install.start]
    removal = next((c for c in behind if c.subcommand in _REMOVALS), None)
    if removal is None or any(c.subcommand in _INSTALLS for c in behind):
        return
    clears = (c.subcommand in _CLEARS or c.has_flag(*_CLEARING) for c in behind)
    gone = {*_names(stage, removal)}
    if gone.isdisjoint(names) or not any(clears):
        return
    release = stage.facts.release or stage.facts.family
    kept = lost([name for name in names if name not in gone], release, there)
    still = {*kept.judge(evidence).add, *(each.name for each in kept.packages)}
    words = [name for name in added if name not in still and name not in gone]
    operation = add_operands(removal, words) if words else None
    if isinstance(operation, Operation):
        yield operation


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
        for command in ancestor.commands(*_TOOLS, subcommand=(*_INSTALLS, *_REMOVALS)):
            _change(names, command, _names(ancestor, command))
    return names


def _change(present: set[str], command: Command, names: Iterable[str]) -> None:
    """Take over what a command installs or removes."""
    if command.subcommand in _REMOVALS:
        present.difference_update(names)
    else:
        present.update(names)


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
