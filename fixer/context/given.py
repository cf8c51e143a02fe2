"""What an image gives to the user that it runs as and the process does not write to: files that
could be root's, and only be read.
"""

from __future__ import annotations

import posixpath
import stat as modes
from collections.abc import Iterable, Iterator, Sequence

from fixer.context.copies import copies
from fixer.context.files import Context, context_of
from fixer.context.handover import (
    STATE_FOLDERS,
    closed,
    closes,
    handover,
    is_state,
    made_by_user,
)
from fixer.context.left import absolute, makes
from fixer.context.need import Kind, Need, within
from fixer.context.ran import application_ran
from fixer.dockerfile.accounts import accounts, bare, positional
from fixer.dockerfile.rewrite import (
    delete_instruction,
    drop_command,
    drop_words,
    insert_words,
    is_alone,
    replace_text,
    replace_word,
)
from fixer.dockerfile.shell import Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Operation, Unable
from fixer.later import NamedTuple

_WILD = frozenset("*?[\\$")
_OCTAL = frozenset("01234567")


class Back(NamedTuple):
    """What root takes back of a stage's image."""

    #: COPY of files that are given to the user, and what takes the flag's place.
    copies: list[tuple[Instruction, str]]
    #: The chown commands of folders that hold such files, the word, and what is given instead.
    chowns: list[tuple[Command, Word, list[str]]]
    #: What of it is not seen to be readable for all, as a reason.
    unseen: list[str]


def taken_back(stage: Stage, needs: Sequence[Need]) -> Back | str | None:
    """What of the files that a stage's user is given can be root's; why not; None for nothing."""
    user = _User(stage)
    given = [
        (copy, place)
        for _, copy, place in copies(stage)
        if copy.keyword == "COPY" and user.is_meant(copy.flag("chown"))
    ]
    places = [copy.place for copy in copies(stage) if copy.place is not None]
    chowns = [
        found
        for found in _chowns(stage, user)
        if any(within(place, found[2]) for place in places)
        and not is_state(found[2])
        and not user.has_home(found[2])
    ]
    if not given and not chowns:
        return None
    written = [need.path for need in needs if need.kind is Kind.WRITES and need.path]
    kept = _kept(stage, needs, written)
    root = stage.end_state.workdir or ""
    out = Back([], [], [])
    for command, word, path in chowns:
        below = [each for each in kept if within(each, path) and each != path]
        if not command.has_flag("-R", "--recursive"):
            below = []
        elif reason := _may_close(stage, command):
            out.unseen.append(reason)
        if missing := next((each for each in below if not _is_made(stage, each, command)), None):
            return f"{missing}, which stays the user's, is not there when chown gives {path} to it"
        out.chowns.append((command, word, _outermost(below)))
    handed = {path for _, _, paths in out.chowns for path in paths}
    handed |= {path for _, _, path in _chowns(stage, user) if path not in _paths(chowns)}
    if reason := _user_works(stage, user, [*places, *_paths(chowns)]):
        return reason
    for copy, place in given:
        if place is None:
            return f"where COPY on line {copy.line} puts things is not known"
        if place == "/":
            return f"COPY on line {copy.line} brings a whole system, its folders for state included"
        if place.startswith(STATE_FOLDERS) or user.has_home(place):
            continue
        above = [each for each in written if within(place, each)]
        if root in above:
            return f"it writes to {root}: {_reason(needs, root)}"
        if above:
            continue  # all of it is written to, and stays the user's
        inside = [each for each in written if within(each, place)]
        unhanded = [each for each in inside if not any(within(each, at) for at in handed)]
        if unhanded:
            return f"it writes to {unhanded[0]}: {_reason(needs, unhanded[0])}"
        flag = _readable(stage, copy, user, out.unseen)
        if flag is None:
            return f"what COPY on line {copy.line} brings is closed to others"
        out.copies.append((copy, flag))
    for path in _paths(chowns):
        if path in written:
            return f"it writes to {path}: {_reason(needs, path)}"
    if out.copies or out.chowns:
        return out
    return "they are in its home, or where state is kept" if given else None


def operations(stage: Stage, back: Back) -> Iterator[Operation | Unable]:
    """The changes that make it so."""
    for copy, flag in back.copies:
        old = next(each for each in copy.flags if each.name == "chown")
        end = old.end if flag else old.end + 1
        yield replace_text(copy, old.start, end, flag)
    seen: dict[int, list[tuple[Word, list[str]]]] = {}
    commands = {id(command): command for command, _, _ in back.chowns}
    for command, word, paths in back.chowns:
        seen.setdefault(id(command), []).append((word, paths))
    for key, words in seen.items():
        command = commands[key]
        others = len(positional(command)) - 1 - len(words)
        if not others and not any(paths for _, paths in words):
            alone = is_alone(command) and command.instruction.outer is None
            yield (
                delete_instruction(stage.document, command.instruction)
                if alone
                else drop_command(command)
            )
            continue
        gone = [word for word, paths in words if not paths]
        if gone:
            yield drop_words(command, gone)
        for word, paths in words:
            if paths:
                yield replace_word(command, word, paths[0])
                if paths[1:]:
                    yield insert_words(command, word, paths[1:])


def _paths(chowns: Iterable[tuple[Command, Word, str]]) -> list[str]:
    return [path for _, _, path in chowns]


def _outermost(paths: Iterable[str]) -> list[str]:
    names = sorted({*paths})
    return [path for path in names if not any(within(path, at) for at in names if at != path)]


def _reason(needs: Sequence[Need], path: str) -> str:
    return next(need.reason for need in needs if need.path == path)


def _kept(stage: Stage, needs: Sequence[Need], written: Sequence[str]) -> list[str]:
    """The folders that stay the user's: what is written to, and what is made for state."""
    given = handover(stage, needs)
    root = stage.end_state.workdir
    return [
        path
        for path in dict.fromkeys([*given.trees, *given.folders])
        if path != root or path in written
    ]


def _is_made(stage: Stage, path: str, command: Command) -> bool:
    """Whether the build makes a folder, or a file, before it runs a command."""
    end = (command.instruction.start, command.start)
    for member in stage.lineage:
        for other in (command for run in member.runs() for command in run.script.commands):
            if (other.instruction.start, other.start) >= end or not other.words:
                continue
            made: list[str | None] = [*makes(member, other)]
            if other.name in ("mkdir", "install"):
                made += [absolute(member, other, bare(word)) for word in other.words[1:]]
            if any(each is not None and within(each, path) for each in made):
                return True
    return False


#: Nothing that these make is closed to others.
_OPEN = frozenset(
    """apt-get apt apk dnf yum microdnf pip pip3 npm yarn pnpm uv mkdir touch rm chown chmod set cd
    echo true : groupadd useradd addgroup adduser usermod ln ls test [ export""".split()
)


def _may_close(stage: Stage, chown: Command) -> str | None:
    """What of a build may make files that only root reads, as long as chown gives them away."""
    for member in stage.lineage:
        for run in member.run_instructions:
            for command in run.script.commands if run.start <= chown.instruction.start else ():
                if command.words and command.name not in _OPEN:
                    name = command.name or "a command"
                    return f"what {name} makes (line {command.line}) may be closed to others"
    return None


# Who ---------------------------------------------------------------------------------------------


class _User:
    """The user of a stage's image, as `--chown` and chown may name it."""

    def __init__(self, stage: Stage) -> None:
        name = (stage.user() or "").partition(":")[0]
        users = accounts(stage).users
        account = users.get(name) or next(
            (a for a in users.values() if a.uid and str(a.uid.number) == name), None
        )
        self.names = {name} - {""}
        self.home: str | None = None
        self.group = (stage.user() or "").partition(":")[2]
        if account is not None:
            self.names.add(account.name)
            self.home = account.home
            if account.uid is not None:
                self.names.add(str(account.uid.number))
            if not self.group and account.gid is not None:
                self.group = str(account.gid.number)

    def has_home(self, path: str) -> bool:
        """Whether a path is in the user's home, or in one that nobody knows whose it is."""
        own = self.home is not None and self.home != "/" and within(path, self.home)
        return own or path.startswith("/home/")

    def is_meant(self, owner: str | None) -> bool:
        return (owner or "").partition(":")[0] in self.names


def _chowns(stage: Stage, user: _User) -> Iterator[tuple[Command, Word, str]]:
    """What chown gives to the user: the command, the word and the absolute path."""
    for member in stage.lineage:
        for command in member.commands("chown"):
            words = positional(command)
            if command.instruction.outer is not None or len(words) < 2:
                continue
            if user.is_meant(bare(words[0])):
                for word in words[1:]:
                    path = absolute(member, command, bare(word))
                    if path is not None:
                        yield command, word, path


def _user_works(stage: Stage, user: _User, places: Sequence[str]) -> str | None:
    """Why the files' folders are the user's, whoever the files belong to."""
    root = stage.end_state.workdir
    if root is not None and user.has_home(root):
        return f"{root} is in the user's own home, where it may put others in their place"
    if root is not None and made_by_user(stage, root):
        return f"WORKDIR makes {root} for the user"
    if application_ran(stage):
        return "the build runs the application, which may leave files that it writes to"
    for member in stage.lineage:
        for run in member.run_instructions:
            if member.runs_as_root(run.outer or run) is False:
                return f"RUN on line {run.line} works as the user"
            if run.script.problem is not None and b"chown" in run.raw:
                return f"RUN on line {run.line}: {run.script.problem}"
    for command, mode, path in closed(stage):
        if any(within(path, place) or within(place, path) for place in places):
            return f"chmod {mode} (line {command.line}) leaves {path} to its owner"
    for member in stage.lineage:
        for command in member.commands("chmod"):
            words = positional(command)
            paths = [absolute(member, command, bare(word)) for word in words[1:]]
            if (
                words
                and _opens(bare(words[0]))
                and any(path is None or within(place, path) for place in places for path in paths)
            ):
                return f"chmod on line {command.line} lets others write there"
    return None


def _opens(mode: str) -> bool:
    """Whether a mode lets others than the owner write."""
    if mode.isdigit() and _OCTAL.issuperset(mode):
        return bool(int(mode, 8) & 0o022)
    for part in mode.split(","):
        who, sign, what = part.partition("+") if "+" in part else part.partition("=")
        if sign and ("w" in what or "u" in what or "g" in what) and who not in ("u",):
            return True
    return False


# Modes -------------------------------------------------------------------------------------------


def _readable(stage: Stage, copy: Instruction, user: _User, unseen: list[str]) -> str | None:
    """What takes the place of `--chown` so that the user can read what is copied; None for
    nothing that does."""
    chmod = copy.flag("chmod")
    if chmod is not None:
        return None if closes(chmod) or _opens(chmod) else ""
    if copy.heredocs:
        return ""
    context = context_of(stage.document)
    if copy.flag("from") is not None or context is None:
        unseen.append(f"the modes of what COPY on line {copy.line} brings are not in sight")
        return ""
    found: set[int | None] = set()
    folder = False
    for source in copy.values[:-1]:
        path = posixpath.normpath("/" + source.strip("'\"")).lstrip("/")
        matches = [path] if _WILD.isdisjoint(path) else context.match(path)
        for match in matches:
            folder = folder or context.is_folder(match or ".")
            found.update(_modes(context, match))
        if not matches:
            found.add(None)
    if None in found or context.cut_short:
        unseen.append(f"not all that COPY on line {copy.line} brings is in sight")
    private = {mode for mode in found if mode is not None and not mode & 0o004}
    if not private:
        return ""
    mode = private.pop()
    if folder or private or len(found) > 1 or not user.group.isdigit():
        return None
    # others still cannot read it, and the user does by its group
    return f"--chown=0:{user.group} --chmod={'750' if mode & 0o100 else '640'}"


def _modes(context: Context, path: str) -> Iterator[int | None]:
    """The modes of a file, or of all in a folder that is copied; None for what is not there."""
    mode = context.mode(path or ".")
    if mode is None or not modes.S_ISDIR(mode):
        yield mode if mode is None else modes.S_IMODE(mode)
        return
    start = path + "/" if path else ""
    for name in context.listing():
        if name.startswith(start):
            inner = context.mode(name)
            if inner is not None:  # a link that leads nowhere has none
                wanted = 0o005 if modes.S_ISDIR(inner) else 0o004
                closed = inner & wanted != wanted
                yield modes.S_IMODE(inner) & ~0o004 if closed else modes.S_IMODE(inner)
