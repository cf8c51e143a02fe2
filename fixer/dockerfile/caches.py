"""Download caches of package tools: where they stand, who relies on them, how they are emptied.

A cache is worth a change only where it would end in an image. It is left alone where it is not in
the layer (a cache mount) and where somebody counts on it: a stage that copies it, a command that
names it, an install without a network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase

from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import add_command_after
from fixer.dockerfile.shell import SHELLS, Block, Command
from fixer.dockerfile.stages import Stage, sources
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.later import NamedTuple


class Cache(NamedTuple):
    """What is known of the cache that some tools share."""

    tools: tuple[str, ...]
    #: Where it stands. Without a leading slash the path is looked for below any folder, for a home
    #: is not known: `.cache/pip`.
    paths: tuple[str, ...]
    #: Subcommands that empty it.
    emptied_by: tuple[str, ...]
    #: Variables and flags that put it elsewhere.
    variables: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


#: Flags that have a tool install from what is there: alone, or as far as that goes.
OFFLINE = ("--offline", "--local", "--frozen")
_RELY_ON_CACHE = (*OFFLINE, "--prefer-offline")
_HOMES = ("HOME", "XDG_CACHE_HOME")


def empty_cache(
    stage: Stage,
    cache: Cache,
    *,
    fills: Callable[[Command], bool],
    clean: str,
    why: str,
    safety: Safety = Safety.SAFE,
) -> Iterator[Edit | Skip]:
    """Join `clean` behind the last command of each RUN that `fills` the cache.

    Where `clean` starts with one of the cache's tools, that program is run as the command ran it.
    """
    named = [form for name in cache.variables for form in (f"${name}", f"${{{name}}}")]
    cache = cache._replace(paths=(*cache.paths, *named))
    for run in stage.runs(*cache.tools):
        filling = [
            command
            for command in run.script.commands
            if command.name in cache.tools and fills(command) and not command.has_flag(*OFFLINE)
        ]
        if not filling or not stays_in_image(stage, *cache.paths):
            continue
        last = [c for c in _last(filling) if not _emptied_after(c, filling[-1], cache)]
        if not last:
            continue
        line = last[0].line
        if reason := _relied_on(stage, filling, cache, fills):
            yield Skip(line, reason)
        else:
            yield edit(
                *(_join(command, cache, clean) for command in last),
                line=line,
                why=why,
                safety=safety,
            )


def _relied_on(
    stage: Stage, filling: list[Command], cache: Cache, fills: Callable[[Command], bool]
) -> str | None:
    """Why the cache that `filling` leave in their RUN is to stay as it is, or None."""
    run = filling[0].instruction
    moved = [variable(stage, filling[0], name) for name in cache.variables]
    paths = [*cache.paths, *(path for path in moved if path)]
    if kind := cache_mounted(run, *paths):
        return f"the cache is on a {kind} mount"
    for command in filling:
        if (
            command.has_flag(*cache.flags)
            or any(_set_in_run(command, name) is not None for name in cache.variables)
            or any(command.assignment(name) is not None for name in _HOMES)
        ):
            return "the cache is put in a place of its own"
    for other in _later_runs(stage, run, [tool.encode() for tool in cache.tools]):
        for command in other.script.commands:
            if command.name in cache.tools and (
                other.flag("network") == "none"
                or (fills(command) and command.has_flag(*_RELY_ON_CACHE))
            ):
                return f"line {command.line} installs from the cache"
    return needed_by(stage, filling[-1], *paths)


# Where a cache is --------------------------------------------------------------------------------


def cache_mounted(instruction: Instruction, *paths: str) -> str | None:
    """`cache` or `tmpfs` where such a mount holds one of `paths` (written as in Cache), or None."""
    for mount in instruction.mounts:
        if mount["type"] in ("cache", "tmpfs"):
            target = mount.get("target") or mount.get("dst") or mount.get("destination") or ""
            if any(_within(target, path) or _covers(target, path) for path in paths):
                return mount["type"]
    return None


def stays_in_image(stage: Stage, *paths: str) -> bool:
    """Whether `paths`, written by a RUN of `stage`, end in an image.

    They do if the target is built on the stage, or if they are copied from it along with a folder
    that they are in. Without a target any stage that nothing in the file uses may be one, too.
    """
    document = stage.document
    kin = {stage, *stage.children}
    if not kin.isdisjoint(_targets(document)):
        return True
    return any(
        source in kin
        and instruction.keyword == "COPY"
        and any(_covers(word, path) for word in instruction.values[:-1] for path in paths)
        and stays_in_image(user, *paths)
        for user, instruction, source in _copies(document)
    )


def _targets(document: Document) -> set[Stage]:
    named = set(target_stages(document)) if document.target or document.targets else set()
    return named if document.target else named | document.once("leaves", lambda: _leaves(document))


def _leaves(document: Document) -> set[Stage]:
    """The last stage, and those that no other one uses."""
    stages = document.stages
    used = {source for _, _, source in _copies(document)}
    used.update(stage.parent for stage in stages if stage.parent)
    return {stages[-1], *(stage for stage in stages if stage not in used)}


def _copies(document: Document) -> list[tuple[Stage, Instruction, Stage]]:
    """(a stage, its instruction, the earlier stage that this copies from or mounts)."""
    return document.once("copies", lambda: list(_find_copies(document)))


def _find_copies(document: Document) -> Iterator[tuple[Stage, Instruction, Stage]]:
    for user in document.stages:
        for instruction in user.instructions:
            for name in sources(instruction):
                if (source := user.earlier(name)) is not None:
                    yield user, instruction, source


# Who relies on it --------------------------------------------------------------------------------


def needed_by(stage: Stage, command: Command, *paths: str) -> str | None:
    """Why `paths` are to be there once `command` has run, or None.

    A COPY fails for what is missing, and so may any command that names it.
    """
    kin = {stage, *stage.children}
    for _, instruction, source in _copies(stage.document):
        if source in kin and any(
            _names(text, path) for text in _copied(instruction) for path in paths
        ):
            return f"line {instruction.line} copies the cache"
    texts = [piece.encode() for path in paths for piece in _pieces(path)[:1]]
    for run in (command.instruction, *_later_runs(stage, command.instruction, texts)):
        for other in run.script.commands:
            if run is command.instruction and other.start <= command.start:
                continue
            if not _spares(other) and _named(other, paths):
                return f"{other.name or 'a command'} on line {other.line} works with the cache"
    return None


def _copied(instruction: Instruction) -> list[str]:
    if instruction.keyword == "RUN":
        return [m.get("source") or m.get("src") or "/" for m in instruction.mounts if "from" in m]
    return list(instruction.values[:-1])


def _later_runs(
    stage: Stage, run: Instruction, texts: Iterable[bytes] = ()
) -> Iterator[Instruction]:
    """The readable RUNs behind `run`, in its stage and those built on it."""
    wanted = tuple(texts)
    for later in (stage, *stage.children):
        for other in _runs_with(later, wanted):
            if later is not stage or other.start > run.start:
                yield other


def _runs_with(stage: Stage, texts: tuple[bytes, ...]) -> list[Instruction]:
    def found() -> list[Instruction]:
        return [
            run
            for run in stage.run_instructions
            if (not texts or any(text in run.raw for text in texts)) and stage.readable(run)
        ]

    return stage.document.once(("runs", stage.index, texts), found)


#: Programs that may run a compiler without saying so.
_BUILDERS = frozenset("air bazel buck2 goreleaser just mage make meson ninja reflex task".split())


def done_with(stage: Stage, run: Instruction, *tools: str) -> bool:
    """Whether nothing behind `run` compiles: no later RUN, and not what the image starts.

    A script may do anything, so it counts as one that compiles; and so does an image that starts
    nothing, or a shell, for it is there to be built on or worked in.
    """
    for later in (stage, *stage.children):
        for other in later.run_instructions:
            if later is stage and other.start <= run.start:
                continue
            if not later.readable(other) or any(_compiles(c, tools) for c in other.script.commands):
                return False
    starts = [
        command
        for later in (stage, *stage.children)
        for instruction in later.instructions
        if instruction.keyword in ("CMD", "ENTRYPOINT")
        for command in instruction.script.commands
    ]
    return bool(starts) and not any(_compiles(c, tools) or _opens(c) for c in starts)


def _compiles(command: Command, tools: tuple[str, ...]) -> bool:
    name = command.name
    return (
        not name
        or name in tools
        or name in _BUILDERS
        or name.endswith(".sh")
        or _reads_file(command)
    )


def _reads_file(command: Command) -> bool:
    """Whether it is a shell that runs a file."""
    return command.name in SHELLS and len(command.words) > 1 and command.nested_text is None


def _opens(command: Command) -> bool:
    return "entrypoint" in command.name or (command.name in SHELLS and len(command.words) == 1)


def _spares(command: Command) -> bool:
    """Whether a command does not mind if what it names is missing."""
    if command.name == "rm":
        return command.has_flag("-f", "--force")
    return command.name in ("mkdir", "find", "test", "[", "[[", "echo", "export", "install")


def _named(command: Command, paths: Iterable[str]) -> bool:
    return any(_names(word.text, path) for word in command.words[1:] for path in paths)


# Paths -------------------------------------------------------------------------------------------


def _pieces(path: str) -> list[str]:
    plain = path.replace('"', "").replace("'", "")
    return [piece for piece in plain.split("/") if piece not in ("", ".")]


def _within(text: str, path: str) -> bool:
    """Whether `text`, a path as written, is `path` or something in it."""
    wanted, given = _pieces(path), _pieces(text)
    if not wanted:
        return False
    starts = (0,) if path.startswith("/") else range(len(given) - len(wanted) + 1)
    return any(
        len(given) >= start + len(wanted)
        and given[start] == wanted[0]
        and all(map(fnmatchcase, wanted, given[start:]))
        for start in starts
    )


def _covers(text: str, path: str) -> bool:
    """Whether `text` is a folder that holds `path`: also a home, where the path may be in one."""
    wanted, given = _pieces(path), _pieces(text)
    if path.startswith("/"):
        return given == wanted[: len(given)]
    if given in ([], ["root"], ["~"], ["$HOME"], ["${HOME}"]) or given[:-1] == ["home"]:
        return True
    return any(given[-size:] == wanted[:size] for size in range(1, len(wanted) + 1))


def _names(text: str, path: str) -> bool:
    """Whether `text` is the cache, something in it, or a folder that may be there for it alone."""
    wanted, given = _pieces(path), _pieces(text)
    if _within(text, path):
        return True
    return given[-1:] == [".cache"] and ".cache" in wanted


# How it is emptied -------------------------------------------------------------------------------


def variable(stage: Stage, command: Command, name: str) -> str | None:
    """The value that a variable has for `command`, as far as the file and the base tell; or None.

    Assignments in front of the command and `export` before it count, then ENV and ARG.
    """
    if (value := _set_in_run(command, name)) is not None:
        return value
    value = stage.state(command.instruction).environment.get(name)
    return stage.facts.env.get(name) if value is None else value


def _set_in_run(command: Command, name: str) -> str | None:
    """The value, as written, that the RUN itself gives to a variable."""
    if (value := command.assignment(name)) is not None:
        return value
    for earlier in command.script.commands:
        if earlier.start >= command.start:
            break
        if earlier.name == "export":
            for word in earlier.words[1:]:
                key, equals, value = word.text.partition("=")
                if key == name and equals:
                    return value
    return None


def ends_to_clean(
    fetches: list[Command], commands: list[Command], cleaned: Callable[[Command], bool]
) -> list[tuple[Command, Command]]:
    """Of `fetches` that are not `cleaned`, one for a block, and the last of `commands` in it.

    Behind that one all is cleaned up that is fetched in the block and in those within, for good.
    """
    found: list[tuple[Command, Command]] = []
    for fetch in reversed(fetches):
        block = fetch.chain.block
        if not cleaned(fetch) and not any(last.chain.block.holds(fetch) for _, last in found):
            found.append((fetch, [c for c in commands if c.chain.block is block][-1]))
    return found[::-1]


def has_alternative(command: Command) -> bool:
    """Whether another command may run in its place: `microdnf install x || yum install x`."""
    chain = command.chain
    for index, operator in enumerate(chain.operators):
        if operator.text == "||":
            side = chain.elements[index + 1 if index >= command.index else index]
            names = {c.name for c in command.script.commands if side.start <= c.start < side.end}
            if not names <= _EXCUSES | {command.name}:
                return True
    return False


def _emptied_after(command: Command, last: Command, cache: Cache) -> bool:
    """Whether something in the RUN empties the cache that `command` fills."""
    for other in command.script.commands:
        if other.start <= command.start or not (
            _follows(command, other) or other.start > last.start
        ):
            continue
        if other.name in cache.tools and other.subcommand in cache.emptied_by:
            return True
        if other.name in ("rm", "find") and _named(other, cache.paths):
            return True
    return False


def _last(commands: list[Command]) -> list[Command]:
    """Those that none of the others is sure to follow."""
    return [c for c in commands if not any(_follows(c, other) for other in commands)]


def _follows(first: Command, second: Command) -> bool:
    """Whether `second` runs after `first`, whichever branch that is in."""
    around: list[Block] = []
    block: Block | None = first.chain.block
    while block is not None:
        around.append(block)
        block = block.outer
    block = second.chain.block
    while block is not None and block not in around:
        if block.kind not in ("script", "subshell", "group"):
            return False
        block = block.outer
    return block is not None and second.start > first.start


def _join(command: Command, cache: Cache, clean: str) -> Operation | Unable:
    program = command.words[0].text
    if "/" in program and not program.startswith("/"):
        return Unable(command.instruction, f"{program} may be gone by then")
    if reason := _uncertain(command, cache.tools):
        return Unable(command.instruction, reason)
    first, _, rest = clean.partition(" ")
    text = f"{program} {rest}" if first in cache.tools else clean
    if sudo := command.wrapper("sudo"):
        if "~" in text or "$" in text:
            return Unable(command.instruction, "sudo may run it with another home")
        flags = [w.text for w in sudo.words if w.text.startswith("-") or "=" not in w.text]
        text = " ".join([*flags, text])
    return add_command_after(command, text)


#: Commands that may stand behind `||` and leave what was installed as it is.
_EXCUSES = frozenset(("true", ":", "false", "echo", "printf", "cat", "sleep", "exit", "return"))


def _uncertain(command: Command, tools: tuple[str, ...]) -> str | None:
    """Why the end of the and-or list may be reached without `command`, or None."""
    chain = command.chain
    if command.element.negated:
        return "its success is what stops the list"
    for index, operator in enumerate(chain.operators, 1):
        if operator.text != "||":
            continue
        if index == command.index:
            if not any(c.name in tools for e in chain.elements[:index] for c in e.commands):
                return "it runs only if another command fails"
        elif index > command.index:
            start, end = chain.elements[index].start, chain.elements[index].end
            names = {c.name for c in command.script.commands if start <= c.start < end}
            if not names <= _EXCUSES.union(tools):
                return "another command may run in its place"
            if any(
                c.name in ("break", "continue")
                for element in chain.elements[command.index :]
                for c in element.commands
            ):
                return "the loop may go on before the end of the list"
    return None
