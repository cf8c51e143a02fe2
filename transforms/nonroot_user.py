"""Run the image as a user of its own, not as root.

Whoever breaks into a process that is root is root in the container, and one kernel flaw or one
mount away from the host. The image gets an account with the number 10001, the application's files
and the folders that it writes to belong to that account, and USER names it by number, which
Kubernetes' `runAsNonRoot` can check. It is done where nothing in sight (Dockerfile, build context,
base image) needs root; otherwise the reasons are told. nginx, of the official image or a package of
Debian or Alpine, keeps its state in /tmp then, where all that configures it is known; php-fpm, and
Apache in PHP's official image, start as the account that they serve as. What the build leaves in
root's home and the program only reads, browsers, nltk's data, what pip, Poetry and uv install for
one user, is put where every user finds it, as far as a variable says where that is. A tool that
works on what is mounted, and an action of GitHub's, stay root's: who owns the folder is the host's
matter. Ports below 1024 are no reason: Docker from 20.10 on lets every user listen there, and so
does Kubernetes from 1.22 on with the safe sysctl `net.ipv4.ip_unprivileged_port_start=0`.
https://docs.docker.com/build/building/best-practices/#user
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.catalog import transform
from fixer.context.corepack import FOLDER, SHARED, fetched_at_home, fetches_other
from fixer.context.elevation import script_texts
from fixer.context.evidence import against, level, port_note, unseen, volume_note
from fixer.context.handover import (
    chown,
    drop_given,
    give,
    handover,
    opening,
    state_alone,
    taken_back,
)
from fixer.context.need import Kind, Movable
from fixer.context.process import (
    Process,
    movable,
    needs,
    process,
    programs,
    serves_as,
    writes_home,
)
from fixer.dockerfile.accounts import accounts, numbered, user_text
from fixer.dockerfile.document import Document
from fixer.dockerfile.owner import NUMBER, made_home, missing_home, owner_of
from fixer.dockerfile.placement import place_of_user, put, run_line
from fixer.dockerfile.rewrite import insert_instructions, replace_text, replace_word
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import drop_elevation, elevation
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages, user_in_force
from fixer.edit import Edit, Operation, Skip, Unable, edit

if TYPE_CHECKING:
    from fixer.context.need import Need
    from fixer.context.nginx_state import Moved


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
    if (install := _logs_to_files(stage)) is not None:
        why = "nginx logs to files: log_to_stdout leads them to the output first"
        return Skip(install.line, why)
    state = _nginx(stage, needed)
    if state is not None:
        needed = state.needs
    reasons = against(stage, needed)
    if state is not None:
        reasons += [reason for reason in state.reasons if reason not in reasons]
    serving = serves_as(stage)
    owner = owner_of(stage, serving, lambda: script_texts(stage))
    if isinstance(owner, str):
        return Skip(stage.origin.line, owner)
    given = state_alone(needed) if serving else handover(stage, needed)
    if state is not None:
        given.folders.extend(state.folders)
        given.files.extend(state.files)
    given.folders[:] = [folder for folder in given.folders if folder != owner.home]
    if owner.name is not None:
        drop_given(stage, given, owner)
        if (home := missing_home(stage, owner)) is not None and writes_home(stage):
            given.trees.append(home)
    others = taken_back(stage, given, owner)
    given.trees.extend(path for path in dict.fromkeys(others) if path not in given.trees)
    place = place_of_user(stage)
    at_place = not place.below and place.instruction is not stage.origin
    there = stage.state(place.instruction) if at_place else stage.end_state
    commands: list[str | tuple[str, ...]] = [*owner.commands]
    if stage.facts.shell != "none":
        commands += give(stage, given, owner.owner, there.workdir)
    else:
        written = {need.path for need in needed if need.kind is Kind.WRITES}
        lost = [*given.trees, *given.files, *(path for path in given.folders if path in written)]
        if lost:
            reasons.append(f"nothing in the image could give {lost[0]} to the user")
    if state is not None:
        commands += state.commands
    told, more, added_to = _for_everyone(document, stage, reasons)
    commands += [f"chown -R {owner.owner} {folder}" for folder in added_to]
    if stage.runs_as_root() is None:
        commands = []  # only root can make accounts and give files away
    if commands and not there.posix:
        return Skip(place.instruction.line, "no POSIX shell is there to make the account")
    lines = [run_line(place, commands)] if commands else []
    who = f"a user of its own ({owner.user})"
    notes = f"{port_note(stage)}{volume_note(needed)}"
    kept = ", and nginx keeps its state in /tmp" if state is not None and state.commands else ""
    if serving and "php-fpm" in programs(stage):
        who = f"the account that php-fpm serves as ({serving}, {owner.user})"
    elif serving:
        from fixer.context.apache import state_in_tmp

        who = f"the account that Apache serves as ({serving}, {owner.user})"
        notes = f"{port_note(stage, '80')}{volume_note(needed)}"
        lines += state_in_tmp(stage)
        kept = ", and Apache keeps its state in /tmp"
    operations: list[Operation | Unable] = []
    if place.user is not None:
        operations.append(_renamed(place.user, owner.user))
    else:
        lines.append(f"USER {owner.user}")
    if lines:
        operations.append(put(document, place, lines))
    operations += more
    operations += [chown(copy, owner.owner) for copy in given.copies]
    operations += [replace_word(command, mode, wider) for command, mode, wider in opening(stage)]
    operations += owner.operations
    why = f"{who} instead of root{notes}{told}{kept}"
    look = [*unseen(stage, needed), *(state.unseen if state is not None else ())]
    return edit(*operations, **level(why, reasons, look), line=place.instruction.line)


def _for_everyone(
    document: Document, stage: Stage, reasons: list[str]
) -> tuple[str, list[Operation | Unable], list[str]]:
    """What the build leaves in root's home is put where every user finds it: what a reviewer is
    told, the lines for it, and the folders that the program adds to; a stage that other images are
    built on adds to the reasons."""
    put_there: dict[int, tuple[Instruction, list[str]]] = {}
    texts: list[Operation | Unable] = []
    added_to: list[str] = []
    why = ""
    found = [*movable(stage)]
    if (fetched := fetched_at_home(stage)) is not None:
        reason = "corepack leaves in root's home folder what it needs"
        folder = FOLDER if fetches_other(stage) else None
        found.append(
            Movable("what corepack fetches is", f"ENV {SHARED}", fetched, reason, (), folder)
        )
    for each in found:
        run = each.run
        changed = [run, *(instruction for instruction, _, _, _ in each.texts)]
        if any(other is not stage and _holds(other, changed) for other in target_stages(document)):
            reasons.append(each.reason)
            continue
        added_to += [each.added_to] if each.added_to is not None else []
        put_there.setdefault(run.start, (run, []))[1].append(each.line)
        texts += [replace_text(*text) for text in each.texts]
        why += f", and {each.name} where that user finds it"
    lines = [insert_instructions(document, run, lines) for run, lines in put_there.values()]
    return why, [*lines, *texts], added_to


def _logs_to_files(stage: Stage) -> Command | None:
    """What installs an nginx whose logs can be led to the output: after that it needs less."""
    if "nginx" not in stage.document.tokens:
        return None
    from fixer.context.logs import led_to_output

    return led_to_output(stage)


def _nginx(stage: Stage, needed: list[Need]) -> Moved | None:
    if "nginx" not in stage.document.tokens:
        return None
    from fixer.context.nginx_state import moved

    return moved(stage, needed)


def _holds(stage: Stage, instructions: list[Instruction]) -> bool:
    return any(each in member.instructions for member in stage.lineage for each in instructions)


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
        done = numbered(stage, known, account, NUMBER)
        if not isinstance(done, str):
            account, more = done
            owner = user_text(account)
            operations += more
            operations.append(_renamed(user, owner))
    elif account is not None:
        owner = user_text(account)
    if not owner.replace(":", "").isdigit():
        owner = name
    needed = needs(stage)
    given = handover(stage, needed)
    home = made_home(account) if account is not None else None
    given.folders[:] = [folder for folder in given.folders if folder != home]
    commands = list(give(stage, given, owner, stage.end_state.workdir))
    if commands:
        place = place_of_user(stage)
        lines = [run_line(place, commands)]
        if place.user is None or not stage.runs_as_root(place.user):
            lines = ["USER root", *lines, f"USER {owner}"]
        operations.append(put(document, place, lines))
    operations += [chown(copy, owner) for copy in given.copies]
    operations += [replace_word(command, mode, wider) for command, mode, wider in opening(stage)]
    reasons = [*against(stage, needed), *(each.reason for each in movable(stage))]
    notes = f"{port_note(stage)}{volume_note(needed)}"
    why = f"the image's user ({owner}) instead of root through sudo{notes}"
    return edit(*operations, **level(why, reasons, unseen(stage, needed)), line=line)


def _renamed(user: Instruction, text: str) -> Operation:
    start = user.value_start
    return replace_text(user, start, start + len(user.value), text)
