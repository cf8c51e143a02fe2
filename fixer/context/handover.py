"""What of an image is to belong to the user that its process runs as: the application's files, and
the folders that it writes to. Paths of the system stay root's.
"""

from __future__ import annotations

import posixpath
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fixer.context.copies import copies, destination
from fixer.context.corepack import written_to
from fixer.context.files import context_of
from fixer.context.image import ARCHIVES
from fixer.context.left import TAKE, absolute, changes_folder, keys_left, left, may_take, takes
from fixer.context.need import (
    OPEN,
    ROOTS_HOME,
    Kind,
    Need,
    at_home,
    is_opened,
    is_shared,
    is_system,
    within,
)
from fixer.context.ran import application_ran, own_code_ran
from fixer.dockerfile.accounts import accounts, bare, positional
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.shell import Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Operation
from fixer.facts import programs as known
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.dockerfile.owner import Owner

#: Folders that a build makes for what the program leaves at run time, by the last part.
STATE = frozenset(
    "cache config data database db download downloads files incoming log logs media output outputs"
    " persist persistent pid pids public results run session sessions socket sockets spool state"
    " static storage store tmp upload uploads var work workspace".split()
)
#: Folders of state by where they stand.
STATE_FOLDERS = ("/var/lib/", "/var/log/", "/var/run/", "/run/", "/var/cache/", "/var/spool/")
#: Where programs keep the number of their process, and sockets: what a build makes there is no
#: part of the system's.
_RUN = regex(r"(?:/var)?/run/(?!(?:systemd|udev|dbus|sshd|lock|user)(?:/|$)).+")
#: What a package tool reads: an application is more than these, and reads them as they are.
_MANIFESTS = (
    *("requirements", "package", "gemfile", "pipfile", "composer", "cargo", "constraints", "go."),
    *("yarn.lock", "pnpm-lock", "pnpm-workspace", "poetry.lock", "pyproject", "uv.lock", "pom.xml"),
    *("setup.py", "setup.cfg", "npm-shrinkwrap", "bun.lock", ".npmrc", ".yarnrc", "tsconfig"),
    *(".ruby-version", ".node-version", ".nvmrc", ".tool-versions"),
    *("mix.", "environment.y", "bower.json", "build.gradle", "settings.gradle"),
)
_LOCAL_SOURCES = "/usr/local/src"
_URL = ("http://", "https://")
#: Packages and archives, which ADD does not unpack where it fetches them.
_PACKED = (".deb", ".rpm", ".apk", ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")
_PLAIN_PATH = regex(r"[\w./-]+")
_BRACES = regex(r"\{([^{}$`'\"]*,[^{}$`'\"]*)\}")
#: As many words of one in braces are looked at.
_MOST = 20
_RUN_APP = regex(r"\brunApp\(\s*(?:appDir\s*=\s*)?['\"](/[\w./-]+)['\"]")
_CLOSING = frozenset(("u+x", "u+rx", "u+rwx", "go=", "o=", "go-rwx", "o-rwx"))
_OCTAL = frozenset("01234567")
_SCRIPTS = (".sh", ".py", ".bash")
#: Commands that leave no file in a folder of the application.
_NO_FILES = frozenset(
    "addgroup adduser apk apt-get chmod corepack groupadd ln rm set useradd usermod".split()
)
#: The folder that Debian's openssl has for keys, which only root may enter.
_CLOSED = "/etc/ssl/private"
_ROOTS_OWN = ("/root", "/etc/sudoers", "/etc/cron", "/etc/ssh/", "/etc/shadow", "/etc/doas")


class Handover(NamedTuple):
    """What is given to the user."""

    #: COPY and ADD of the application.
    copies: list[Instruction]
    #: Absolute paths of folders, and of files the build makes in them, that are there.
    folders: list[str]
    #: Folders with all that is in them, to be made where missing.
    trees: list[str]
    #: Files, to be made where missing.
    files: list[str]


def handover(stage: Stage, needs: Iterable[Need]) -> Handover:
    """What a stage's image has to give to a user that is not root.

    A COPY that a build behind it reads through git, or through an npm that takes on the owner of
    the folder, stays root's: its folders are given over at the end.
    """
    out = Handover([], [], [], [])
    written = [need for need in needs if need.kind is Kind.WRITES and need.path]
    kept: list[str] = []
    for member, copy, place in copies(stage):
        if copy.flag("chown") is not None:
            continue
        if closes(copy.flag("chmod") or "") or _closed_in_context(stage, copy):
            if _may_be_needed(place):
                out.copies.append(copy)
            continue
        if not _is_application(stage, place) or _is_program(stage, place):
            continue
        if place and posixpath.dirname(place) == "/" and _is_manifest(place):
            continue
        if _is_for_build(stage, place, copy):
            continue
        if _read_by_owner(stage, member, copy):
            kept.append(place or "")
        else:
            out.copies.append(copy)
    if kept or not all(map(only_manifests, out.copies)):
        package = written_to(stage, out.copies)
        out.copies[:] = [c for c in out.copies if c is package or not only_manifests(c)]
    workdir = stage.end_state.workdir
    root = workdir if workdir and _is_application(stage, workdir) else None
    if root and (root in OPEN or made_by_user(stage, root)):
        root = None
    ran = application_ran(stage) or bool(root and (_fetched(stage, root) or _unpacked(stage, root)))
    closed_folders = {need.path for need in written if need.closed}
    deep = {need.path for need in written if need.deep} if _built(stage) else set()
    for path in dict.fromkeys(need.path for need in written if not need.is_file):
        assert path is not None
        whole = path in closed_folders or (path != root and not (root and within(root, path)))
        if path == root and (kept or path in deep or ran or own_code_ran(stage)):
            whole = True
        if path not in out.trees and path not in out.folders:
            (out.trees if whole else out.folders).append(path)
    if root and root not in out.folders and root not in out.trees:
        below = any(not place or within(place, root) for place in kept)
        (out.trees if ran or (below and _may_be_written(stage)) else out.folders).append(root)
    # what a volume is mounted at is the user's only where it is there, and is the user's already
    mounted = {need.path for need in written if need.volume}
    out.trees[:] = [
        path
        for path in out.trees
        if path in mounted or not any(within(path, t) for t in out.trees if t != path)
    ]
    if root and root != ROOTS_HOME and at_home(stage):
        out.folders.append(ROOTS_HOME)
    works = _shiny(stage)
    if works is not None and works not in out.folders:
        if not any(within(works, tree) for tree in out.trees):
            out.folders.append(works)
    for path, whole in _private(stage):
        (out.trees if whole else out.folders).append(path)
    for path, sure in _made(stage):
        if not any(within(path, tree) for tree in out.trees) and path not in out.folders:
            (out.folders if sure else out.trees).append(path)
    out.folders.extend(_left(stage, out))
    out.folders.extend(_keys(stage, out))
    out.files.extend(dict.fromkeys(need.path for need in written if need.is_file and need.path))
    return out


def _shiny(stage: Stage) -> str | None:
    """The folder of a Shiny application: runApp goes there, whatever the WORKDIR is.

    https://shiny.posit.co/r/reference/shiny/latest/runapp.html
    """
    from fixer.context.process import process

    if b"runApp" not in stage.document.source:
        return None
    started = process(stage)
    found = _RUN_APP.search(" ".join(started.argv)) if started is not None else None
    folder = posixpath.normpath(found[1]) if found is not None else None
    if folder is None or not _is_application(stage, folder):
        return None
    return folder if any(copy.place == folder for copy in copies(stage)) else None


def _left(stage: Stage, given: Handover) -> list[str]:
    """The files that the build makes in folders which are given, but not with all that is in them:
    whoever may write to the folder is to write to its files."""
    folders = [folder for folder in given.folders if folder != ROOTS_HOME]
    return [
        path
        for path in (left(stage) if folders else ())
        if path not in folders
        and any(within(path, folder) for folder in folders)
        and not any(within(path, tree) for tree in given.trees)
    ]


def _keys(stage: Stage, given: Handover) -> list[str]:
    """The private keys that the build makes beside the application, for the one program that is
    there to use them; those of the system's own services stay root's."""
    return [
        path
        for path in keys_left(stage)
        if _may_be_needed(path)
        and not within(path, _CLOSED)
        and path not in given.folders
        and not any(within(path, tree) for tree in given.trees)
    ]


def taken_back(stage: Stage, given: Handover, owner: Owner) -> Iterator[str]:
    """What the file gives to another account behind the COPY that gives it to `owner`."""
    known_accounts = accounts(stage)
    places = [copy.place for copy in copies(stage) if copy.instruction in given.copies]
    for member in stage.lineage:
        for command in member.commands("chown"):
            words = positional(command)
            if command.instruction.outer is not None or not words:
                continue
            name = bare(words[0]).partition(":")[0]
            uid = known_accounts.uid(name)
            number = uid.text if uid is not None else name
            if name == owner.name or number == owner.owner.partition(":")[0]:
                continue
            if not command.has_flag("-R", "--recursive") or name in ("", "root", "0"):
                continue
            for word in words[1:]:
                path = absolute(member, command, bare(word))
                if path and any(place and within(path, place) for place in places):
                    yield path


def drop_given(stage: Stage, given: Handover, owner: Owner) -> None:
    """Leave out of `given` what the file itself gives to `owner` in the end, with all that is in
    it: by a `chown -R` behind which nothing is built."""
    number = owner.owner.partition(":")[0]
    known_accounts = accounts(stage)
    for member in stage.lineage:
        for command in member.commands("chown"):
            words = positional(command)
            if not words or not command.has_flag("-R", "--recursive"):
                continue
            uid = known_accounts.uid(bare(words[0]).partition(":")[0])
            if uid is None or uid.text != number or not _is_last(stage, command):
                continue
            paths = [absolute(member, command, bare(word)) for word in words[1:]]
            for path in (path for path in paths if path is not None):
                given.trees[:] = [tree for tree in given.trees if tree != path]
                given.folders[:] = [each for each in given.folders if not within(each, path)]
                gone = [c.instruction for c in copies(stage) if within(c.place or "/", path)]
                given.copies[:] = [copy for copy in given.copies if copy not in gone]


def _is_last(stage: Stage, command: Command) -> bool:
    """Whether a command surely runs, and nothing that is built or copied comes behind it."""
    instruction = command.instruction
    if instruction.outer is not None or command.chain.block.kind != "script":
        return False
    behind = [c for c in instruction.script.commands if c.start > command.start]
    for other in stage.instructions:
        if other.start > instruction.start:
            if other.keyword in ("COPY", "ADD", "WORKDIR"):
                return False
            if other.keyword == "RUN":
                behind += other.script.commands
    sure = all(operator.text == "&&" for operator in command.chain.operators)
    own = instruction in stage.instructions
    return own and sure and all(c.name in ("chmod", "chown") for c in behind)


def state_alone(needs: Iterable[Need]) -> Handover:
    """What is given to a user that the application is served as already: what root wrote so far."""
    written = [need for need in needs if need.kind is Kind.WRITES and need.path]
    folders = dict.fromkeys(need.path for need in written if need.path and not need.is_file)
    files = dict.fromkeys(need.path for need in written if need.path and need.is_file)
    return Handover([], [], list(folders), list(files))


def belongs_to_application(path: str | None) -> bool:
    """Whether a path is the application's; an unknown one is, for it is below its WORKDIR."""
    if path is None:
        return True
    if is_shared(path):
        return False
    if posixpath.dirname(path) == "/" and posixpath.splitext(path)[1] in _SCRIPTS:
        return False  # /entrypoint.sh
    closed = ("/run", "/var/run", "/usr/local", "/usr/share")
    return not is_system(path) and not any(within(path, folder) for folder in closed)


def _is_application(stage: Stage, path: str | None) -> bool:
    if is_opened(stage, path) and (at_home(stage) or path == stage.end_state.workdir):
        return True
    if path and _is_local(stage) and within(path, stage.end_state.workdir or "/"):
        return True
    return belongs_to_application(path)


def _is_local(stage: Stage) -> bool:
    """Whether the file works in a folder of /usr/local that is none of the system's or the base's,
    and puts files of its own there, or the sources of what it builds."""
    workdir = stage.end_state.workdir or "/"
    if not workdir.startswith("/usr/local/") or is_system(workdir) or workdir == _LOCAL_SOURCES:
        return False
    if workdir == stage.facts.workdir:
        return False
    return _fetched(stage, workdir) or any(
        copy.instruction.flag("from") is None and within(copy.place or "/", workdir)
        for copy in copies(stage)
    )


def made_by_user(stage: Stage, path: str) -> bool:
    """Whether WORKDIR makes a folder while another user than root is in force: it is the user's."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "WORKDIR" and destination(member, instruction) == path:
                return member.runs_as_root(instruction) is False
    return False


def only_manifests(copy: Instruction) -> bool:
    names = [posixpath.basename(value.strip("'\"")).lower() for value in copy.values[:-1]]
    return bool(names) and all(map(_is_manifest, names))


def _is_manifest(path: str) -> bool:
    """Whether a file's name is that of what a package tool reads."""
    return posixpath.basename(path).lower().startswith(_MANIFESTS)


def _is_for_build(stage: Stage, place: str | None, instruction: Instruction) -> bool:
    """Whether something is fetched to be unpacked or installed, or lies where the build leaves
    things aside."""
    if (
        place is not None
        and within(place, "/tmp")
        and not within(stage.end_state.workdir or "/", "/tmp")
    ):
        return True
    fetched = [value.partition("?")[0] for value in instruction.values[:-1]]
    return bool(fetched) and all(v.startswith(_URL) and v.endswith(_PACKED) for v in fetched)


def _is_program(stage: Stage, place: str | None) -> bool:
    """A program that is copied by itself is run, not written to; nor is it closed to others."""
    from fixer.context.process import process

    started = process(stage)
    if place is None or not started or started.argv[:1] != (place,):
        return False
    return not any(within(place, path) for _, _, path in closed(stage))


def closed(stage: Stage) -> Iterator[tuple[Command, str, str]]:
    """What chmod closes to all but its owner: the command, the mode, and the path, which is as
    written where it is not known."""
    for member in stage.lineage:
        for command in member.commands("chmod"):
            words = positional(command)
            mode = bare(words[0]) if words else ""
            if closes(mode) and command.instruction.outer is None:
                for word in words[1:]:
                    yield command, mode, absolute(member, command, bare(word)) or bare(word)


def closes(mode: str) -> bool:
    """Whether a mode keeps all but the owner from reading or running a file."""
    if mode.isdigit():
        return len(mode) >= 3 and _OCTAL.issuperset(mode) and _kept(int(mode, 8))
    return not _CLOSING.isdisjoint(mode.split(","))


def _kept(mode: int) -> bool:
    """Whether others than its owner may not read a file, or may not run what its owner runs."""
    return not mode & 0o004 or bool(mode & 0o100 and not mode & 0o001)


def opening(stage: Stage) -> Iterator[tuple[Command, Word, str]]:
    """The modes that keep programs of the system for root, and those that let others run them too.

    Programs are what is in a folder of programs, and scripts at the top. Given are the chmod, the
    word of its mode, and the mode to put there.
    """
    seen = set()
    for command, mode, _ in closed(stage):
        if id(command) in seen:
            continue
        seen.add(id(command))
        words = positional(command)
        wider = _wider(mode)
        paths = [path for other, _, path in closed(stage) if other is command]
        if wider and all(map(_in_programs, paths)) and not all(is_given(stage, p) for p in paths):
            yield command, words[0], wider


def _wider(mode: str) -> str | None:
    """A mode that runs for its owner alone, for everyone; None for what is closed on purpose."""
    if mode.isdigit():
        number = int(mode, 8)
        return f"{mode[:-2]}55" if number & 0o100 and number < 0o1000 else None
    return {"u+x": "a+rx", "u+rx": "a+rx", "u+rwx": "u+rwx,a+rx"}.get(mode)


def _in_programs(path: str) -> bool:
    folder = posixpath.dirname(path.rstrip("/"))
    if folder == "/":
        return posixpath.splitext(path)[1] in _SCRIPTS
    return path.startswith("/") and posixpath.basename(folder) in ("bin", "sbin")


def is_given(stage: Stage, path: str) -> bool:
    """Whether a path that is closed to others is given to the user: the application's, and the
    program itself, wherever it is."""
    from fixer.context.process import process

    started = process(stage)
    return _is_application(stage, path) or bool(started and path in started.argv[:2])


def _private(stage: Stage) -> Iterator[tuple[str, bool]]:
    """Paths of the application that the build makes and closes, and whether all below are meant."""
    from fixer.context.scripts import forgiven

    for command, _, path in closed(stage):
        if forgiven(command):
            continue  # it need not be there
        if path.startswith("/") and not _is_application(stage, path) and is_given(stage, path):
            yield path, False
        elif path.startswith("/") and _is_application(stage, path):
            name = posixpath.basename(path).encode()
            raws = [o.raw for m in stage.lineage for o in m.instructions if o.keyword == "RUN"]
            if sum(raw.count(name) for raw in raws) > 1:
                yield path, command.has_flag("-R", "--recursive")


def _closed_in_context(stage: Stage, copy: Instruction) -> bool:
    """Whether a COPY takes files from the context that are closed to all but their owner."""
    context = context_of(stage.document)
    if context is None or copy.flag("from") is not None or copy.flag("chmod") is not None:
        return False
    modes = [context.mode(value) for value in copy.values[:-1] if _PLAIN_PATH.fullmatch(value)]
    return any(mode is not None and stat.S_ISREG(mode) and _kept(mode) for mode in modes)


def _may_be_needed(place: str | None) -> bool:
    """A file of the system that is closed to others is the program's, unless it is root's own."""
    return place is not None and not place.startswith(_ROOTS_OWN)


def _read_by_owner(stage: Stage, member: Stage, copy: Instruction) -> bool:
    """Whether something that runs behind a COPY looks at who owns what it copied."""
    if copy.flag("from") is not None or copy.heredocs:
        return False
    whole = any(value in (".", "./", "/", "*", "./*") for value in copy.values[:-1])
    if whole and _may_have_git(stage):
        for command in _commands_behind(member, copy, known.ASK_GIT):
            if command.name in ("pip", "pip3", "uv"):
                if not any(w.text.startswith((".", "'.", '".', "-e")) for w in command.words[1:]):
                    continue
            elif command.name in ("python", "python3"):
                if not any(w.text.endswith("setup.py") for w in command.words[1:]):
                    continue
            return True
    place = destination(member, copy)
    elsewhere = place is None or place != member.state(copy).workdir
    return any(
        elsewhere or command.has_flag("--prefix", "-C", "--cwd", "--dir") or changes_folder(command)
        for command in _commands_behind(member, copy, known.RUN_AS_OWNER)
    )


def _commands_behind(member: Stage, copy: Instruction, names: Iterable[str]) -> Iterator[Command]:
    """What is run behind a COPY, in its stage and in all that are built on it."""
    for other in (member, *member.children):
        for command in other.commands(*names):
            if other is not member or command.instruction.start > copy.start:
                yield command


def _may_have_git(stage: Stage) -> bool:
    context = context_of(stage.document)
    return context is None or context.exists(".git")


def _built(stage: Stage) -> bool:
    """Whether the build installs or compiles something, which is root's."""
    return any(
        member.runs_as_root(command.instruction) is not False
        for member in stage.lineage
        for command in member.commands(*known.INSTALLS)
        if command.instruction.outer is None
    )


def _may_be_written(stage: Stage) -> bool:
    """Whether the application may write to its own folders as far as is in sight: what it writes to
    is not read, and the build makes no program of it, after which nobody writes to the sources."""
    return not _is_read(stage) and not any(
        next(member.commands(*known.COMPILERS), None) for member in stage.lineage
    )


def _is_read(stage: Stage) -> bool:
    """Whether the application is in sight, in a language in which what it writes to is seen."""
    from fixer.context.evidence import in_sight
    from fixer.context.process import process

    started = process(stage)
    if started is None or not started.argv or not in_sight(stage):
        return False
    name = posixpath.basename(started.argv[0])
    if name in known.NODE_PROGRAMS or name in known.PYTHON_LOADERS:
        return True
    return bool(known.PYTHON.fullmatch(name)) or name.endswith((".py", *known.NODE_FILES))


def _fetched(stage: Stage, root: str) -> bool:
    """Whether the build clones the application, so that all of it is root's."""
    for member in stage.lineage:
        for command in member.commands("git", subcommand="clone"):
            if member.runs_as_root(command.instruction) is False or command.instruction.outer:
                continue
            operands = [bare(word) for word in command.operands]
            if not operands:
                continue
            name = posixpath.basename(operands[0].rstrip("/")).removesuffix(".git")
            given = operands[1] if len(operands) > 1 else name
            place = absolute(member, command, given)
            if place is not None and (within(root, place) or within(place, root)):
                return True
    return False


def _unpacked(stage: Stage, root: str) -> bool:
    """Whether the application comes in an archive of the build context: ADD leaves what it unpacks
    to whom it belongs in there, whatever --chown says, and tar to root."""
    brought: set[str] = set()
    for _, copy, place in copies(stage):
        sources = [value.strip("'\"") for value in copy.values[:-1] if "://" not in value]
        unpacks = copy.keyword == "ADD" and any(each.endswith(ARCHIVES) for each in sources)
        if unpacks and place is not None and place != "/":
            if within(root, place) or within(place, root):
                return True
        brought |= {posixpath.basename(s) for s in sources if s.endswith((*ARCHIVES, ".zip"))}
    for member in stage.lineage if brought else ():
        for command in member.commands("tar", "bsdtar", "unzip"):
            names = {posixpath.basename(bare(word)) for word in command.words[1:]}
            if member.runs_as_root(command.instruction) is False or names.isdisjoint(brought):
                continue
            given = command.flag_value("-C", "--directory", "-d") or "."
            place = absolute(member, command, given)
            if place not in (None, "/") and (within(root, place) or within(place, root)):
                return True
    return False


def made_folders(stage: Stage) -> list[str]:
    """The folders for state that the build makes, and that are given to the user."""
    return [path for path, _ in _made(stage)]


def _made(stage: Stage) -> list[tuple[str, bool]]:
    """The folders for state that the build makes, and whether they are there for sure: what a
    command behind it takes away for certain is left out."""
    root = stage.end_state.workdir
    found: dict[str, bool] = {}
    for member in stage.lineage:
        for command in member.commands("mkdir", "install", *TAKE):
            if command.instruction.outer is not None:
                continue
            if command.name in TAKE:
                for taken in [each for each in found if may_take(member, command, each)]:
                    if takes(member, command, taken):
                        del found[taken]
                    else:
                        found[taken] = False
                continue
            if command.name == "install" and not command.has_flag("-d", "--directory"):
                continue
            above = command.name == "install" or command.has_flag("-p", "--parents")
            for path in _named_folders(member, command, above=above):
                if path != root and (_is_application(stage, path) or _RUN.fullmatch(path)):
                    if is_state(path) or not _used(stage, path):
                        found[path] = True
    return list(found.items())


def _named_folders(stage: Stage, command: Command, *, above: bool) -> Iterator[str]:
    """The folders that a command makes; those `above` them, which it makes on the way, as well:
    the program may leave something there too. Those that the system shares were there before."""
    root = stage.end_state.workdir or "/"
    for word in positional(command):
        for text, last in _braces(stage, command, word.text):
            path = absolute(stage, command, text)
            parents = []
            parent = posixpath.dirname(path) if path and above else "/"
            while parent not in ("/", root) and not is_shared(parent):
                if within(parent, root) or not is_shared("/" + parent.split("/")[1]):
                    parents.append(parent)
                parent = posixpath.dirname(parent)
            yield from reversed(parents)
            if path and last:
                yield path


def _braces(stage: Stage, command: Command, text: str) -> Iterator[tuple[str, bool]]:
    """The words that the shell makes of `logs/{web,jobs}`, and whether each is sure to be one.

    Where the shell is not known to do so, it is one word, which nobody means; but what is in front
    of it is made.
    """
    found = _BRACES.search(text)
    if found is None:
        yield text, True
    elif _shell_of(stage, command.instruction) == "bash":
        for each in found[1].split(",")[:_MOST]:
            yield from _braces(stage, command, text[: found.start()] + each + text[found.end() :])
    else:
        yield text[: found.start()].rpartition("/")[0] + "/-", False


def _shell_of(stage: Stage, instruction: Instruction) -> str | None:
    shell = stage.state(instruction).shell
    name = posixpath.basename(shell[0]) if shell else None
    return stage.facts.shell if name == "sh" else name


def _used(stage: Stage, path: str) -> bool:
    """Whether the build puts something into a folder."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword in ("COPY", "ADD"):
                place = destination(member, instruction)
                if place is None or within(place, path):
                    return True
            elif instruction.keyword == "WORKDIR":
                if within(member.state(instruction).workdir or "/", path):
                    return True
            elif instruction.keyword == "RUN" and instruction.logical.count(path) > 1:
                if instruction.logical.count(path) > _named_idly(instruction, path):
                    return True
        for instruction in member.runs(path):
            for command in instruction.script.commands:
                if command.name not in ("mkdir", "install", "chmod", "chown", "chgrp", "rm"):
                    linked = _led_to(command)
                    words = [word for word in command.words if word not in linked]
                    if any(path in word.text for word in (*words, *command.redirections)):
                        return True
    return False


def _named_idly(run: Instruction, path: str) -> int:
    """How often a RUN names a folder only to make it, to set its mode, or to lead a link to it."""
    count = 0
    for command in run.script.commands:
        idle = command.name in ("mkdir", "install", "chmod")
        words = command.words if idle else _led_to(command)
        count += sum(word.text.count(path) for word in words)
    return count


def _led_to(command: Command) -> list[Word]:
    """What a symbolic link leads to: whoever looks for the link is to write there."""
    if command.name != "ln" or not command.has_flag("-s", "--symbolic"):
        return []
    words = positional(command)
    return words[: max(len(words) - 1, 1)]


def is_state(path: str) -> bool:
    return path.startswith(STATE_FOLDERS) or posixpath.basename(path).lower() in STATE


def give(stage: Stage, given: Handover, owner: str, workdir: str | None) -> Iterator[str]:
    """The commands that give folders and files to the user, made where they are missing.

    What a COPY gives already is not gone through once more: that would store it a second time.
    """
    made = {path for path, sure in _made(stage) if sure} if given.trees else set()
    missing = [path for path in given.trees if path != workdir and path not in made]
    if missing:
        yield f"mkdir -p {_words(_outside(missing, reverse=True))}"
    if given.files:
        yield f"touch {_words(given.files)}"
    trees = [tree for tree in given.trees if not _is_copied(stage, tree, given.copies, owner)]
    folders = [*given.folders, *(tree for tree in given.trees if tree not in trees)]
    single = [
        path
        for path in dict.fromkeys((*folders, *given.files))
        if not any(within(path, tree) for tree in trees)
    ]
    if single:
        yield f"chown {owner} {_words(single)}"
    if trees:
        yield f"chown -R {owner} {_words(_outside(trees))}"


def _is_copied(stage: Stage, tree: str, given: list[Instruction], owner: str) -> bool:
    """Whether a COPY gives the user all that is in a folder, and nothing else comes to it."""
    for member in stage.lineage:
        for run in member.run_instructions:
            if run.script.problem or not {c.name for c in run.script.commands} <= _NO_FILES:
                return False
    copied = False
    for _, copy, place in copies(stage):
        if copy.keyword == "COPY" and (copy in given or copy.flag("chown") == owner):
            copied = copied or (place is not None and within(tree, place))
        elif place is None or within(place, tree) or within(tree, place):
            return False
    return copied


def _outside(paths: list[str], *, reverse: bool = False) -> list[str]:
    """The paths that are not within another; with `reverse`, those that no other is within."""
    if reverse:
        return [path for path in paths if not any(within(o, path) for o in paths if o != path)]
    return [path for path in paths if not any(within(path, o) for o in paths if o != path)]


def _words(paths: Iterable[str]) -> str:
    import shlex

    return shlex.join(paths)


def chown(copy: Instruction, owner: str) -> Operation:
    """Let a COPY or ADD give what it copies to `owner`."""
    place = copy.begin + len(copy.keyword_text)
    return replace_text(copy, place, place, f" --chown={owner}")
