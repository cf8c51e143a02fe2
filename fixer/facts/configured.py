"""What an image's own configuration says, above what is known from its name."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fixer.facts.images import BaseFacts
    from fixer.registry import ImageConfig

#: What an image starts that has no program of its own: shells, and the prompts of languages.
_INTERPRETERS = frozenset(
    "R ash bash busybox dash deno erl fish ghci groovysh iex ipython irb java jshell julia lua node"
    " perl php pwsh pypy pypy3 python python2 python3 ruby scala sh sqlite3 zsh".split()
)
#: What only starts its arguments.
_PASSES_ON = frozenset("docker-entrypoint.sh dumb-init env exec tini".split())


def with_configuration(facts: BaseFacts, config: ImageConfig | None) -> BaseFacts:
    """`facts` with what the configuration settles; the same where there is none.

    Accounts, packages and the like are no part of it. What a program needs is none either: of an
    image that is known by nothing else, it stays open whether it runs a service, and an entrypoint
    that starts as root is taken to do so on purpose.
    """
    if config is None or facts.family == "windows":
        return facts
    uid, gid = _ids(facts, config.user)
    unknown = facts.has_cmd is None
    return facts._replace(
        user=config.user,
        uid=uid,
        gid=gid,
        workdir=posixpath.normpath(config.workdir or "/"),
        env={**config.env},
        shell_form=config.shell or (),
        onbuild=bool(config.onbuild),
        has_cmd=facts.has_cmd if _starts_program(config) else False,
        drops_privileges=facts.drops_privileges
        or (unknown and uid == 0 and bool(_program(config.entrypoint))),
    )


def _ids(facts: BaseFacts, user: str) -> tuple[int | None, int | None]:
    """The numbers of a user as USER names one."""
    name, _, group = user.partition(":")
    uid: int | None
    gid: int | None
    if name in ("", "root", "0"):
        uid = gid = 0
    elif name.isdigit():
        uid = int(name)
        gid = next((each for number, each in facts.accounts.values() if number == uid), None)
    elif user == facts.user and facts.uid is not None:
        return facts.uid, facts.gid
    else:
        uid, gid = facts.accounts.get(name, (None, None))
    if group:
        gid = facts.accounts.get(group, (None, None))[1]
        if group.isdigit() or group == "root":
            gid = int(group.replace("root", "0"))
    return uid, gid


def _starts_program(config: ImageConfig) -> bool:
    """Whether it starts anything but a shell or an interpreter alone."""
    return bool(_program((*(config.entrypoint or ()), *(config.cmd or ()))))


def _program(words: tuple[str, ...] | None) -> list[str]:
    """The names of what is started and of its arguments; none where that is a bare shell."""
    names = [posixpath.basename(word) for word in words or () if not word.startswith("-")]
    while names and names[0] in _PASSES_ON:
        del names[0]
    bare = len(names) == 1 and names[0].rstrip("0123456789.") in _INTERPRETERS
    return [] if bare else names
