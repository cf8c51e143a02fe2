"""Give secret and cache mounts to the user who runs the command.

A secret is root's and closed to others, a cache folder root's to write to, unless `uid=` and `gid=`
say otherwise: under a USER that is not root the command cannot read the one nor fill the other.
https://docs.docker.com/reference/dockerfile/#run---mounttypesecret
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.accounts import accounts
from fixer.dockerfile.rewrite import replace_text
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit

_OWNED = ("secret", "ssh", "cache")


@transform(needs=["mount"])
def mount_owner(stage: Stage) -> Iterator[Edit | Skip]:
    for run in stage.run_instructions:
        if run.outer is not None or not any(flag.name == "mount" for flag in run.flags):
            continue
        if stage.runs_as_root(run) is not False:
            continue
        owner = _owner(stage, stage.user(run) or "")
        flags = [flag for flag in run.flags if flag.name == "mount"]
        for flag, mount in zip(flags, run.mounts, strict=True):
            if mount["type"] not in _OWNED or "uid" in mount or "mode" in mount:
                continue
            if owner is None:
                yield Skip(run.line, f"nothing here says which number {stage.user(run)} has")
            elif '"' in flag.value or "$" in flag.value:
                yield Skip(run.line, "the mount is quoted, or holds a variable")
            else:
                yield edit(
                    replace_text(run, flag.end, flag.end, owner),
                    why=f"the {mount['type']} is root's, and the command runs as another user",
                    safety=Safety.SAFE,
                )


def _owner(stage: Stage, user: str) -> str | None:
    """`,uid=1000,gid=1000` for a user as USER names it."""
    name, _, group = user.partition(":")
    known = accounts(stage)
    account = known.users.get(name)
    uid = account.uid.number if account and account.uid else None
    if name.isdigit():
        uid = int(name)
        account = next((a for a in known.users.values() if a.uid and a.uid.number == uid), None)
    gid = account.gid.number if account and account.gid else None
    if group:
        found = known.gid(group)
        gid = int(group) if group.isdigit() else found.number if found else None
    if uid is None:
        return None
    return f",uid={uid}" + (f",gid={gid}" if gid is not None else "")
