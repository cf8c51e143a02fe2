"""Run the image as a user of its own, not as root.

Whoever breaks into a process that is root is root in the container, and one kernel flaw or one
mount away from the host. The image gets an account with the number 10001, the application's files
and the folders that it writes to belong to that account, and USER names it by number, which
Kubernetes' `runAsNonRoot` can check. It is done where nothing in sight (Dockerfile, build context,
base image) needs root; otherwise the reasons are told. Ports below 1024 are none: Docker from 20.10
on lets every user listen there, and so does Kubernetes from 1.22 on with the safe sysctl
`net.ipv4.ip_unprivileged_port_start=0`.
https://docs.docker.com/build/building/best-practices/#user
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypedDict

from fixer.catalog import transform
from fixer.context.evidence import against, unseen
from fixer.context.handover import Handover, handover
from fixer.context.process import Process, needs, process
from fixer.dockerfile.accounts import POWERFUL, Account, accounts, numbered, user_text
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import append_instructions, insert_instructions, replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import PERSONS, drop_elevation, elevation
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages, user_in_force
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit

_NUMBER = 10001
_NAMES = ("app", "appuser", "service", "nonroot")
_NOLOGIN = {
    "debian": "/usr/sbin/nologin",
    "ubuntu": "/usr/sbin/nologin",
    "arch": "/usr/bin/nologin",
}
#: Behind the last of these nothing is built any more.
_BUILDS = frozenset(("RUN", "COPY", "ADD", "WORKDIR"))
_STARTS = frozenset(("CMD", "ENTRYPOINT", "HEALTHCHECK", "VOLUME"))


class _Level(TypedDict):
    why: str
    safety: Safety


class _Owner(NamedTuple):
    """The account that the image will run as."""

    user: str
    #: For --chown and chown.
    owner: str
    #: Commands that make it, if it must be made.
    commands: tuple[str, ...] = ()
    #: Operations on the command that makes it already.
    operations: tuple[Operation | Unable, ...] = ()
    #: Of the account that the file makes: made with it, and its own already.
    home: str | None = None


@transform(answers=["DL3002", "CKV_DOCKER_3", "CKV_DOCKER_8", "AVD-DS-0002", "CIS-DI-0001"])
def nonroot_user(document: Document) -> Iterator[Edit | Skip]:
    targets = target_stages(document)
    for stage in document.stages:
        if stage.facts.family == "windows":
            continue
        if stage not in targets:
            user = user_in_force(stage)
            if user in stage.instructions and stage.runs_as_root():
                yield Skip(user.line, "no image is made of this stage")
            continue
        if stage.runs_as_root() is False:
            started = process(stage)
            if started is not None and started.sudo:
                yield _without_sudo(document, stage, started)
            continue
        if "$" in (stage.user() or ""):
            yield Skip(stage.origin.line, f"USER {stage.user()} is set when the image is built")
            continue
        if stage.children:
            yield Skip(stage.origin.line, "other stages are built on it, and go on as its user")
            continue
        if (elevated := _runs_sudo(stage)) is not None:
            yield Skip(elevated.line, f"{elevated.keyword} runs sudo, which root does not need")
            continue
        yield _as_user(document, stage)


def _runs_sudo(stage: Stage) -> Instruction | None:
    """What runs sudo as the image's user: without it, it is seen what needs root."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword in ("CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD"):
                if b"sudo" in instruction.raw or b"doas" in instruction.raw:
                    return instruction
    return None


def _as_user(document: Document, stage: Stage) -> Edit | Skip:
    needed = needs(stage)
    reasons = against(stage, needed)
    owner = _owner(stage)
    if isinstance(owner, str):
        return Skip(stage.origin.line, owner)
    given = handover(stage, needed)
    given.folders[:] = [folder for folder in given.folders if folder != owner.home]
    place, below, explicit = _place(stage)
    state = stage.state(place) if place is not stage.origin and not below else stage.end_state
    shell = stage.facts.shell != "none"
    commands = [*owner.commands, *(_give(given, owner.owner, state.workdir) if shell else ())]
    # with a user that is not the base's, only root can make accounts and give files away
    if stage.runs_as_root() is None:
        commands = []
    lines = []
    if commands:
        if not state.posix:
            return Skip(place.line, "its shell is not a POSIX shell, which could make the account")
        lines.append("RUN " + f" {place.escape}\n    && ".join(commands))
    operations: list[Operation | Unable] = []
    if explicit is not None:
        start = explicit.value_start
        operations.append(replace_text(explicit, start, start + len(explicit.value), owner.user))
    else:
        lines.append(f"USER {owner.user}")
    if lines:
        if not below and _paragraph(document, place):
            lines[-1] += "\n"
        add = append_instructions if below else insert_instructions
        operations.append(add(document, place, lines))
    operations += [_chown(copy, owner.owner) for copy in given.copies]
    operations += owner.operations
    why = f"a user of its own ({owner.user}) instead of root{_port_note(stage)}"
    return edit(*operations, **_level(why, reasons, unseen(stage, needed)), line=place.line)


def _without_sudo(document: Document, stage: Stage, started: Process) -> Edit | Skip:
    """The image changes to a user and starts its program through sudo, as root."""
    starts = [i for i in (started.entrypoint, started.cmd) if i is not None]
    found = [item for i in starts for c in i.script.commands if (item := elevation(c))]
    line = starts[0].line
    if not found:
        return Skip(line, "sudo stays: a program of another file or text runs it")
    for item in found:
        if item.problem or item.user:
            return Skip(line, f"sudo stays: {item.problem or f'it runs it as {item.user}'}")
    user = user_in_force(stage)
    known = accounts(stage)
    written = user.value if user is not None else stage.facts.user or ""
    name = written.partition(":")[0]
    account = known.users.get(name)
    operations = [drop_elevation(item) for item in found]
    owner = written
    if account is not None and account.uid is None and user is not None:
        done = numbered(stage, known, account, _NUMBER)
        if not isinstance(done, str):
            account, more = done
            owner = user_text(account)
            operations += more
            start = user.value_start
            operations.append(replace_text(user, start, start + len(user.value), owner))
    elif account is not None:
        owner = user_text(account)
    if not owner.replace(":", "").isdigit():
        owner = name
    needed = needs(stage)
    given = handover(stage, needed)
    home = _made_home(account) if account is not None else None
    given.folders[:] = [folder for folder in given.folders if folder != home]
    commands = list(_give(given, owner, stage.end_state.workdir))
    if commands:
        place, below, last = _place(stage)
        run = "RUN " + f" {place.escape}\n    && ".join(commands)
        add = append_instructions if below else insert_instructions
        if last is not None and stage.runs_as_root(last):
            lines = [run]
        else:
            lines = ["USER root", run, f"USER {owner}"]
        operations.append(add(document, place, lines))
    operations += [_chown(copy, owner) for copy in given.copies]
    reasons = against(stage, needed)
    why = f"the image's user ({owner}) instead of root through sudo{_port_note(stage)}"
    return edit(*operations, **_level(why, reasons, unseen(stage, needed)), line=line)


def _level(why: str, reasons: list[str], unseen: list[str]) -> _Level:
    if reasons:
        why = f"{why}; against it: {'; '.join(reasons)}"
    elif unseen:
        why = f"{why}; look at it first: {'; '.join(unseen)}"
    return {"why": why, "safety": Safety.UNSAFE if reasons else Safety.HARDENING}


def _owner(stage: Stage) -> _Owner | str:
    """Which account: the base's own, one that the file makes for it, or a new one."""
    facts = stage.facts
    if facts.is_root is False:  # a USER root that was never dropped again
        if facts.uid is None:
            return f"the base image runs as {facts.user}, whose number is not known"
        text = str(facts.uid) if facts.gid is None else f"{facts.uid}:{facts.gid}"
        return _Owner(text, text)
    plain = f"{_NUMBER}:{_NUMBER}"
    if stage.runs_as_root() is None:
        return _Owner(plain, plain)
    known = accounts(stage)
    chosen = _made_for_it(stage)
    operations: tuple[Operation | Unable, ...] = ()
    if chosen is not None:
        if not POWERFUL.isdisjoint(chosen.groups):
            return f"{chosen.name} is in a group that is as good as root, which it may need"
        if chosen.uid is None:
            done = numbered(stage, known, chosen, _NUMBER)
            if isinstance(done, str):
                return done
            chosen, operations = done[0], tuple(done[1])
        user = user_text(chosen)
        assert chosen.uid is not None
        if "$" in user:
            number = chosen.uid.number
            user = f"{number}:{chosen.gid.number}" if ":" in user and chosen.gid else str(number)
        return _Owner(user, user, (), operations, _made_home(chosen))
    same = next((a for a in known.users.values() if a.uid and a.uid.number == _NUMBER), None)
    if same is not None:
        return _Owner(user_text(same, same.gid), plain)
    if any(g.gid and g.gid.number == _NUMBER for g in known.groups.values()):
        return f"the group {_NUMBER} is another's"
    taken = {*known.users, *known.groups}
    name = next((name for name in _NAMES if name not in taken), None)
    if name is None:
        return "every name for the account is taken"
    return _Owner(plain, plain, _making(stage, name))


def _made_for_it(stage: Stage) -> Account | None:
    """The one account that the file makes and gives something to, or that is made for a program."""
    made = [a for a in accounts(stage).made if not a.uid or a.uid.number]
    if len(made) != 1 or made[0].name in PERSONS:
        return None
    return made[0] if _meant(stage, made[0]) or not _builds(stage, made[0]) else None


def _builds(stage: Stage, account: Account) -> bool:
    """Whether an account does a part of the build."""
    users = {
        o.value for member in stage.lineage for o in member.instructions if o.keyword == "USER"
    }
    return account.name in {user.partition(":")[0] for user in users} or any(
        account.name in word.text
        for member in stage.lineage
        for command in member.commands("su", "sudo", "runuser", "gosu", "su-exec", "setpriv")
        for word in command.all_words
    )


def _made_home(account: Account) -> str | None:
    command = account.command
    if command is None:
        return None
    if command.name == "adduser":
        return None if command.has_flag("-H", "--no-create-home") else account.home
    return account.home if command.has_flag("-m", "--create-home") else None


def _meant(stage: Stage, account: Account) -> bool:
    if account.system:
        return True
    home = account.home or "\0"
    for member in stage.lineage:
        for instruction in member.instructions:
            owner = (instruction.flag("chown") or "").partition(":")[0]
            if owner and owner in (account.name, account.uid and account.uid.text):
                return True
            if instruction.keyword == "WORKDIR" and instruction.value.startswith(home):
                return True
        for command in member.commands("chown"):
            owners = [word.text.strip("'\"").partition(":")[0] for word in command.words[1:]]
            if account.name in owners or (account.uid and account.uid.text in owners):
                return True
    return False


def _making(stage: Stage, name: str) -> tuple[str, ...]:
    """The commands that make a group and an account with the tools that the base has."""
    facts = stage.facts
    if facts.account_tools == "busybox":
        return (
            f"addgroup -g {_NUMBER} {name}",
            f"adduser -u {_NUMBER} -G {name} -s /sbin/nologin -D {name}",
        )
    if facts.account_tools == "shadow":
        nologin = _NOLOGIN.get(facts.family, "/sbin/nologin")
        return (
            f"groupadd --gid {_NUMBER} {name}",
            f"useradd --uid {_NUMBER} --gid {name} --no-log-init --create-home"
            f" --shell {nologin} {name}",
        )
    if facts.shell == "none":
        return ()
    home = f"/home/{name}"
    return (
        f"echo {name}:x:{_NUMBER}: >> /etc/group",
        f"echo {name}:x:{_NUMBER}:{_NUMBER}::{home}:/sbin/nologin >> /etc/passwd",
        f"mkdir -p {home}",
        f"chown {_NUMBER}:{_NUMBER} {home}",
    )


def _give(given: Handover, owner: str, workdir: str | None) -> Iterator[str]:
    """The commands that give folders and files to the user, made where they are missing."""
    missing = [path for path in given.trees if path != workdir]
    if missing:
        yield f"mkdir -p {_words(missing)}"
    if given.files:
        yield f"touch {_words(given.files)}"
    if given.folders or given.files:
        yield f"chown {owner} {_words([*given.folders, *given.files])}"
    if given.trees:
        yield f"chown -R {owner} {_words(given.trees)}"


def _words(paths: Iterable[str]) -> str:
    import shlex

    return shlex.join(paths)


def _place(stage: Stage) -> tuple[Instruction, bool, Instruction | None]:
    """Where the user is put: before an instruction, or below it; and the USER that goes for it."""
    instructions = stage.instructions
    last = max((i for i, o in enumerate(instructions) if o.keyword in _BUILDS), default=-1)
    if stage.facts.shell == "none" and not any(o.keyword == "RUN" for o in instructions):
        # no command can give a folder away: what WORKDIR makes for a user is the user's
        for instruction in instructions:
            if instruction.keyword == "WORKDIR":
                return instruction, False, None
    for instruction in instructions[last + 1 :]:
        if instruction.keyword == "USER" and instruction is user_in_force(stage):
            return instruction, False, instruction
        if instruction.keyword in _STARTS:
            rest = instructions[instructions.index(instruction) :]
            explicit = next((o for o in rest if o.keyword == "USER"), None)
            if explicit is None:
                return instruction, False, None
            return explicit, False, explicit
    return (instructions[-1] if instructions else stage.origin), True, None


def _paragraph(document: Document, place: Instruction) -> bool:
    """Whether comments belong to an instruction, and a blank line sets them off."""
    comments = dict(document.comments)
    line = place.line
    while line - 1 in comments:
        line -= 1
    lines = document.source[: comments.get(line, place.start)].splitlines()
    return line != place.line and bool(lines) and not lines[-1].strip()


def _chown(copy: Instruction, owner: str) -> Operation:
    place = copy.begin + len(copy.keyword_text)
    return replace_text(copy, place, place, f" --chown={owner}")


def _port_note(stage: Stage) -> str:
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "EXPOSE":
                for word in instruction.values:
                    port = word.partition("/")[0]
                    if port.isdigit() and 0 < int(port) < 1024:
                        return (
                            f" (port {port} needs Docker 20.10, or Kubernetes 1.22 with the safe"
                            " sysctl net.ipv4.ip_unprivileged_port_start=0)"
                        )
    return ""
