"""Whom an image that runs as root is to run as: the base's own user, the account that its program
serves as anyway, that the file makes for it or gives it to, or a new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from fixer.dockerfile.accounts import (
    POWERFUL,
    Account,
    accounts,
    bare,
    numbered,
    positional,
    user_text,
)
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import PERSONS
from fixer.edit import Operation, Unable
from fixer.later import NamedTuple, regex

#: What an account gets that has no number yet: no distribution gives it away by itself.
NUMBER = 10001
#: Numbers above are no ordinary accounts'.
_MOST = 60_000
#: Modes that let the group write, and not others.
_FOR_GROUP = regex(r"[0-7]?[0-7][2367][0145]|(?:u?g|u[^,]*,g)(?:=u|[+=][rXx]*w[rwXx]*)(?:,o.*)?")
_NAMES = ("app", "appuser", "service", "nonroot")
_MAKES = regex(
    rb"\b(?:useradd|adduser|groupadd|addgroup|newusers|sysusers)\b|/etc/(?:passwd|group)\b"
)
_NOLOGIN = {
    "debian": "/usr/sbin/nologin",
    "ubuntu": "/usr/sbin/nologin",
    "arch": "/usr/bin/nologin",
}


class Owner(NamedTuple):
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
    #: The account's name, if it has one already.
    name: str | None = None


def owner_of(
    stage: Stage,
    serves_as: str | None = None,
    scripts: Callable[[], Iterable[bytes]] = tuple,
) -> Owner | str:
    """Which account: the base's own, the one that it `serves_as` already, one that the file makes
    for it, or that it gives the application to, or a new one, by a name that no account can have
    that the build makes out of the Dockerfile's sight: `scripts` are the texts that it runs."""
    facts = stage.facts
    if facts.is_root is False:  # a USER root that was never dropped again
        if facts.uid is None:
            return f"the base image runs as {facts.user}, whose number is not known"
        text = str(facts.uid) if facts.gid is None else f"{facts.uid}:{facts.gid}"
        return Owner(text, text)
    plain = f"{NUMBER}:{NUMBER}"
    if stage.runs_as_root() is None:
        return Owner(plain, plain)
    known = accounts(stage)
    chosen = known.users.get(serves_as) if serves_as else None
    if serves_as and (chosen is None or (chosen.uid is None and chosen.command is None)):
        return f"it serves as {serves_as}, whose number is not known"
    chosen = chosen or _made_for_it(stage) or _given_to(stage)
    operations: tuple[Operation | Unable, ...] = ()
    if chosen is not None:
        if not POWERFUL.isdisjoint(chosen.groups):
            return f"{chosen.name} is in a group that is as good as root, which it may need"
        if chosen.uid is None:
            done = numbered(stage, known, chosen, NUMBER)
            if isinstance(done, str):
                return done
            chosen, operations = done[0], tuple(done[1])
        user = user_text(chosen)
        assert chosen.uid is not None
        if "$" in user:
            number = chosen.uid.number
            user = f"{number}:{chosen.gid.number}" if ":" in user and chosen.gid else str(number)
        return Owner(user, user, (), operations, made_home(chosen), chosen.name)
    if (numbers := _number_given(stage)) is not None:
        uid, gid = numbers
    else:
        same = next((a for a in known.users.values() if a.uid and a.uid.number == NUMBER), None)
        if same is not None:
            return Owner(user_text(same, same.gid), plain)
        if any(g.gid and g.gid.number == NUMBER for g in known.groups.values()):
            return f"the group {NUMBER} is another's"
        uid = gid = NUMBER
    taken = {*known.users, *known.groups}
    texts = list(_making_texts(stage, any("$" in name for name in taken), scripts))
    name = next((n for n in _NAMES if n not in taken and not _is_named(n, texts)), None)
    if name is None:
        return "every name for the account is taken"
    user = f"{uid}:{gid}"
    owner = f"{uid}:0" if _opened_to_group(stage) else user
    return Owner(user, owner, _making(stage, name, uid, gid))


def _making_texts(
    stage: Stage, by_variable: bool, scripts: Callable[[], Iterable[bytes]]
) -> Iterator[bytes]:
    """The texts that make accounts, in a loop or a script as well, or that hold their names."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "RUN" and _MAKES.search(instruction.raw):
                yield instruction.raw
            elif by_variable and instruction.keyword in ("ARG", "ENV"):
                yield instruction.raw
    yield from filter(_MAKES.search, scripts())


def _is_named(name: str, texts: Iterable[bytes]) -> bool:
    word = re.compile(rb"(?<![\w/.-])" + name.encode() + rb"(?![\w/.-])")
    return any(word.search(text) for text in texts)


def _made_for_it(stage: Stage) -> Account | None:
    """The one account that the file makes and gives something to, or that is made for a program."""
    made = [a for a in accounts(stage).made if not a.uid or a.uid.number]
    if len(made) != 1 or made[0].name in PERSONS:
        return None
    return made[0] if _meant(stage, made[0]) or not _builds(stage, made[0]) else None


def _given_to(stage: Stage) -> Account | None:
    """The account of the base's to which the file gives what is copied, if there is one."""
    known = accounts(stage)
    if known.made:
        return None
    by_name = {a.name: a for a in known.users.values() if a.uid and a.uid.number}
    by_name |= {a.uid.text: a for a in by_name.values() if a.uid}
    found = {}
    for owner in _owners(stage):
        account = by_name.get(owner.partition(":")[0])
        if account is not None:
            found[account.name] = account
    return next(iter(found.values())) if len(found) == 1 else None


def _owners(stage: Stage) -> Iterator[str]:
    """To whom the build gives what it copies, or folders with all that is in them."""
    for member in stage.lineage:
        for instruction in member.instructions:
            yield instruction.flag("chown") or ""
        for command in member.commands("chown"):
            if command.has_flag("-R", "--recursive") and command.instruction.outer is None:
                yield from (bare(word) for word in positional(command)[:1])


def _number_given(stage: Stage) -> tuple[int, int] | None:
    """The one number to which the file gives the application, though no account has it: whoever
    runs the image says so by `--user`, or Compose or a manifest does. With its group."""
    known = accounts(stage)
    found = set()
    for owner in _owners(stage):
        uid, _, gid = owner.partition(":")
        if uid not in ("", "0", "root"):
            found.add((uid, gid or uid))
    if len(found) != 1 or known.made:
        return None
    uid, gid = found.pop()
    if not (uid.isdigit() and gid.isdigit()) or int(uid) > _MOST:
        return None
    if any(group.gid and group.gid.number == int(gid) for group in known.groups.values()):
        return None
    return int(uid), int(gid)


def _opened_to_group(stage: Stage) -> bool:
    """Whether the build lets root's group write, and nobody else: as OpenShift and `--user 1000`
    run it, whoever the container runs as is in that group."""
    for member in stage.lineage:
        for command in member.commands("chgrp"):
            if any(bare(word) not in ("0", "root") for word in positional(command)[:1]):
                return False
    return any(
        _FOR_GROUP.fullmatch(bare(word))
        for member in stage.lineage
        for command in member.commands("chmod")
        for word in positional(command)[:1]
    )


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


def made_home(account: Account) -> str | None:
    """The home folder of an account, where what makes the account makes it too."""
    command = account.command
    if command is None:
        return None
    if command.name == "adduser":
        return None if command.has_flag("-H", "--no-create-home") else account.home
    return account.home if command.has_flag("-m", "--create-home") else None


def missing_home(stage: Stage, owner: Owner) -> str | None:
    """The home folder that the file's own account has and that nothing makes."""
    account = accounts(stage).users.get(owner.name or "")
    if account is None or account.command is None or account.command.name != "useradd":
        return None
    home = account.home
    return home if home and home.startswith("/home/") and owner.home is None else None


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


def _making(stage: Stage, name: str, uid: int, gid: int) -> tuple[str, ...]:
    """The commands that make a group and an account with the tools that the base has."""
    facts = stage.facts
    if facts.proven:  # who is there already is not known
        return _by_hand(name, uid, gid)
    if facts.account_tools == "busybox":
        return (
            f"addgroup -g {gid} {name}",
            f"adduser -u {uid} -G {name} -s /sbin/nologin -D {name}",
        )
    if facts.account_tools == "shadow":
        nologin = _NOLOGIN.get(facts.family, "/sbin/nologin")
        return (
            f"groupadd --gid {gid} {name}",
            f"useradd --uid {uid} --gid {name} --no-log-init --create-home"
            f" --shell {nologin} {name}",
        )
    if facts.shell == "none":
        return ()
    return _by_hand(name, uid, gid)


def _by_hand(name: str, uid: int, gid: int) -> tuple[str, ...]:
    """The commands for an image without tools for accounts; they do not mind who is there."""
    home = f"/home/{name}"
    return (
        f"echo {name}:x:{gid}: >> /etc/group",
        f"echo {name}:x:{uid}:{gid}::{home}:/sbin/nologin >> /etc/passwd",
        f"mkdir -p {home}",
        f"chown {uid}:{gid} {home}",
    )
