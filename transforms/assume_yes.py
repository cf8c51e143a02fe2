"""Answer yes to package tools that would ask.

A build has no terminal: apt-get, yum, dnf, zypper and pacman ask, read the end of their input, and
stop. So the flag only lets a build go on that could not; where the build goes on after the failure
anyway, the packages would be new to the image, and the edit is not made by itself.
https://docs.docker.com/build/building/best-practices/#apt-get
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import add_flag, insert_words
from fixer.dockerfile.shell import Command, Element, Script, Word
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.facts.tools import assumes_yes

_APT = frozenset(
    "install reinstall remove purge autoremove auto-remove autopurge upgrade safe-upgrade "
    "dist-upgrade full-upgrade dselect-upgrade build-dep satisfy".split()
)
_DNF = frozenset(
    "install reinstall remove erase autoremove autoerase update update-minimal update-to upgrade "
    "upgrade-minimal upgrade-to downgrade swap distro-sync distribution-synchronization builddep "
    "groupinstall groupupdate groupremove localinstall localupdate".split()
)
#: Subcommands of dnf that ask in some of their own subcommands only.
_DNF_GROUPS = {
    "module": frozenset("enable disable reset install update remove switch-to".split()),
    "group": frozenset("install update upgrade remove".split()),
    "history": frozenset("undo redo rollback".split()),
    "copr": frozenset(("enable",)),
}
_ZYPPER = frozenset(
    "install in remove rm verify ve update up patch dist-upgrade dup source-install si "
    "install-new-recommends inr purge-kernels".split()
)
#: Those that know no -y of their own: only the global flag answers.
_ZYPPER_GLOBAL = frozenset("source-install si install-new-recommends inr purge-kernels".split())
#: The letters and words of `pacman -S` that show or clean something, and ask nothing of weight.
_PACMAN_SHOWS = frozenset("cgilps")
_PACMAN_SHOWS_LONG = ("--clean", "--groups", "--info", "--list", "--print", "--search")
_ASKS_NOTHING = tuple(
    "-s --assume-no --assumeno --simulate --just-print --dry-run --recon --no-act --print-uris "
    "--trivial-only".split()
)
_ANSWERS = ("yes", "echo", "printf")
_RED_HAT = ("yum", "dnf", "dnf5", "microdnf", "tdnf")


@transform(
    answers=["DL3014", "DL3030", "DL3034", "DL3038"],
    needs=["apt", "aptitude", "dnf", "microdnf", "pacman", "tdnf", "yum", "zypper"],
)
def assume_yes(stage: Stage) -> Iterator[Edit | Skip]:
    for command in stage.commands("apt-get", "apt", "aptitude", "zypper", "pacman", *_RED_HAT):
        done = _answered(stage, command)
        if done is None:
            continue
        if reason := _answered_elsewhere(command, stage):
            yield Skip(command.line, reason)
            continue
        why = f"a build has no terminal: {command.name} cannot ask there, and stops"
        safety = Safety.SAFE
        if command.name == "microdnf" and stage.facts.family != "fedora":
            if command.subcommand != "install":
                continue
            why = "Red Hat's microdnf asks nothing and takes the flag; Fedora's, which is dnf, asks"
        elif _tolerated(command):
            why += "; as the build goes on after that, it would change what is in the image"
            safety = Safety.UNSAFE
        yield edit(done, why=why, safety=safety, line=command.line)


def _answered(stage: Stage, command: Command) -> Operation | Unable | None:
    """The command with its question answered; None where it asks nothing."""
    name, subcommand = command.name, command.subcommand
    if name == "pacman":
        return _pacman(stage, command)
    if name == "zypper":
        if subcommand not in _ZYPPER or _assumes_yes(stage, command):
            return None
        if subcommand in _ZYPPER_GLOBAL:
            return insert_words(command, command.words[0], ["--non-interactive"])
        return add_flag(command, "-y")
    if name in _RED_HAT:
        second = command.operands[0] if command.operands else None
        if second and second.literal in _DNF_GROUPS.get(subcommand, ()):
            return None if _assumes_yes(stage, command) else insert_words(command, second, ["-y"])
        if subcommand not in _DNF or _assumes_yes(stage, command):
            return None
        return add_flag(command, "-y")
    if subcommand not in _APT or _assumes_yes(stage, command):
        return None
    return add_flag(command, "-y")


def _assumes_yes(stage: Stage, command: Command) -> bool:
    """Whether a flag answers, before it is asked."""
    words = stage.spelled(command)[1:]
    found = (i for i, word in enumerate(words) if word.strip("'\"") == command.subcommand)
    at = next(found, 0)
    before, behind = words[:at], words[at + 1 :]
    return assumes_yes(command.name, before, behind) or command.has_flag(*_ASKS_NOTHING)


def _pacman(stage: Stage, command: Command) -> Operation | Unable | None:
    operation: Word | None = None
    letters = ""
    for word in command.flags:
        if word.text[:2] in ("-S", "-U", "-R") or word.text in ("--sync", "--upgrade", "--remove"):
            operation = operation or word
        if word.text[:2] != "--":
            letters += word.text[1:]
    if operation is None or {"--noconfirm", "--confirm"} & {*stage.spelled(command)}:
        return None
    if operation.text[:2] == "-S" or operation.text == "--sync":
        if _PACMAN_SHOWS.intersection(letters) or command.has_flag(*_PACMAN_SHOWS_LONG):
            return None
        targets = len(command.words) - 1 > len(command.flags)
        if not targets and "u" not in letters and not command.has_flag("--sysupgrade"):
            return None
    return insert_words(command, operation, ["--noconfirm"])


def _answered_elsewhere(command: Command, stage: Stage) -> str:
    """Why the question is answered although no flag does, or nothing."""
    index = command.element.commands.index(command) if command.piped else 0
    if index and command.element.commands[index - 1].name in _ANSWERS:
        return f"{command.element.commands[index - 1].name} answers what {command.name} asks"
    if any(word.text.startswith("<<<") for word in command.redirections):
        return f"what {command.name} reads answers it"
    source = stage.document.source.lower()
    if command.name in ("apt-get", "apt", "aptitude") and b"get::assume-yes" in source:
        return "apt's configuration answers yes, as it seems"
    if command.name in _RED_HAT and b"assumeyes=" in source.replace(b" ", b""):
        return f"the configuration of {command.name} answers yes, as it seems"
    return ""


def _tolerated(command: Command) -> bool:
    """Whether the build may go on after the command has failed."""
    chain, element = command.chain, command.element
    errexit = command.script.errexit and chain.block.part.outer is None
    if element.piped and element.commands[-1] is command:
        pipe = False  # the pipeline's status is its own
    else:
        pipe = element.piped
    while True:
        block = chain.block
        index = chain.elements.index(element)
        for at, operator in enumerate(chain.operators[index:], index + 1):
            if operator.text == "||" and not _gives_up(chain.elements[at], command.script):
                return True
        if pipe or element.negated:
            return True
        if block.kind in ("condition", "substitution", "function"):
            return True
        if chain.end_operator is not None and chain.end_operator.text == "&":
            return True
        if chain is not block.chains[-1] and not (errexit and element is chain.elements[-1]):
            return True
        if block.kind == "loop" and not errexit:
            return True
        if block.parent is None:
            return block.part.outer is not None and _tolerated(block.part.outer)
        chain = block.parent
        element = next(e for e in chain.elements if e.start <= command.start < e.end)
        pipe = element.piped


def _gives_up(element: Element, script: Script) -> bool:
    """Whether what stands behind `||` ends the build: `|| exit 1`, `|| { echo no; exit 1; }`."""
    inside = [c for c in script.commands if element.start <= c.start < element.end]
    last = inside[-1] if inside else None
    return last is not None and last.name in ("exit", "false") and last.words[-1].text != "0"
