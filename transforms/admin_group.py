"""Leave accounts out of the groups that make them root: sudo, wheel, admin, docker.

Without sudo in the image the membership does nothing for the service, and one for whoever gets in:
it is what sudo and su ask for. The group docker is root on the host, where its socket is mounted.
https://docs.docker.com/engine/install/linux-postinstall/#manage-docker-as-a-non-root-user
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.elevation import doubt, use
from fixer.dockerfile.accounts import BUSYBOX, kind_of, positional
from fixer.dockerfile.removal import dropped
from fixer.dockerfile.rewrite import drop_words, replace_word
from fixer.dockerfile.shell import Command, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import ADMIN_GROUPS, commands_in
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.later import regex

_TRACE = regex("|".join(sorted(ADMIN_GROUPS)).encode())
_TOOLS = frozenset(("useradd", "usermod", "adduser", "addgroup", "gpasswd"))
_WHY = "what the group of administrators allows, nothing in sight asks for"


@transform(needs=["useradd", "usermod", "adduser", "addgroup", "gpasswd"])
def admin_group(stage: Stage) -> Iterator[Edit | Skip]:
    gone: list[tuple[Command, str | None]] = []
    for command in commands_in(stage, _TRACE, _TOOLS):
        groups, operations = _left(stage, command)
        if not groups:
            continue
        reason = use(stage)
        if reason:
            yield Skip(command.line, f"the group {groups[0]} stays: {reason}")
            continue
        unseen = "the Docker socket may be mounted" if "docker" in groups else doubt(stage)
        if not operations:
            gone.append((command, unseen))
            continue
        yield edit(
            *operations,
            line=command.line,
            why=f"{_WHY}, but {unseen}" if unseen else _WHY,
            safety=Safety.UNSAFE if unseen else Safety.HARDENING,
        )
    yield from dropped(stage.document, gone, _WHY)


def _left(stage: Stage, command: Command) -> tuple[list[str], list[Operation | Unable]]:
    """The groups of administrators that an account joins, and what takes it out of them.

    Nothing does where the command goes as a whole.
    """
    words = command.words
    if command.name == "gpasswd":
        joins = len(words) == 4 and words[1].text in ("-a", "--add")
        return ([words[3].text] if joins and words[3].text in ADMIN_GROUPS else []), []
    if command.name in ("adduser", "addgroup") and not command.flag_value("-G", "--groups"):
        names = [word.text for word in positional(command)]
        return (names[1:] if len(names) == 2 and names[1] in ADMIN_GROUPS else []), []
    if command.name == "addgroup" or kind_of(stage, command) == BUSYBOX:
        return [], []  # there -G is the account's own group
    return _in_list(command)


def _in_list(command: Command) -> tuple[list[str], list[Operation | Unable]]:
    """The same for `-G a,b`, `-aG a,b` and `--groups=a,b`."""
    flag, listed, start = _groups(command)
    if listed is None:
        return [], []
    quote = '"' if '"' in listed.text else "'" if "'" in listed.text else ""
    groups = listed.text[start:].strip("\"'").split(",")
    gone = [group for group in groups if group in ADMIN_GROUPS]
    kept = [group for group in groups if group not in ADMIN_GROUPS]
    if not gone:
        return [], []
    if kept:
        text = listed.text[:start].rstrip("\"'") + quote + ",".join(kept) + quote
        return gone, [replace_word(command, listed, text)]
    append = [word for word in command.flags if word.text in ("-a", "--append")]
    rest = [w for w in command.flags if w not in (flag, listed, *append)]
    letters = flag.text[1:].replace("G", "").replace("a", "")
    cluster = flag is not listed and not flag.text.startswith("--") and bool(letters)
    if command.name == "usermod" and not rest and not cluster:
        return gone, []
    if cluster:
        operations = [replace_word(command, flag, f"-{letters}")]
        return gone, [*operations, drop_words(command, [listed, *append])]
    return gone, [drop_words(command, sorted({flag, listed, *append}, key=lambda w: w.start))]


def _groups(command: Command) -> tuple[Word, Word | None, int]:
    """The flag, the word with the list, and where the list starts in it."""
    flags = command.flags
    for at, word in enumerate(flags):
        text = word.text
        if text.startswith("--groups="):
            return word, word, len("--groups=")
        short = text[:1] == "-" and text[1:2] != "-"
        if text == "--groups" or (short and text.endswith("G") and text[1:].isalpha()):
            return word, flags[at + 1] if at + 1 < len(flags) else None, 0
        if short and text.startswith("-G"):
            return word, word, 2
    return command.words[0], None, 0
