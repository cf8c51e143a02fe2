"""Give USER the number of the account, not its name.

Kubernetes' `runAsNonRoot` refuses an image whose user is a name, since only the image's own
/etc/passwd says who that is; and a name may have another number in the next build. The number is
the one that the file gives the account, or that the base image is known to have. The account that
the image runs as gets 10001 where it has none. What lies on a volume, or in a folder of the host's,
may be owned by its number so far: it is told that one where it is known for sure, else none.
https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.need import Need
from fixer.context.process import needs
from fixer.dockerfile.accounts import (
    POWERFUL,
    Account,
    Accounts,
    Id,
    accounts,
    bare,
    first_number,
    numbered,
    numbered_group,
    user_text,
)
from fixer.dockerfile.document import Document
from fixer.dockerfile.owner import NUMBER
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages, user_in_force
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit

_WHY = "Kubernetes' runAsNonRoot takes only a number, and a name's number may change"


@transform(answers=["DL3066"], needs=["user"])
def numeric_user(document: Document) -> Iterator[Edit | Skip]:
    final = {id(user) for stage in target_stages(document) if (user := user_in_force(stage))}
    for stage in document.stages:
        for instruction in stage.instructions:
            if instruction.keyword == "USER":
                said = _user(stage, instruction, id(instruction) in final)
                if isinstance(said, str):
                    yield Skip(instruction.line, said)
                elif said is not None:
                    yield said


def _user(stage: Stage, instruction: Instruction, final: bool) -> Edit | Skip | str | None:
    """The edit, None where nothing is to do, or why it cannot be done."""
    environment = stage.state(instruction).environment
    name, _, group = bare(instruction.value).partition(":")
    try:
        value, sure = expand(name, environment, instruction.escape)
        group_value, group_sure = expand(group, environment, instruction.escape)
    except WordError as error:
        return str(error)
    if value.isdigit() and (not group or group_value.isdigit()):
        return None
    if value in ("root", "0", ""):
        return "root is 0 in every image" if value == "root" else None
    if stage.facts.family == "windows":
        return "accounts of Windows have no number"
    known = accounts(stage)
    account = _account(known, name, value, sure)
    if isinstance(account, str):
        return account
    if not POWERFUL.isdisjoint(account.groups):
        return f"{value} is in a group that is as good as root, which it may need"
    operations: list[Operation | Unable] = []
    note = ""
    against: list[str] = []
    if account.uid is None and final:
        against = [_held(need) for need in needs(stage) if need.is_mount or need.volume]
        # where files are kept, it keeps the number that it has
        own = first_number(stage, known, account) if against else None
        done = numbered(stage, known, account, own or NUMBER)
        if isinstance(done, str):
            return done
        account, operations = done
        note = f"{value} gets the number {NUMBER}; files of older images keep their owner. "
        if own is not None:
            note, against = f"{value} is told the number {own}, which it has anyway. ", []
    if account.uid is None:
        return f"nothing here says which number {value} has"
    gid = None
    if group:
        gid = account.gid if group == (account.group or name) else None
        gid = gid or known.gid(group) or known.gid(group_value)
        if gid is None and group_sure and group_value.isdigit():
            gid = Id(int(group_value), group)
        if gid is None and final:
            gid, more = numbered_group(stage, known, group_value, NUMBER)
            operations += more
        if gid is None:
            return f"nothing here says which number the group {group_value} has"
    text = user_text(account, gid)
    try:
        then = expand(text, environment, instruction.escape).text
    except WordError as error:
        return str(error)
    if not then.replace(":", "", 1).isdigit():
        return f"the variables of {text} are not set where USER stands"
    start = instruction.value_start
    change = replace_text(instruction, start, start + len(instruction.value), text)
    why = f"{note}{_WHY}{'; against it: ' if against else ''}{'; '.join(against)}"
    safety = Safety.UNSAFE if against else Safety.HARDENING
    return edit(change, *operations, why=why, safety=safety, line=instruction.line)


def _account(known: Accounts, name: str, value: str, sure: bool) -> Account | str:
    account = known.users.get(name)
    if account is not None:
        return account
    if "$" in name and not sure:
        return f"{name} is set only when the image is built"
    if value.isdigit():
        return Account(value, Id(int(value), name), None)
    account = known.users.get(value)
    if account is None:
        return f"nothing here says which number {value} has"
    if "$" in name and account.command is None:
        return f"{name} may be given another value when the image is built"
    return account


def _held(need: Need) -> str:
    """What keeps the owner of its files when the account gets another number."""
    return f"{need.reason}, where files keep their owner" if need.volume else need.reason
