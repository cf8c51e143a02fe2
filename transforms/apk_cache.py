"""Install with apk without keeping its package index.

`apk add --no-cache` fetches the index and keeps nothing, so that the `apk update` before it,
`--update` and the `rm` of the cache behind it are of no use any more, and go. An update in a RUN of
its own goes as a whole where every later command gets the flag; where something else may read the
index, it stays. apk knows the flag since Alpine 3.3.
https://docs.alpinelinux.org/user-handbook/0.1a/Working/apk.html#_local_cache
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.caches import cache_mounted
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import (
    delete_instruction,
    drop_command,
    drop_words,
    insert_words,
    is_alone,
    replace_word,
)
from fixer.dockerfile.shell import SHELLS, Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.facts import programs as known
from fixer.later import regex

#: These read the index; without one in the cache they fetch it and leave it there.
_FETCHES = frozenset(("add", "upgrade", "fix"))
#: These read it too, and older releases do not fetch it for them.
_READS = frozenset("search policy list fetch dot version stats query".split())
_READS_CACHE = (("cache", "download"), ("cache", "sync"))
_UPDATE_FLAGS = ("-U", "--update", "--update-cache")
_CACHE = "/var/cache/apk"
#: Words by which another command has apk install: `retry apk add`, `$APK_ADD`.
_ADDS = regex(
    r"(?:^|[\s;&|\"'(/])apk\s(?:[^;&|\n]*\s)?(?:add|upgrade)\b|^\$\{?\w*APK\w*\}?(?=\s|$)"
)
#: Names of scripts that may well ask apk for something.
_INSTALLS = regex(r"apk|install|setup|set-up|dep|bootstrap|provision|package|prepare", re.I)


class _Index:
    """The index that a RUN updates, if it does, and what reads it from there on."""

    def __init__(self, stage: Stage, run: Instruction, found: list[_Index]) -> None:
        self.stage = stage
        self.run = run
        self.updates: list[Command] = []
        #: Some command that installs comes after the update, with the flag or without.
        self.used = False
        #: Those without the flag.
        self.fetches: list[Command] = []
        self.removals: list[Command] = []
        #: Why the update must stay, or nothing.
        self.doubt = ""
        #: A later rm that fails where nothing is cached.
        self.failing: Command | None = None
        found.append(self)


@transform(answers=["DL3019"], needs=["apk"])
def apk_cache(document: Document) -> Iterator[Edit | Skip]:
    if b"apk" not in document.source:
        return
    found: list[_Index] = []
    for stage in document.stages:
        if stage.parent is None:
            yield from _follow(stage, None, found)
    for index in found:
        if said := _keep_nothing(document, index):
            yield said


def _follow(stage: Stage, index: _Index | None, found: list[_Index]) -> Iterator[Skip]:
    """Walk through a stage, then through those built on it, with the index that is there."""
    for run in stage.runs():
        trigger = run not in stage.instructions
        skip, after = _read(stage, run, None if trigger else index, found)
        if skip:
            yield skip
        if not trigger:
            index = after
    for child in stage.document.stages:
        if child.parent is stage:
            yield from _follow(child, index, found)


def _read(
    stage: Stage, run: Instruction, index: _Index | None, found: list[_Index]
) -> tuple[Skip | None, _Index | None]:
    """Note what a RUN does with the index. Returns that which is there for the next."""
    skip: Skip | None = None
    apk = any(command.name == "apk" for command in run.script.commands)
    reason = _left_alone(stage, run) if apk else ""
    for command in run.script.commands:
        subcommand = command.subcommand if command.name == "apk" else ""
        if subcommand == "update" and not reason:
            if index is None or index.run is not run:
                index = _Index(stage, run, found)
            index.updates.append(command)
            if command.operands:
                index.doubt = "it is given words that it does not read"
        elif subcommand in _FETCHES and command.has_flag("--no-cache"):
            if index:
                index.used = True
        elif subcommand in _FETCHES:
            index = index or _Index(stage, run, found)
            index.used = True
            if given := reason or _given(command):
                skip = Skip(command.line, given)
                index.doubt = index.doubt or given
            else:
                index.fetches.append(command)
        elif command.name == "rm" and _cache_words(command):
            if index and apk:
                index.removals.append(command)
            elif _fails_on_nothing(command):
                for other in found:
                    other.failing = other.failing or command
        elif index and not index.doubt:
            index.doubt = _doubt(command)
    return skip, index if index and index.updates else None


def _left_alone(stage: Stage, run: Instruction) -> str:
    """Why the apk commands of a RUN are left as they are, or nothing."""
    if kind := cache_mounted(run, _CACHE, "/etc/apk/cache"):
        return f"the index is on a {kind} mount"
    if run.flag("network") == "none":
        return "a RUN without a network reads the index that is there"
    facts = stage.facts
    major, _, minor = (facts.release or "").partition(".")
    if facts.family == "alpine" and major.isdigit() and minor.isdigit():
        if (int(major), int(minor)) < (3, 3):
            return f"apk of Alpine {facts.release} does not know --no-cache"
    return ""


def _given(command: Command) -> str:
    """Why the flags that a command has forbid one more, or nothing."""
    if command.has_flag("--no-network"):
        return "with --no-network nothing is fetched that could stay"
    if command.has_flag("--cache-dir", "--repositories-file"):
        return "its flags say where the index is"
    return ""


def _doubt(command: Command) -> str:
    """Why a command may read the index, or nothing."""
    if command.name == "apk":
        operand = command.operands[0].literal if command.operands else ""
        reads = command.subcommand in _READS or (command.subcommand, operand) in _READS_CACHE
        if reads or (command.subcommand == "info" and operand):
            return f"`apk {command.subcommand}` reads it"
        return ""
    if (
        command.words
        and command.name not in known.TALKERS
        and not any(p.outer is command for p in command.script.parts)
    ):
        if any(_ADDS.search(text) for text in (command.text, command.words[0].text)):
            return f"{command.name or command.words[0].text} may have apk read it"
    program = command.words[0].text if command.words else ""
    if command.name in SHELLS and len(command.words) > 1 and command.nested_text is None:
        program = next((w.text for w in command.words[1:] if w.text[:1] not in "-+"), "")
    name = posixpath.basename(program)
    if (name != program or name.endswith(".sh")) and _INSTALLS.search(name):
        return f"{name} may read it"
    return ""


def _cache_words(command: Command) -> list[Word]:
    return [w for w in command.words[1:] if (w.literal or "").startswith(_CACHE)]


def _puts_there(command: Command) -> bool:
    """Whether a command names the folder for something else than to remove what is in it."""
    if command.name in ("rm", "apk"):
        return False
    return any(_CACHE in word.text for word in (*command.words[1:], *command.redirections))


def _fails_on_nothing(removal: Command) -> bool:
    return "*" in removal.text and not removal.has_flag("-f", "--force")


def _keep_nothing(document: Document, index: _Index) -> Edit | Skip | None:
    run, fetches, updates = index.run, index.fetches, index.updates
    if updates and not index.used:
        unused = "nothing in sight uses the index that is fetched here"
        stays = f"the update stays: {index.doubt}" if index.doubt else unused
        return Skip(updates[0].line, stays)
    why = "apk leaves no index in the image then"
    dropped: list[Command] = []
    operations: list[Operation | Unable] = []
    doubt = index.doubt
    for update in () if doubt else updates:
        if is_alone(update) and not run.flags and run in index.stage.instructions:
            why = "an update in a RUN of its own stays in a layer, and is stale when reused"
            operations.append(delete_instruction(document, run))
            continue
        done = _drop(update, dropped)
        operations.append(done)
        if isinstance(done, Unable):
            doubt = done.reason
    if updates and doubt:
        operations = []
        fetches = [command for command in fetches if command.subcommand == "add"]
        why = f"apk keeps no index of its own then; the update stays: {doubt}"
        if not fetches:
            return Skip(updates[0].line, f"the update stays: {doubt}")
    operations += [_no_cache(command) for command in fetches]
    for removal in () if updates and doubt else index.removals:
        gone = _drop_removal(removal, dropped)
        if not isinstance(gone, Unable):
            operations.append(gone)
        elif _fails_on_nothing(removal):
            index.failing = removal
    if not updates and not fetches:
        return None
    line = (updates or fetches)[0].line
    if index.failing:
        return Skip(line, f"the rm on line {index.failing.line} would find nothing, and fail")
    return edit(*operations, why=why, safety=Safety.SAFE, line=line)


def _no_cache(command: Command) -> Operation | Unable:
    for word in command.flags:
        if word.literal in _UPDATE_FLAGS:
            return replace_word(command, word, "--no-cache")
    subcommand = next(w for w in command.words[1:] if w.literal == command.subcommand)
    return insert_words(command, subcommand, ["--no-cache"])


def _drop_removal(removal: Command, dropped: list[Command]) -> Operation | Unable:
    words = _cache_words(removal)
    if any(_doubt(command) for command in removal.script.commands):
        return Unable(removal.instruction, "a script may leave an index too")
    if any(_puts_there(command) for command in removal.script.commands):
        return Unable(removal.instruction, "it removes more than an index")
    if len(words) < sum(word.text[:1] != "-" for word in removal.words[1:]):
        return drop_words(removal, words)
    return _drop(removal, dropped)


def _drop(command: Command, dropped: list[Command]) -> Operation | Unable:
    if _hides_failure(command):
        return Unable(command.instruction, "a failure before it would be noticed then")
    if any(_adjoin(command, other) for other in dropped):
        return Unable(command.instruction, "what stands beside it goes too")
    done = drop_command(command)
    if not isinstance(done, Unable):
        dropped.append(command)
    return done


def _hides_failure(command: Command) -> bool:
    """Whether the build may have gone on only because this came behind what failed."""
    chain, block = command.chain, command.chain.block
    errexit = command.script.errexit and block.part.outer is None
    ends = chain is block.chains[-1]
    if command.index < len(chain.elements) - 1:
        return False
    if len(chain.elements) > 1:
        return errexit and not (ends and block.kind == "script")
    if not ends or chain is block.chains[0]:
        return False
    before = block.chains[-2].elements
    plain = len(before) == 1 and not before[0].compound and not before[0].negated
    return not (errexit and plain and block.kind == "script")


def _adjoin(one: Command, other: Command) -> bool:
    """Whether one operator joins them: it can go only once."""
    if one.chain is other.chain:
        return abs(one.index - other.index) == 1
    if one.chain.block is not other.chain.block:
        return False
    chains = one.chain.block.chains
    return abs(chains.index(one.chain) - chains.index(other.chain)) == 1
