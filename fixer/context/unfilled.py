"""Images that hold no application, or only the packages that it needs: it is mounted when they are
run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixer.context.commands import base_name
from fixer.context.copies import copies, destination
from fixer.context.handover import only_manifests
from fixer.context.need import Kind, Need, within
from fixer.facts import programs as known

if TYPE_CHECKING:
    from fixer.context.judge import Judge
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

#: What a build runs without putting anything into the folder that it stands in.
_FILLS_NOTHING = known.LEAVE_NOTHING.union(
    """chgrp cd export echo printf sleep corepack apt-key add-apt-repository a2enmod pecl
    docker-php-ext-configure docker-php-ext-install docker-php-ext-enable""".split()
)
_ELSEWHERE = frozenset(("-g", "--global", "global", "--system", "--version"))
#: Package tools, and those of their commands that bring what a list of packages names, or clean up.
_PACKAGERS = frozenset(
    "npm yarn pnpm bun bundle bundler composer poetry pipenv pdm uv mix go cargo".split()
)
_BRING_PACKAGES = frozenset(
    """install i ci add sync fetch get mod vendor deps.get local.hex local.rebar config cache clean
    store clear-cache clearcache""".split()
)


def works_on_mount(judge: Judge, workdir: str) -> None:
    """Note a program that works in a folder into which the build puts nothing.

    The application is mounted there, from a host whose files are not the image's user's.
    """
    stage = judge.stage
    if judge.pool_user is not None or not _is_workdir(stage, workdir):
        return
    if not _works_there(judge, workdir) or _is_filled(stage, workdir):
        return
    more = " but a list of packages" if _lists(stage, workdir) else ""
    what = f"nothing{more} is put into {workdir}, and who owns what is mounted there is the host's"
    what += " matter"
    judge.add(Need(Kind.UNKNOWN, what, workdir))


def _is_workdir(stage: Stage, workdir: str) -> bool:
    """Whether the file names the folder: that of a base may hold something."""
    return any(
        o.keyword == "WORKDIR" and destination(member, o) == workdir
        for member in stage.lineage
        for o in member.instructions
    )


def _works_there(judge: Judge, workdir: str) -> bool:
    """Whether the program is one for the project that lies in its working directory."""
    if any(need.volume and need.path and within(workdir, need.path) for need in judge.needs):
        return False
    scripts = {
        base_name(operand)
        for name, operand in judge.operands
        if known.PHP.fullmatch(name) or known.PYTHON.fullmatch(name)
    }
    return not known.PROJECT_TOOLS.isdisjoint(judge.programs | scripts)


def _is_filled(stage: Stage, workdir: str) -> bool:
    """Whether the build may put something there: a command that stands there, or names it."""
    for _, copy, place in copies(stage):
        if not _is_list(copy):
            if place is None or within(place, workdir) or within(workdir, place):
                return True
    for member in stage.lineage:
        for run in member.run_instructions:
            if run.outer is not None:
                continue  # what is built on this image runs it
            if run.heredocs or run.script.problem or _fills(run, member, workdir):
                return True
    return False


def _is_list(copy: Instruction) -> bool:
    """Whether a COPY takes from the context what a package tool reads, and nothing else."""
    return copy.flag("from") is None and only_manifests(copy)


def _lists(stage: Stage, workdir: str) -> bool:
    """Whether a list of packages is put into the folder."""
    return any(within(copy.place or "/", workdir) for copy in copies(stage))


def _fills(run: Instruction, stage: Stage, workdir: str) -> bool:
    folder = stage.state(run).workdir
    inside = folder is None or within(folder, workdir)
    for command in run.script.commands:
        words = [word.text for word in command.words]
        if command.name == "cd":
            inside = within(words[-1], workdir) if words[-1].startswith("/") else True
        if not command.redirections:
            if command.name in _FILLS_NOTHING or command.name in known.PRIVILEGED:
                continue
            if command.name in _PACKAGERS and (command.subcommand or "install") in _BRING_PACKAGES:
                continue
        if inside and _ELSEWHERE.isdisjoint(words):
            return True
        if any(base_name(workdir) in word for word in words):
            return True
    return False
