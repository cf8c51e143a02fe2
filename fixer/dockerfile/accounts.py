"""The accounts and groups that a stage's image has at its end, as far as its Dockerfile shows.

Three programs are called `adduser`: busybox's, Debian's perl script and, on Red Hat's line, a link
to `useradd`. Which one it is goes by the base's family, else by flags that only one of them has.
"""

from __future__ import annotations

from fixer.dockerfile.rewrite import insert_words
from fixer.dockerfile.shell import Chain, Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Operation, Unable
from fixer.facts.daemons import ACCOUNTS, package_name
from fixer.later import NamedTuple

#: Groups that have the same id wherever they exist, from the distributions' base-passwd.
_GROUPS = {"root": 0, "sys": 3, "adm": 4, "users": 100}
#: Those that the families number in their own ways.
_DEBIAN = {"daemon": 1, "bin": 2, "nogroup": 65534}
_OWN_GROUPS = {
    "debian": _DEBIAN,
    "ubuntu": _DEBIAN,
    "alpine": {"bin": 1, "daemon": 2, "nogroup": 65533},
}
#: Groups that are nothing to lose at run time.
ADMINS = frozenset(("sudo", "wheel", "admin"))
#: Groups that are as good as root, and that some programs need: who is in one is left as it is.
POWERFUL = frozenset(("docker", "lxd"))
_COMMANDS = (
    "useradd",
    "adduser",
    "groupadd",
    "addgroup",
    "usermod",
    "groupmod",
    "gpasswd",
)
#: Blocks whose commands are run or not.
_MAYBE = frozenset(("condition", "branch", "loop", "case", "function"))
SHADOW, DEBIAN, BUSYBOX = "shadow", "debian", "busybox"


class Id(NamedTuple):
    """A numeric id, and how it is written where a variable holds it."""

    number: int
    text: str


class Group(NamedTuple):
    name: str
    gid: Id | None
    #: What made it; None where the base has it, or where the account's own command did.
    command: Command | None = None


class Account(NamedTuple):
    """An account by the name that the file writes, variables included."""

    name: str
    uid: Id | None
    #: Of its primary group.
    gid: Id | None
    #: The name of its primary group, where that is not one of its own.
    group: str | None = None
    #: Supplementary groups.
    groups: tuple[str, ...] = ()
    home: str | None = None
    #: What made it; None where the base has it.
    command: Command | None = None
    #: It is made for a program: by flag, or without a shell to log in to.
    system: bool = False


class Accounts:
    """The accounts and groups at the end of a stage."""

    def __init__(self, family: str | None) -> None:
        self.users: dict[str, Account] = {}
        self.groups: dict[str, Group] = {}
        self._base_groups = {**_GROUPS, **_OWN_GROUPS.get(family or "", {})}

    @property
    def made(self) -> list[Account]:
        """Those that the file makes."""
        return [account for account in self.users.values() if account.command is not None]

    def uid(self, name: str) -> Id | None:
        account = self.users.get(name)
        return account.uid if account else None

    def gid(self, name: str) -> Id | None:
        group = self.groups.get(name)
        if group is not None:
            return group.gid
        number = self._base_groups.get(name)
        return None if number is None else Id(number, str(number))


def accounts(stage: Stage) -> Accounts:
    """The accounts and groups at the end of `stage`: the base's, and those made on the way."""
    return stage.document.once(("accounts", stage.index), lambda: _accounts(stage))


def _accounts(stage: Stage) -> Accounts:
    out = Accounts(stage.facts.family)
    for name, (uid, gid) in stage.facts.accounts.items():
        out.users[name] = Account(name, Id(uid, str(uid)), Id(gid, str(gid)))
        # every account of the table has a group of its own name, but for these
        if name not in ("nobody", "jovyan", "airflow"):
            out.groups[name] = Group(name, Id(gid, str(gid)))
    facts = stage.facts
    name = (facts.user or "").partition(":")[0]
    if facts.uid and name not in out.users and not name.isdigit():
        own = None if facts.gid is None else Id(facts.gid, str(facts.gid))
        out.users[name] = Account(name, Id(facts.uid, str(facts.uid)), own)
    for member in stage.lineage:
        _of_copies(member, out)
        for command in member.commands(*_COMMANDS):
            if command.instruction.outer is None:
                _read(member, command, out)
        for command in member.commands("echo", "printf"):
            if any(word.text.endswith("/etc/passwd") for word in command.redirections):
                _passwd_line(command, out)
    return out


def _of_copies(stage: Stage, out: Accounts) -> None:
    """`COPY --from=build /etc/passwd /etc/passwd` brings the accounts of that stage."""
    for instruction in stage.instructions:
        source = instruction.flag("from") if instruction.keyword == "COPY" else None
        if not source or "/etc/passwd" not in instruction.values[:-1]:
            continue
        if (other := stage.earlier(source)) is not None:
            theirs = accounts(other)
            for name, account in theirs.users.items():
                # what made it stands in another stage: it is not ours to change
                out.users[name] = account._replace(command=None)
            out.groups |= {n: g._replace(command=None) for n, g in theirs.groups.items()}


def _read(stage: Stage, command: Command, out: Accounts) -> None:
    kind = kind_of(stage, command)
    names = positional(command)
    if not names:
        return
    name = bare(names[0])
    if command.name in ("groupadd", "addgroup") and len(names) == 1:
        flags = ("-g", "--gid")
        out.groups[name] = Group(name, _id(stage, command, flags), command)
    elif len(names) == 2 and command.name in ("adduser", "addgroup"):
        _join(out, name, [bare(names[1])])
    elif command.name in ("useradd", "adduser"):
        _make(stage, command, kind, name, out)
    elif command.name == "usermod":
        _change(stage, command, name, out)
    elif command.name == "groupmod":
        gid = _id(stage, command, ("-g", "--gid"))
        if gid is not None:
            out.groups[name] = Group(name, gid)
            for account in list(out.users.values()):
                if (account.group or account.name) == name:
                    out.users[account.name] = account._replace(gid=gid)
    elif command.name == "gpasswd":
        if command.has_flag("-a", "--add"):
            member = value(command, "-a", "--add")
            _join(out, bare(member) if member else name, [bare(names[-1])])


#: The groups that `useradd --system` makes are numbered within this range, whatever the user is.
_SYSTEM_IDS = range(201, 1000)


def _make(stage: Stage, command: Command, kind: str, name: str, out: Accounts) -> None:
    uid = _id(stage, command, ("-u", "--uid"))
    system = command.has_flag("--system") or command.has_flag(
        "-S" if kind == BUSYBOX else "-r" if kind == SHADOW else "--system"
    )
    group: str | None = None
    gid: Id | None
    written = value(command, "-G") if kind == BUSYBOX else value(command, "-g", "--gid")
    written = written or (value(command, "--ingroup") if kind == DEBIAN else None)
    if written is not None:
        group = bare(written)
        gid = _as_id(stage, command.instruction, written) or out.gid(group)
    elif kind == BUSYBOX and system:
        group, gid = "nogroup", Id(65533, "65533")
    elif kind == DEBIAN and system and not command.has_flag("--group"):
        group, gid = "nogroup", Id(65534, "65534")
    elif command.has_flag("-N", "--no-user-group") or stage.facts.family == "suse":
        group, gid = "users", Id(100, "100")
    else:
        gid = uid  # a group of its own, with the same id where that is free
        if gid is not None and any(
            g.gid and g.gid.number == gid.number for g in out.groups.values()
        ):
            gid = None
        if gid is not None and kind == SHADOW and system and gid.number not in _SYSTEM_IDS:
            gid = None
        out.groups[name] = Group(name, gid)
    groups = value(command, "-G", "--groups") if kind == SHADOW else None
    shell = value(command, "-s", "--shell") or ""
    home = value(command, "-h") if kind == BUSYBOX else value(command, "-d", "--home-dir", "--home")
    out.users[name] = Account(
        name,
        uid,
        gid,
        group,
        tuple(bare(groups).split(",")) if groups else (),
        _text(stage, command.instruction, home) if home else f"/home/{name}",
        command,
        system or bare(shell).endswith(("nologin", "/false", "/true")),
    )


def _change(stage: Stage, command: Command, name: str, out: Accounts) -> None:
    account = out.users.get(name)
    groups = value(command, "-G", "--groups")
    if groups:
        _join(out, name, bare(groups).split(","))
        account = out.users.get(name)
    if account is None:
        return
    uid = _id(stage, command, ("-u", "--uid"))
    written = value(command, "-g", "--gid")
    if uid is not None:
        account = account._replace(uid=uid)
    elif value(command, "-u", "--uid"):
        account = account._replace(uid=None)
    if written is not None:
        group = bare(written)
        gid = _as_id(stage, command.instruction, written) or out.gid(group)
        account = account._replace(group=group, gid=gid)
    out.users[name] = account


def _join(out: Accounts, name: str, groups: list[str]) -> None:
    account = out.users.get(name) or Account(name, None, None)
    out.users[name] = account._replace(groups=(*account.groups, *groups))


def _passwd_line(command: Command, out: Accounts) -> None:
    for word in command.words[1:]:
        text = (word.literal or "").removesuffix("\\n")
        fields = text.split(":")
        if len(fields) == 7 and fields[2].isdigit() and fields[3].isdigit():
            uid, gid = (Id(int(field), field) for field in fields[2:4])
            out.users[fields[0]] = Account(fields[0], uid, gid, home=fields[5])


def kind_of(stage: Stage, command: Command) -> str:
    """Which program of that name it is: `shadow`, `debian` or `busybox`."""
    if command.name not in ("adduser", "addgroup"):
        return SHADOW
    family = stage.facts.family
    if family in ("debian", "ubuntu"):
        return DEBIAN
    if family in ("alpine", "busybox", "wolfi"):
        return BUSYBOX
    if family in ("rhel", "fedora", "amazonlinux", "arch", "suse", "photon", "azurelinux"):
        return SHADOW
    # Of long flags only busybox has the same; of the short ones it alone has -D, -S and -H.
    if any(word.text.startswith(("--disabled-", "--gecos", "--quiet")) for word in command.flags):
        return DEBIAN
    return BUSYBOX if command.has_flag("-D", "-S", "-H") else DEBIAN


def positional(command: Command) -> list[Word]:
    """The words of a command that are neither flags nor their values."""
    flags = {word.start for word in command.flags}
    return [word for word in command.words[1:] if word.start not in flags]


def value(command: Command, *names: str) -> str | None:
    """The value of a flag as written, variables and quotes included; None where not given."""
    flags = command.flags
    for at, word in enumerate(flags):
        text = word.text
        for name in names:
            long = name.startswith("--")
            if long and text.startswith(name + "="):
                return text[len(name) + 1 :]
            cluster = text[:1] == "-" and text[1:].isalpha() and text[1:2] != "-"
            last = text == name or (not long and cluster and text.endswith(name[1]))
            if last and at + 1 < len(flags):
                return flags[at + 1].text
            if not long and text.startswith(name) and text[2:].isdigit():
                return text[2:]
    return None


def bare(text: Word | str) -> str:
    """A word without its quotes; variables stay as they are written."""
    written = text if isinstance(text, str) else text.text
    if len(written) > 1 and written[0] == written[-1] and written[0] in "'\"":
        written = written[1:-1]
    return written


def _text(stage: Stage, instruction: Instruction, written: str) -> str | None:
    environment = stage.state(instruction).environment
    try:
        text, certain = expand(written, environment, instruction.escape)
    except WordError:
        return None
    return text if certain else None


def _id(stage: Stage, command: Command, flags: tuple[str, ...]) -> Id | None:
    written = value(command, *flags)
    return _as_id(stage, command.instruction, written) if written else None


def _as_id(stage: Stage, instruction: Instruction, written: str) -> Id | None:
    """The number that a word stands for; the default, where a build argument holds it."""
    text = _text(stage, instruction, written)
    if text is None or not text.isdigit() or len(text) > 9:
        return None
    return Id(int(text), bare(written) if "$" in written else text)


def numbered(
    stage: Stage, known: Accounts, account: Account, number: int
) -> tuple[Account, list[Operation | Unable]] | str:
    """Give an account, and the group that the file makes for it, a number where they have none.

    Returns the account as it is then with the operations that make it so; or why it cannot be.
    """
    command = account.command
    if command is None:
        return f"nothing here says which number {account.name} has"
    others = [a for a in known.users.values() if a.uid and a.uid.number == number]
    if others:
        return f"{number} is the number of {others[0].name}"
    taken = _ids_used(stage)
    if taken:
        return f"the file also uses the id {min(taken)}, which may be that of {account.name}"
    if value(command, "-u", "--uid") is not None:
        return f"the number of {account.name} is set when the image is built"
    kind = kind_of(stage, command)
    if (doubt := _may_be_there(stage, account, kind)) is not None:
        return doubt
    flag = "-u" if kind == BUSYBOX else "--uid"
    operations = [insert_words(command, command.words[0], [flag, str(number)])]
    gid = account.gid
    own = known.groups.get(account.group or account.name)
    group_taken = any(g.gid and g.gid.number == number for g in known.groups.values())
    if account.group is None and kind == SHADOW and command.has_flag("--system", "-r"):
        gid = None  # of another number, which USER leaves to /etc/passwd
    elif account.group is None and not group_taken:
        gid = Id(number, str(number))  # a group of its own takes the account's number
    elif gid is None and own is not None and own.command is not None and not group_taken:
        flag = "-g" if kind_of(stage, own.command) == BUSYBOX else "--gid"
        if value(own.command, "-g", "--gid") is None:
            words = own.command.words
            operations.append(insert_words(own.command, words[0], [flag, str(number)]))
            gid = Id(number, str(number))
    return account._replace(uid=Id(number, str(number)), gid=gid), operations


#: What every distribution's tools begin with for people.
_FIRST = 1000
_OF_SYSTEM = ("--system", "-r", "-S")


def first_number(stage: Stage, known: Accounts, account: Account) -> int | None:
    """The number that an account gets without being told of one, where that is sure.

    It is sure for the first account that an official image, none of whose own is for people, gets.
    https://man7.org/linux/man-pages/man5/login.defs.5.html (UID_MIN)
    """
    reference = stage.root.reference
    if reference is None or reference.registry != "docker.io":
        return None
    if not reference.repository.startswith("library/") or known.made != [account]:
        return None
    name = account.group or account.name
    groups = [group for group in known.groups.values() if group.command is not None]
    if any(group.name != name for group in groups):
        return None
    numbers = [each.uid.number for each in known.users.values() if each.uid is not None]
    if any(_FIRST <= number < 60_000 for number in numbers):
        return None
    commands = [account.command, *(group.command for group in groups)]
    if any(each is None or each.has_flag(*_OF_SYSTEM) for each in commands):
        return None
    return _FIRST


def numbered_group(
    stage: Stage, known: Accounts, name: str, number: int
) -> tuple[Id | None, list[Operation | Unable]]:
    """Give a group that the file makes without a number this one, where no other has it."""
    command = known.groups[name].command if name in known.groups else None
    taken = any(group.gid and group.gid.number == number for group in known.groups.values())
    if command is None or taken or value(command, "-g", "--gid") is not None:
        return None, []
    flag = "-g" if kind_of(stage, command) == BUSYBOX else "--gid"
    operations: list[Operation | Unable] = [
        insert_words(command, command.words[0], [flag, str(number)])
    ]
    return Id(number, str(number)), operations


def _may_be_there(stage: Stage, account: Account, kind: str) -> str | None:
    """Why the command may find the account there already, with another number; None where not.

    Debian's `adduser --system` leaves an account as it is, and fails where it is told another
    number; behind `||`, or in an `if`, a command is for those images that have none.
    """
    command = account.command
    assert command is not None
    chain: Chain | None = command.chain
    while chain is not None:
        if chain.block.kind in _MAYBE or any(o.text == "||" for o in chain.operators):
            return f"the build decides whether line {command.line} makes {account.name}"
        chain = chain.block.parent
    if kind == DEBIAN and command.has_flag("--system") and account.name in ACCOUNTS:
        for member in stage.lineage:
            for install in member.commands("apt-get", "apt", "aptitude", subcommand="install"):
                before = (install.instruction.start, install.start)
                if before > (command.instruction.start, command.start):
                    continue
                for word in install.operands:
                    package = package_name(word.text)
                    if package == account.name or package.startswith(f"{account.name}-"):
                        return f"the package {package} may have made {account.name} already"
    return None


def user_text(account: Account, group: Id | None = None) -> str:
    """What USER says for an account: with its group where that loses nothing.

    A user with a group, by number, has no supplementary groups at run time; one without has those
    of /etc/group (https://github.com/moby/sys/tree/main/user, GetExecUser).
    """
    assert account.uid is not None
    gid = group or account.gid
    if gid is None or (group is None and not ADMINS.issuperset(account.groups)):
        return account.uid.text
    return f"{account.uid.text}:{gid.text}"


def _ids_used(stage: Stage) -> set[int]:
    """The ids of accounts, root's and `numbered`'s aside, that the file names by number."""
    out: set[int] = set()
    for instruction in stage.document.instructions:
        inner = instruction.trigger or instruction
        owners = [inner.flag("chown") or ""]
        if inner.keyword == "USER":
            owners.append(inner.value)
        if inner.keyword == "RUN":
            owners += [mount.get("uid", "") for mount in inner.mounts]
        out.update(int(o) for owner in owners if (o := owner.partition(":")[0]).isdigit())
    for member in stage.document.stages:
        for command in member.commands("chown", "chgrp"):
            owner = bare(positional(command)[0]) if positional(command) else ""
            if (number := owner.partition(":")[0]).isdigit():
                out.add(int(number))
    return out - {0}
