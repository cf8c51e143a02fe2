"""Which caches of package tools a RUN can have on a cache mount, and what of it goes then.

A mount is not in the image, so the cache may hold nothing that anything else relies on; and a mount
may be empty at any time, so a command may only have there what it fetches again by itself.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from fixer.dockerfile.accounts import accounts
from fixer.dockerfile.caches import OFFLINE, needed_by, variable
from fixer.dockerfile.shell import SHELLS, Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.later import NamedTuple

APT = ("apt-get", "apt")
_FOR_ROOT = ("apt-get", "apt", "apk", "dnf", "yum", "microdnf")
_LISTS = ("install", "upgrade", "dist-upgrade", "full-upgrade", "build-dep", "source", "download")


class Tool(NamedTuple):
    """A tool that keeps what it fetched. Folders without a leading slash are below the home."""

    names: tuple[str, ...]
    subcommands: tuple[str, ...]
    #: Each folder: the variables that may say where it is, what is below that; where else it is.
    folders: tuple[tuple[tuple[str, ...], str, str], ...]
    #: Subcommands that empty the cache: they go.
    emptied_by: tuple[str, ...] = ()
    #: Flags that turn it off: they go. And flags that put it elsewhere.
    off: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    #: A variable that turns it off, with any value.
    off_by: str = ""
    sharing: str = ""
    #: What it fetches is needed where the image runs it.
    run_from: bool = False


TOOLS = (
    Tool(
        APT,
        ("install", "upgrade", "dist-upgrade", "full-upgrade", "build-dep"),
        # not /var/lib/apt: what was installed by itself, which autoremove goes by, is told there
        (((), "", "/var/cache/apt"), ((), "", "/var/lib/apt/lists")),
        ("clean", "autoclean", "auto-clean", "distclean", "dist-clean"),
        sharing="locked",
    ),
    Tool(
        ("pip", "pip3"),
        ("install", "wheel", "download"),
        ((("PIP_CACHE_DIR",), "", ".cache/pip"),),
        ("cache",),
        ("--no-cache-dir", "--no-cache"),
        ("--cache-dir",),
        "PIP_NO_CACHE_DIR",
    ),
    Tool(
        ("uv",),
        ("sync", "pip", "add", "tool"),
        ((("UV_CACHE_DIR",), "", ".cache/uv"),),
        ("cache",),
        ("--no-cache", "--no-cache-dir"),
        ("--cache-dir", "--link-mode"),
        "UV_NO_CACHE",
    ),
    Tool(
        ("npm",),
        ("install", "i", "ci", "add", "clean-install"),
        ((("npm_config_cache", "NPM_CONFIG_CACHE"), "", ".npm"),),
        ("cache",),
        (),
        ("--cache",),
    ),
    Tool(
        ("go",),
        ("build", "install", "get", "mod", "test", "generate", "vet"),
        (
            (("GOMODCACHE",), "", ""),
            (("GOPATH",), "pkg/mod", "go/pkg/mod"),
            (("GOCACHE",), "", ".cache/go-build"),
        ),
        ("clean",),
        run_from=True,
    ),
    Tool(
        ("cargo",),
        ("build", "install", "fetch", "test", "check", "chef", "rustc"),
        (
            (("CARGO_HOME",), "registry", ".cargo/registry"),
            (("CARGO_HOME",), "git/db", ".cargo/git/db"),
        ),
        run_from=True,
    ),
    Tool(
        ("mvn", "mvnw"),
        (),
        (((), "", ".m2/repository"),),
        elsewhere=("-Dmaven.repo.local", "-gs"),
        sharing="locked",
        run_from=True,
    ),
    Tool(
        ("gradle", "gradlew"),
        (),
        ((("GRADLE_USER_HOME",), "caches", ".gradle/caches"),),
        elsewhere=("-g", "--gradle-user-home", "--project-cache-dir"),
        sharing="locked",
        run_from=True,
    ),
)
NAMES = tuple(name for tool in TOOLS for name in tool.names)


class Mounts(NamedTuple):
    """What a RUN gets, and what goes from it."""

    flags: tuple[str, ...]
    #: Commands that would empty the caches, and words that turn them off.
    commands: tuple[Command, ...]
    words: tuple[tuple[Command, tuple[Word, ...]], ...]
    #: The first command of apt, and whether Debian's images would have it keep nothing.
    apt: Command | None


def mounts_of(stage: Stage, run: Instruction) -> Mounts | str | None:
    """The cache mounts for a RUN; a reason why there are none; or None where no tool fills any."""
    if run.flag("network") == "none":
        return None
    flags: list[str] = []
    going: list[Command] = []
    words: list[tuple[Command, tuple[Word, ...]]] = []
    targets: list[str] = []
    reason: str | None = None
    apt = None
    for tool in TOOLS:
        own = [command for command in run.script.commands if _name(command) in tool.names]
        filling = [command for command in own if _fills(tool, command)]
        if not filling:
            continue
        folders = _folders(stage, tool, filling[0])
        if isinstance(folders, str):
            reason = folders
            continue
        if any(_mounted(run, folder) for folder, _ in folders):
            continue
        needed = _needed(stage, tool, filling, [folder for folder, _ in folders])
        if needed:
            reason = needed
            continue
        for folder, owner in folders:
            sharing = f",sharing={tool.sharing}" if tool.sharing else ""
            flags.append(f"--mount=type=cache,target={folder}{sharing}{owner}")
            targets.append(folder)
        going += [command for command in own if command.subcommand in tool.emptied_by]
        for command in filling:
            off = tuple(word for word in command.flags if word.literal in tool.off)
            if off:
                words.append((command, off))
        if tool.names == APT:
            apt = next(command for command in own if command not in going)
    for command in run.script.commands if targets else ():
        if command.name in ("rm", "find"):
            inside = [word for word in command.words[1:] if _is_in(stage, command, word, targets)]
            if any(_holds(stage, command, word, targets) for word in command.words[1:]):
                return f"`{command.text}` removes what would be the mount"
            if inside and command.name == "find":
                going.append(command)
            elif inside and all(word in inside for word in (*command.operands, *_first(command))):
                going.append(command)
            elif inside:
                words.append((command, tuple(inside)))
    return Mounts(tuple(flags), tuple(going), tuple(words), apt) if flags else reason


def _name(command: Command) -> str:
    name = command.name
    return "pip" if name.startswith("pip") and not name[3:].strip("0123456789.") else name


def _first(command: Command) -> list[Word]:
    """The first word that is no flag, which is a subcommand of other programs."""
    flags = {word.start for word in command.flags}
    return [word for word in command.words[1:] if word.start not in flags][:1]


def _fills(tool: Tool, command: Command) -> bool:
    if not tool.subcommands:
        return len(command.words) > 1 and not command.has_flag("--version", "-v", "--help")
    if command.name == "uv" and command.subcommand in ("pip", "tool"):
        return any(word.literal in ("install", "sync") for word in command.operands[:1])
    return command.subcommand in tool.subcommands


# Where the caches are ----------------------------------------------------------------------------


def _folders(stage: Stage, tool: Tool, command: Command) -> list[tuple[str, str]] | str:
    """The folders with what says whose they are, for a mount; or why they are not known."""
    run = command.instruction
    root = stage.runs_as_root(run)
    if root is None:
        root = _works_as_root(stage, run)
    home: str | None = "/root"
    owner = ""
    if not root and not stage.user(run):
        return "the base's user, and so the place of the cache, is not known"
    if not root:
        user = (stage.user(run) or "").partition(":")[0]
        known = accounts(stage).users
        account = known.get(user) or next(
            (a for a in known.values() if a.uid is not None and str(a.uid.number) == user), None
        )
        if account is None or account.uid is None or account.home is None:
            return f"the number or the home of {user} is not known"
        home = account.home
        owner = f",uid={account.uid.number}"
        if account.gid is not None:
            owner += f",gid={account.gid.number}"
        if tool.names == APT:
            return "apt runs through sudo"
    environment = stage.state(run).environment
    written = set(environment)
    out: list[tuple[str, str]] = []
    named = False
    for variables, below, usual in tool.folders:
        place = None
        for name in variables:
            if name in written and environment.get(name) is None:
                return f"{name} is set when the image is built"
            place = place or variable(stage, command, name)
        if place is not None:
            if "$" in place or not place.startswith("/"):
                return f"the cache is in {place}"
            if not named:
                out.append((posixpath.join(place, below).rstrip("/"), owner))
            named = not below and not usual
            continue
        if named and "pkg/mod" in usual:
            continue
        if usual.startswith("/"):
            out.append((usual, owner))
        elif usual:
            home = variable(stage, command, "HOME") or home
            if home is None or "$" in home or not home.startswith("/"):
                return "the home of the user is not known"
            out.append((posixpath.join(home, usual), owner))
    return out


def _works_as_root(stage: Stage, run: Instruction) -> bool:
    """Whether the user of a RUN installs packages of the system, which only root may."""
    user = stage.state(run).user
    return any(
        stage.state(other).user == user and not any(w.name == "sudo" for w in command.wrappers)
        for other in stage.runs(*_FOR_ROOT)
        for command in other.script.commands
        if command.name in _FOR_ROOT
    )


def _mounted(run: Instruction, folder: str) -> bool:
    for mount in run.mounts:
        target = mount.get("target") or mount.get("dst") or mount.get("destination") or ""
        if not target:
            continue
        target = posixpath.normpath(target)
        if folder == target or folder.startswith(target.rstrip("/") + "/"):
            return True
        if target.startswith(folder + "/"):
            return True
    return False


# Who relies on them ------------------------------------------------------------------------------


def _needed(stage: Stage, tool: Tool, filling: Sequence[Command], paths: list[str]) -> str | None:
    """Why the caches are to stay in the image, or None."""
    run = filling[0].instruction
    for command in filling:
        if command.has_flag(*tool.elsewhere) or any(
            word.text.startswith(tool.elsewhere) for word in command.words[1:] if tool.elsewhere
        ):
            return f"line {command.line} says itself where the cache is"
        if command.has_flag(*OFFLINE) or (
            tool.run_from and command.has_flag("-o") and "mvn" in tool.names
        ):
            return f"line {command.line} installs without a network"
    if tool.off_by and variable(stage, filling[0], tool.off_by):
        return f"{tool.off_by} turns the cache off"
    later = [
        other
        for other in _later(stage, run)
        if any(_name(c) in tool.names for c in other.script.commands)
    ]
    for other in later:
        for command in other.script.commands:
            if _name(command) in tool.names and (
                command.has_flag(*OFFLINE, "--no-restore", "--prefer-offline")
                or other.flag("network") == "none"
                or ("mvn" in tool.names and command.has_flag("-o"))
            ):
                return f"line {command.line} installs from the cache"
    if (
        "mvn" in tool.names
        and later
        and any(w.literal == "install" for c in filling for w in c.words)
    ):
        return "mvn install keeps in the cache what a later RUN uses"
    if tool.run_from and _is_started(stage, tool.names):
        return "what the image starts needs what is in the cache"
    if tool.names == APT and (reason := _lists_needed(stage, filling)):
        return reason
    return _copied(stage, paths) or needed_by(stage, filling[-1], *paths)


def _copied(stage: Stage, paths: Sequence[str]) -> str | None:
    """What copies a folder from the stage that one of `paths` is in."""
    kin = {stage, *stage.children}
    names = {name for member in kin for name in (member.name, str(member.index))}
    for other in stage.document.stages[stage.index + 1 :]:
        for instruction in other.instructions:
            if instruction.keyword != "COPY" or (instruction.flag("from") or "") not in names:
                continue
            for source in instruction.values[:-1]:
                folder = source.rstrip("/*")
                if folder and any(path.startswith(folder + "/") for path in paths):
                    return f"line {instruction.line} copies the folder that the cache is in"
    return None


def _later(stage: Stage, run: Instruction) -> Iterator[Instruction]:
    for member in (stage, *stage.children):
        for other in member.run_instructions:
            if (member is not stage or other.start > run.start) and member.readable(other):
                yield other


def _is_started(stage: Stage, names: Iterable[str]) -> bool:
    return any(
        command.name in names
        for member in (stage, *stage.children)
        for instruction in member.instructions
        if instruction.keyword in ("CMD", "ENTRYPOINT")
        for command in instruction.script.commands
    )


def _lists_needed(stage: Stage, filling: Sequence[Command]) -> str | None:
    """Who installs from lists that another RUN has fetched: a mount may have lost them."""
    run = filling[0].instruction
    if not _updates(run, filling[0]):
        return "it installs from the lists of an earlier RUN"
    removed = any(
        command.name in ("rm", "find") and "/var/lib/apt" in command.text
        for command in run.script.commands
    )
    for other in _later(stage, run):
        for command in other.script.commands:
            if command.name in APT and command.subcommand in _LISTS:
                if not _updates(other, command):
                    return f"line {command.line} installs from the lists"
            elif not removed and _is_script(command):
                return f"the script on line {command.line} may install from the lists"
    return None


def _is_script(command: Command) -> bool:
    program = command.words[0].text if command.words else ""
    if command.name in SHELLS and command.nested_text is None:
        return True
    return "/" in program or program.endswith(".sh")


def _updates(run: Instruction, install: Command) -> bool:
    return any(
        command.name in APT and command.subcommand == "update" and command.start < install.start
        for command in run.script.commands
    )


# What removes them -------------------------------------------------------------------------------


def _is_in(stage: Stage, command: Command, word: Word, targets: Iterable[str]) -> bool:
    """Whether a word is one of the folders, or something in it."""
    return _compare(stage, command, word, targets, lambda given, wanted: given >= wanted)


def _holds(stage: Stage, command: Command, word: Word, targets: Iterable[str]) -> bool:
    """Whether a word is a folder that one of the folders is in."""
    return _compare(stage, command, word, targets, lambda given, wanted: given < wanted)


def _compare(
    stage: Stage,
    command: Command,
    word: Word,
    targets: Iterable[str],
    fits: Callable[[int, int], bool],
) -> bool:
    text = word.text.replace('"', "").replace("'", "")
    home = variable(stage, command, "HOME") or "/root"
    for start in ("~/", "$HOME/", "${HOME}/"):
        if text.startswith(start):
            text = posixpath.join(home, text[len(start) :])
    for name in ("CARGO_HOME", "GOPATH", "GRADLE_USER_HOME"):
        place = variable(stage, command, name)
        if place:
            text = text.replace(f"${name}", place).replace(f"${{{name}}}", place)
    if not text.startswith("/"):
        return False
    given = [piece for piece in text.split("/") if piece]
    for target in targets:
        wanted = [piece for piece in target.split("/") if piece]
        if all(map(fnmatchcase, wanted, given)) and fits(len(given), len(wanted)):
            return True
    return False
