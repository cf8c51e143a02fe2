"""What sudo is to an image: its options, its files, and the groups it trusts.

Sources: the manuals of sudo 1.9, doas and shadow; the sudoers files of Debian, Fedora and Alpine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from fixer.dockerfile.accounts import ADMINS, POWERFUL
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import (
    Entry,
    Signature,
    as_keyword_line,
    drop_words,
    replace_text,
)
from fixer.dockerfile.shell import SHELLS, Command, ExecCommand, Word
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.edit import Operation, Splice, Unable
from fixer.facts.daemons import package_name
from fixer.later import NamedTuple, regex

#: Packages that exist to make a user root.
PACKAGES = frozenset(("sudo", "sudo-rs", "sudo-ldap", "doas", "opendoas", "doas-sudo-shim"))
#: Groups whose members are root, or become it: by sudoers, by su, by what they may open.
ADMIN_GROUPS = ADMINS | POWERFUL
#: Names of people's roles, not of services.
PERSONS = frozenset(
    "admin administrator sysadmin root2 super superuser superadmin sudoer sudouser adminuser"
    " operator ops devops dev developer devuser support debug debugger maintenance maintainer"
    " ansible vagrant".split()
)
#: Programs that make or change accounts and groups.
ACCOUNT_TOOLS = frozenset(
    "useradd adduser usermod groupadd addgroup groupmod gpasswd groupmems userdel deluser groupdel"
    " delgroup getent chpasswd passwd".split()
)
#: How each package tool is told to install.
INSTALLS = {
    "apt-get": ("install", "reinstall"),
    "apt": ("install", "reinstall"),
    "aptitude": ("install", "reinstall"),
    "apk": ("add",),
    "dnf": ("install", "reinstall"),
    "yum": ("install", "reinstall"),
    "microdnf": ("install", "reinstall"),
    "tdnf": ("install", "reinstall"),
    "zypper": ("install", "in"),
    "pacman": (),
}


def commands_in(
    stage: Stage, trace: re.Pattern[bytes], names: Collection[str]
) -> Iterator[Command]:
    """The commands by one of `names`; a RUN without `trace` need not be read for that."""
    for instruction in stage.run_instructions if stage.document.pattern(tuple(names)) else ():
        if trace.search(instruction.raw) and stage.readable(instruction):
            for command in instruction.script.commands:
                if command.name in names:
                    yield command


def installs(stage: Stage, packages: Iterable[str]) -> Iterator[Command]:
    """The commands of package tools in the RUN instructions that name one of `packages`."""
    for instruction in stage.runs(*packages):
        for command in instruction.script.commands:
            if command.name in INSTALLS:
                yield command


def installed(stage: Stage, packages: Collection[str]) -> Iterator[tuple[Command, str]]:
    """The `packages` that a stage installs, whatever their version, each with its command."""
    for command in installs(stage, packages):
        for word in command.words[1:]:
            name = word.text.partition("=")[0].strip("\"'")
            if name in packages:
                yield command, name


#: What installs a package that is there as a file.
_FROM_FILES = ("dpkg", "rpm")


def brought(stage: Stage, packages: Collection[str]) -> Iterator[tuple[Command, str]]:
    """The `packages` that a stage installs by their names, or from files that are named so."""
    for instruction in stage.runs(*packages, *_FROM_FILES):
        for command in instruction.script.commands:
            if command.name in INSTALLS or command.name in _FROM_FILES:
                for word in command.words[1:]:
                    if (name := package_name(word.text)) in packages:
                        yield command, name


# The command line of sudo and doas ---------------------------------------------------------------


class Elevation(NamedTuple):
    """A command run by sudo or doas."""

    command: Command
    #: The words to take away so that the command is run as it is.
    words: tuple[Word, ...]
    #: Whom it is run as; None is root.
    user: str | None
    #: Why it cannot be taken away, or None.
    problem: str | None


#: Options that only say how to ask, or which of the caller's variables to keep.
_PLAIN = regex(
    r"-[EHnkPA]+\Z|--(?:preserve-env(?:=.*)?|set-home|non-interactive|reset-timestamp"
    r"|preserve-groups|askpass|prompt=.*)\Z"
)
_ASSIGNMENT = regex(r"[A-Za-z_][A-Za-z0-9_]*=")


def elevation(command: Command) -> Elevation | None:
    """How sudo or doas runs a command; None where neither does."""
    wrapper = command.wrapper("sudo")
    if wrapper is not None:
        return _sudo(command, wrapper.words, wrapper.words[0] == command.all_words[0])
    if command.name == "sudo":
        return Elevation(command, (), None, "it starts a shell, or asks sudo about itself")
    if command.name == "doas":
        return _doas(command)
    return None


def _sudo(command: Command, words: tuple[Word, ...], foremost: bool) -> Elevation:
    drop = [words[0]]
    user: str | None = None
    problem: str | None = None
    at = 1
    while at < len(words):
        word = words[at]
        text = word.text
        named = re.match(r"(-[EHnkPA]*u|--user=)(.+)", text, re.DOTALL)
        if text in ("-u", "--user", "-p", "--prompt") and at + 1 < len(words):
            at += 1
            drop += [word, words[at]]
            if text in ("-u", "--user"):
                user = words[at].text
        elif named and not text.startswith("--user-"):
            drop.append(word)
            user = named[2]
        elif text == "--" or _PLAIN.match(text):
            drop.append(word)
        elif _ASSIGNMENT.match(text):
            if not foremost:
                problem = problem or "a variable is set behind another program"
        elif text.startswith("-S") or text == "--stdin":
            problem = problem or "a password is handed to sudo"
        else:
            problem = problem or f"what {text} means would be lost"
        at += 1
    if user is not None and user.strip("\"'") in ("root", "#0", "\\#0", "0"):
        user = None
    return Elevation(command, tuple(drop), user, problem)


def _doas(command: Command) -> Elevation:
    words = command.words
    at = 1
    user: str | None = None
    while at < len(words) and words[at].text.startswith("-"):
        text = words[at].text
        at += 1
        if text == "--":
            break
        if text == "-u" and at < len(words):
            user = words[at].text
            at += 1
        elif text != "-n":
            return Elevation(command, (), None, f"what {text} means would be lost")
    if at >= len(words) or _base(words[at].text) in SHELLS:
        return Elevation(command, (), None, "doas starts a shell")
    return Elevation(command, tuple(words[:at]), None if user == "root" else user, None)


def _base(text: str) -> str:
    return text.strip("\"'").rpartition("/")[2]


#: They are found in the same folder by everyone, and do the same with any environment.
_SYSTEM_TOOLS = frozenset(
    "apt-get apt apt-key aptitude add-apt-repository dpkg apk dnf yum microdnf tdnf zypper pacman"
    " rpm rm rmdir mkdir mv cp ln chmod chown chgrp install touch tee cat sed tar unzip gzip"
    " useradd usermod groupadd groupmod adduser addgroup userdel deluser gpasswd passwd chpasswd"
    " update-alternatives update-ca-certificates update-ca-trust ldconfig locale-gen"
    " dpkg-reconfigure service systemctl ln sysctl echo sh dash mktemp find xargs setcap curl"
    " wget test true truncate dd".split()
)
#: They make no files of their own in a list, so that it does not matter who runs them.
_HARMLESS = frozenset(
    "cd pushd popd set true : echo printf export unset test [ [[ umask cat grep egrep curl wget"
    " sed awk cut head tail tr sort uname dpkg lsb_release arch nproc basename dirname rm rmdir"
    " sleep command type which ls date expr seq exit break continue sha256sum md5sum".split()
)


def is_system_tool(command: Command) -> bool:
    """Whether neither PATH nor HOME decide what a command does."""
    if command.name in SHELLS:
        return False
    return command.name in _SYSTEM_TOOLS


def is_harmless(command: Command) -> bool:
    """Whether a command leaves nothing that belongs to the user who ran it."""
    if not command.words:
        return True
    if command.name == "curl":
        return not command.has_flag("-o", "-O", "--output", "--remote-name", "-J")
    if command.name == "wget":
        return command.flag_value("-O", "--output-document") == "-" or "-qO-" in command.text
    if command.name == "sed":
        return not command.has_flag("-i", "--in-place")
    return command.name in _HARMLESS


def drop_elevation(item: Elevation) -> Operation | Unable:
    """Take sudo and its options away, in shell form as in exec form."""
    command = item.command
    if not isinstance(command, ExecCommand):
        return drop_words(command, item.words)
    instruction = command.instruction
    count = len(item.words)
    if tuple(command.all_words[:count]) != item.words:
        return Unable(instruction, "a shell is needed to set a variable")
    start = instruction.logical.find("[", instruction.value_start) + 1
    strings = list(re.finditer(r'"(?:\\.|[^"\\])*"', instruction.logical[start:]))
    if len(strings) != len(command.all_words):
        return Unable(instruction, "its exec form is not told apart")
    begin, stop = start + strings[0].start(), start + strings[count].start()
    gone = {word.start for word in item.words}
    key = command.element.start

    def change(signature: Signature) -> None:
        entry = signature[key]
        signature[key] = Entry(entry.join, tuple(t for t in entry.tokens if t[0] not in gone))

    done = replace_text(instruction, begin, stop, "")
    return done._replace(meanings=(change,)) if instruction.keyword == "RUN" else done


# Instructions around others ----------------------------------------------------------------------


def split_run(
    document: Document, run: Instruction, cuts: Sequence[tuple[int, str]]
) -> Operation | Unable:
    """Make several RUN of a list joined by `&&`, with an instruction between each and the next.

    `cuts`: (the index of the member that a new RUN begins with, the line in front of it).
    """
    chain = run.script.parts[0].block.chains[0]
    splices = []
    for index, line in cuts:
        start, stop = chain.elements[index - 1].end, chain.elements[index].start
        if b"#" in run.raw[start:stop]:
            return Unable(run, "a comment stands between the commands of two users")
        text = b"".join(
            document.eol + as_keyword_line(item, run).encode("utf-8", "surrogateescape")
            for item in (line, "RUN ")
        )
        splices.append(Splice(run.start + start, run.start + stop, text))
    first = chain.elements[cuts[0][0]].start

    def cut(signature: Signature) -> None:
        for key in [key for key in signature if key >= first]:
            del signature[key]

    return Operation(run, tuple(splices), (cut,), inserts=2 * len(cuts))


def is_sudoers(path: str) -> bool:
    """Whether a word names a file of sudo's or doas' configuration."""
    return re.match(r"[\"']?/etc/(?:sudoers|doas)(?:[./\"']|\Z)", path) is not None
