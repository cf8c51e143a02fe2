"""Stages: what each is built from, who uses it, and what holds at each of its instructions."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from fixer.dockerfile.lazy import lazy
from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.dockerfile.shell import SHELLS
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.words import WordError, expand
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.shell import Command
    from fixer.facts.images import BaseFacts

#: The arguments that the builder sets by itself in the global scope; their values vary.
_PLATFORM_ARGUMENTS = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
    "BUILDOSVERSION",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
    "TARGETOSVERSION",
    "TARGETSTAGE",
]
#: A longer value is taken for unknown, in characters: each ENV may double the one before.
_LONGEST = 65536
DEFAULT_SHELL = ("/bin/sh", "-c")


class Environment(Mapping[str, "str | None"]):
    """Variables inside a stage. A name that nothing set may come from the base: its value is
    unknown, which is None here.

    The environments of a stage's instructions share one record of all that is ever set, and each
    sees it up to its own place: a copy for every ENV would take the square of a long file's time.
    """

    def __init__(self, record: dict[str, list[tuple[int, str | None]]] | None = None) -> None:
        self._record = record if record is not None else {}
        self._place = 0
        #: How many changes the record holds; shared by all that see it.
        self._changes = [0]

    def __getitem__(self, name: str) -> str | None:
        values = self._record.get(name)
        if not values:
            return None
        index = bisect_right(values, self._place, key=_place)
        return values[index - 1][1] if index else None

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return (name for name, values in self._record.items() if values[0][0] <= self._place)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def extended(self, values: Iterable[tuple[str, str | None]]) -> Environment:
        """This environment with `values` set."""
        out = Environment(self._record)
        out._changes = self._changes
        if self._changes[0] != self._place:  # others have gone on from here
            out = Environment({name: [(0, self[name])] for name in self})
        out._changes[0] += 1
        out._place = out._changes[0]
        for name, value in values:
            out._record.setdefault(name, []).append((out._place, value))
        return out


def _place(entry: tuple[int, str | None]) -> int:
    return entry[0]


class State(NamedTuple):
    """What holds when an instruction runs."""

    #: As written in the last USER, variables put in; None where the base's is in force.
    user: str | None
    #: Absolute, or None where the base's decides or a variable is unknown.
    workdir: str | None
    shell: tuple[str, ...]
    environment: Environment

    @property
    def posix(self) -> bool:
        """The shell reads the POSIX shell's language."""
        return posixpath.basename(self.shell[0]) in SHELLS if self.shell else False


class Stage:
    """A FROM and all instructions up to the next."""

    def __init__(self, document: Document, index: int, origin: Instruction) -> None:
        self.document = document
        self.index = index
        #: Its FROM.
        self.origin = origin
        self.instructions: list[Instruction] = []
        words = origin.words
        #: The reference, a stage's name or a variable, as written.
        self.base_text = words[0].text
        self.name = words[2].text.lower() if len(words) == 3 else None
        #: The stage that it is built on.
        self.parent: Stage | None = None
        #: The reference with the global arguments' defaults put in; None where that gives nothing.
        self.base: str | None = None
        #: A variable without a known default stands in the reference.
        self.base_certain = True

    def __repr__(self) -> str:
        return f"<stage {self.index} {self.name or ''} from {self.base_text}>"

    @lazy
    def root(self) -> Stage:
        """The stage of this file that everything here is built on: itself, or an ancestor."""
        stage = self
        while stage.parent is not None:
            stage = stage.parent
        return stage

    @property
    def reference(self) -> ImageReference | None:
        """The image it is built from; None for another stage, `scratch` or an unknown one."""
        if self.parent is not None or not self.base or self.base == "scratch":
            return None
        return parse_reference(self.base)

    @lazy
    def facts(self) -> BaseFacts:
        """What is known of the image that this stage, or its first ancestor, is built from."""
        from fixer.dockerfile.proof import builds_as_root

        known = self._known_facts()
        if known.is_root is None and known.family != "windows" and builds_as_root(self):
            return known._replace(user="root", uid=0, gid=0, proven=True)
        return known

    def _known_facts(self) -> BaseFacts:
        """What is known from the image itself: from its name, and from its configuration."""
        from fixer.facts.images import base_facts, open_facts, unknown_facts

        root = self.root
        if root.base == "scratch":
            return base_facts("scratch", None)
        reference = root.reference
        if reference is None:
            return unknown_facts() if root.base_certain else open_facts(root.base_text)
        if self.document.bases is not None:  # what takes its place counts, before and after
            reference = self.document.bases.replacement(reference) or reference
        registry, repository, tag, digest = reference
        known = base_facts(repository, tag, digest, registry)
        if self.document.registry is None or not root.is_asked:
            return known
        from fixer.facts.configured import with_configuration

        return with_configuration(known, self.document.registry.config(reference))

    @property
    def is_asked(self) -> bool:
        """Whether the registry is asked for the configuration of the image it is built from.

        That costs two requests that count: it is asked only of what a target is built on.
        """
        from fixer.dockerfile.targets import target_stages

        certain = self.base_certain and self.reference is not None
        return certain and any(target.root is self for target in target_stages(self.document))

    @property
    def lineage(self) -> list[Stage]:
        """The stages it is built on, the first ancestor first, itself last."""
        out = [self]
        while out[-1].parent is not None:
            out.append(out[-1].parent)
        return out[::-1]

    @lazy
    def children(self) -> list[Stage]:
        """The stages that are built on this one, theirs included."""
        family = {self}
        for stage in self.document.stages[self.index + 1 :]:
            if stage.parent in family:
                family.add(stage)
        return sorted(family - {self}, key=lambda stage: stage.index)

    @property
    def is_last(self) -> bool:
        return self.index == len(self.document.stages) - 1

    def is_called(self, name: str) -> bool:
        """Whether `--from` or `--target` means it by `name`: its own, or its number."""
        return self.name == name.lower() or str(self.index) == name

    def earlier(self, name: str) -> Stage | None:
        """The stage above it that `--from` calls `name`: of several the last one."""
        called = _by_name(self.document).get(name.lower(), ())
        return next((stage for stage in reversed(called) if stage.index < self.index), None)

    # States -----------------------------------------------------------------------------------

    @lazy
    def _states(self) -> tuple[dict[int, State], State]:
        if self.parent is not None:
            for ancestor in self.lineage[:-1]:
                state = ancestor.end_state
        else:
            workdir = self.facts.workdir
            shell = self.facts.shell_form or DEFAULT_SHELL
            if self.facts.family == "windows" and not self.facts.shell_form:
                shell = ("cmd", "/S", "/C")
            known: dict[str, list[tuple[int, str | None]]] = {
                name: [(0, value)] for name, value in self.facts.env.items()
            }
            state = State(None, workdir, shell, Environment(known))
        out: dict[int, State] = {}
        for instruction in self.instructions:
            out[id(instruction)] = state
            state = self._after(instruction, state)
        return out, state

    def _after(self, instruction: Instruction, state: State) -> State:
        keyword = instruction.keyword
        escape = instruction.escape
        try:
            if keyword == "USER":
                text = expand(instruction.value, state.environment, escape)
                return state._replace(user=text.text if text.certain else instruction.value)
            if keyword == "WORKDIR":
                text = expand(instruction.value, state.environment, escape)
                if not text.certain:
                    return state._replace(workdir=None)
                if text.text.startswith("/"):
                    return state._replace(workdir=posixpath.normpath(text.text))
                if state.workdir is None:
                    return state
                return state._replace(
                    workdir=posixpath.normpath(posixpath.join(state.workdir, text.text))
                )
            if keyword == "SHELL":
                return state._replace(shell=tuple(instruction.exec_form or ()))
            if keyword == "ENV":
                values = [(name, self._known(value, state)) for name, value in instruction.pairs]
                return state._replace(environment=state.environment.extended(values))
            if keyword == "ARG":
                values = []
                for word in instruction.words:
                    name, equals, value = word.text.partition("=")
                    known = self.document.global_values.get(name)
                    values.append((name, self._known(value, state) if equals else known))
                return state._replace(environment=state.environment.extended(values))
        except WordError:
            return state
        return state

    def _known(self, value: str, state: State) -> str | None:
        new = expand(value, state.environment, self.origin.escape)
        return new.text if new.certain and len(new.text) <= _LONGEST else None

    def state(self, instruction: Instruction) -> State:
        """What holds when `instruction`, one of this stage, runs; for ONBUILD's, where that is."""
        return self._states[0][id(instruction.outer or instruction)]

    @property
    def end_state(self) -> State:
        """What holds behind the last instruction: what the image has."""
        return self._states[1]

    def user(self, instruction: Instruction | None = None) -> str | None:
        """The user in force, the base's included; None where it is not known."""
        state = self.state(instruction) if instruction is not None else self.end_state
        if state.user is not None:
            return state.user
        return self.facts.user

    def runs_as_root(self, instruction: Instruction | None = None) -> bool | None:
        """Whether the user in force is root; None where it is not known."""
        user = self.user(instruction)
        if user is None:
            return None
        name = user.partition(":")[0]
        if "$" in name:
            return None
        return name in ("", "root", "0")

    # Commands ---------------------------------------------------------------------------------

    @lazy
    def run_instructions(self) -> list[Instruction]:
        """The RUN instructions, those of ONBUILD included; their shell text is not read yet."""
        out = []
        for instruction in self.instructions:
            inner = instruction.trigger if instruction.keyword == "ONBUILD" else instruction
            if inner is not None and inner.keyword == "RUN":
                out.append(inner)
        return out

    def runs(self, *words: str) -> Iterator[Instruction]:
        """The RUN instructions that hold one of `words` and can be read; all without `words`."""
        if not words:
            yield from filter(self.readable, self.run_instructions)
            return
        tokens, names = _search(words)
        if tokens.isdisjoint(self.document.tokens):
            return
        for instruction in self.run_instructions:
            if (
                not tokens.isdisjoint(instruction.tokens)
                and any(_stands_in(instruction.raw, name) for name in names)
                and self.readable(instruction)
            ):
                yield instruction

    def readable(self, instruction: Instruction) -> bool:
        """Whether a RUN's shell text can be read; one that cannot is noted in `unread`."""
        reason = None
        errexit = False
        if self.document.has_shell and instruction.exec_form is None:
            state = self.state(instruction)
            if not state.posix:
                reason = f"its shell is {state.shell[0] if state.shell else 'none'}"
            errexit = any(
                word.startswith("-") and not word.startswith("--") and "e" in word
                for word in state.shell[1:]
            )
        if reason is None:
            instruction.script.shell_errexit = errexit
            reason = instruction.script.problem
        if reason is None:
            return True
        self.document.unread[id(instruction)] = (instruction, reason)
        return False

    def spelled(self, command: Command) -> list[str]:
        """The words of a command, variables put in where the Dockerfile gives their values."""
        environment = self.state(command.instruction).environment
        out: list[str] = []
        for word in command.words:
            if "$" not in word.text or word.text[:1] == "'":
                out.append(word.text)
                continue
            try:
                text, certain = expand(word.text, environment)
            except WordError:
                certain = False
            out += text.split() if certain else [word.text]
        return out

    def commands(self, *names: str, subcommand: str | tuple[str, ...] = "") -> Iterator[Command]:
        """The commands of all RUN instructions that run one of `names`, in order.

        `subcommand`: only those whose subcommand is this one, or among these.
        """
        wanted = (subcommand,) if isinstance(subcommand, str) else subcommand
        for instruction in self.runs(*names):
            for command in instruction.script.commands:
                if command.name in names and (not subcommand or command.subcommand in wanted):
                    yield command


@cache
def _search(words: tuple[str, ...]) -> tuple[frozenset[str], list[bytes]]:
    """What to look for where one of `words` is wanted: the letters that each begins with, and it.

    All of them hold letters.
    """
    tokens = [re.search("[A-Za-z]+", word) for word in words]
    return frozenset(found[0].lower() for found in tokens if found), [w.encode() for w in words]


_WITHIN_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-0123456789.:")
#: A version may follow on a name: `pip3.11`.
_GOES_ON = _WITHIN_WORD - frozenset(b"0123456789.:")


def _stands_in(raw: bytes, name: bytes) -> bool:
    """Whether `name`, or `name` and a version, is a word of a shell in `raw`."""
    at = raw.find(name)
    while at >= 0:
        end = at + len(name)
        if (not at or raw[at - 1] not in _WITHIN_WORD) and (
            end == len(raw) or raw[end] not in _GOES_ON
        ):
            return True
        at = raw.find(name, at + 1)
    return False


def build_stages(document: Document) -> list[Stage]:
    """The stages of a document, with their parents resolved."""
    stages: list[Stage] = []
    by_name: dict[str, Stage] = {}
    for instruction in document.instructions:
        if instruction.keyword == "FROM":
            stage = Stage(document, len(stages), instruction)
            try:
                text = expand(stage.base_text, document.global_values, instruction.escape)
                stage.base = text.text or None
                stage.base_certain = text.certain and bool(text.text)
            except WordError:
                stage.base_certain = False
            if stage.base is not None:
                stage.parent = by_name.get(stage.base)
            stages.append(stage)
            if stage.name:
                by_name[stage.name] = stage
        elif stages:
            stages[-1].instructions.append(instruction)
    return stages


def global_values(document: Document) -> dict[str, str | None]:
    """The global arguments by name: the default, or None where there is none to know."""
    values: dict[str, str | None] = dict.fromkeys(_PLATFORM_ARGUMENTS)
    for instruction in document.global_arguments:
        for word in instruction.words:
            name, equals, value = word.text.partition("=")
            values[name] = None
            if equals:
                try:
                    new = expand(value, values, instruction.escape)
                except WordError:
                    continue
                values[name] = new.text if new.certain else None
    return values


def stage_called(document: Document, name: str) -> Stage | None:
    """The stage of this name or number: of several the last one, as BuildKit has it."""
    called = _by_name(document).get(name.lower())
    return called[-1] if called else None


def _by_name(document: Document) -> dict[str, list[Stage]]:
    """The stages by what they may be called; no name begins with a digit."""
    return document.once("stages by name", lambda: _named(document.stages))


def _named(stages: list[Stage]) -> dict[str, list[Stage]]:
    found: dict[str, list[Stage]] = {str(stage.index): [stage] for stage in stages}
    for stage in stages:
        if stage.name:
            found.setdefault(stage.name, []).append(stage)
    return found


def used_stages(document: Document, target: str | None) -> set[int]:
    """The indexes of the stages that a build of `target` (the last one where None) needs."""
    stages = document.stages
    start = stage_called(document, target) if target else stages[-1]
    pending = [start] if start is not None else list(stages)
    seen: set[int] = set()
    while pending:
        stage = pending.pop()
        if stage.index in seen:
            continue
        seen.add(stage.index)
        if stage.parent is not None:
            pending.append(stage.parent)
        for instruction in stage.instructions:
            for source in sources(instruction):
                if (other := stage.earlier(source)) is not None:
                    pending.append(other)
    return seen


def sources(instruction: Instruction) -> Iterator[str]:
    """What `COPY --from` and `RUN --mount=from` of an instruction name: stages or images."""
    if instruction.keyword in ("COPY", "ADD"):
        source = instruction.flag("from")
        if source:
            yield source
    elif instruction.keyword == "RUN":
        for mount in instruction.mounts:
            if mount.get("from"):
                yield mount["from"]
