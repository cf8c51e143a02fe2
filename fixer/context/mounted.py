"""Images that are tools: they work on what whoever runs them mounts.

Such a folder belongs to somebody on the host, and keys, or a server's data, are mounted to where
root looks for them. A user of the image's own writes to the one and finds the other only by luck.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import base_name
from fixer.context.copies import copies
from fixer.context.files import context_of, folders_around
from fixer.context.handover import only_manifests
from fixer.context.need import ROOTS_HOME, Kind, Need, is_shared, within
from fixer.facts import programs as known
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Judge
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

_ACTION = "an action of GitHub's must run as root"
#: Steps of Drone's and Woodpecker's pipelines by their names, but for the servers of these.
_STEP = regex(
    r"(?:drone|woodpecker|harness)-(?!(?:server|agent|runner|exporter|autoscaler|controller|cli)\b).+"
)
_HOST = "who owns that is the host's matter"
#: Programs that do nothing without the keys of ssh.
_LOGS_IN = frozenset(("ansible", "ansible-playbook", "ssh", "scp", "sftp"))
#: Files that say what an action of GitHub's is.
_METADATA = ("action.yml", "action.yaml")


def action(judge: Judge) -> None:
    """An action of GitHub's: it works in a folder that its runner owns.

    https://docs.github.com/actions/reference/workflows-and-actions/dockerfile-support#user
    """
    stage = judge.stage
    for place, line in _said(stage):
        judge.add(Need(Kind.ROOT, f"{place}: {_ACTION}", None, line))
        return
    for name in _described(stage):
        judge.add(Need(Kind.ROOT, f"{name}: {_ACTION}"))
        return


def _said(stage: Stage) -> Iterator[tuple[str, int]]:
    """Where the Dockerfile says that it is an action's."""
    workdir = stage.end_state.workdir or "/"
    for member in stage.lineage:
        for o in member.instructions:
            if o.keyword == "LABEL" and b"com.github.actions." in o.raw:
                yield "the label com.github.actions", o.line
            elif o.keyword == "WORKDIR" and within(workdir, "/github/workspace"):
                if b"/github" in o.raw:
                    yield "WORKDIR /github/workspace", o.line


def _described(stage: Stage) -> Iterator[str]:
    """The metadata of an action that is made of this Dockerfile, `.dockerignore` or not."""
    context = context_of(stage.document)
    if context is None:
        return
    dockerfile = os.path.abspath(stage.document.path) if stage.document.path else None
    for at, folder in enumerate(folders_around(stage.document)):
        for name in _METADATA:
            text = context.beside(os.path.join(folder, name))
            image = _image(text) if text is not None else None
            if image is not None and (
                not at or os.path.normpath(os.path.join(folder, image)) == dockerfile
            ):
                yield name


def _image(text: bytes) -> str | None:
    """What an action runs in, where that is Docker."""
    docker, image = False, ""
    for line in text.split(b"\n", 2000)[:2000]:
        key, colon, value = line.strip().partition(b":")
        word = value.strip().strip(b"'\"")
        docker = docker or (bool(colon) and key == b"using" and word == b"docker")
        if colon and key == b"image":
            image = word.decode("utf-8", "replace")
    return image if docker else None


def tool(
    judge: Judge,
    argv: tuple[str, ...],
    entrypoint: Instruction | None,
    cmd: Instruction | None,
) -> None:
    """A command line that is given its files, and its keys, by a mount."""
    stage = judge.stage
    if not argv or any(service.volumes for service in stage.document.services):
        return
    name = base_name(argv[0])
    keys = known.KEYS_AT_HOME.get(name)
    # a job of a cluster's own has its keys from the cluster, but for those of ssh
    starts = cmd if entrypoint is None and name in _LOGS_IN else entrypoint
    if starts is not None and keys is not None:
        what = f"{starts.keyword} runs {name}, whose configuration is mounted into root's home"
        judge.add(Need(Kind.UNKNOWN, f"{what} folder", keys, starts.line))
    if entrypoint is not None and _STEP.fullmatch(name):
        what = f"ENTRYPOINT runs {name}, a step of Drone's, in a folder that its runner makes"
        judge.add(Need(Kind.UNKNOWN, f"{what} as root", "/drone/src", entrypoint.line))
    folder = stage.end_state.workdir or "/"
    if name.startswith("jupyter"):
        works = folder != "/" and not _carries(stage, folder)
    elif name in known.WORKS_ON_FILES:
        works = entrypoint is not None and (folder == "/" or not _carries(stage, folder))
    else:
        works = entrypoint is not None and _is_empty(stage, folder)
    if works:
        where = f" in {folder}" if folder != "/" else ""
        what = f"it runs {name}{where} on files that are mounted, and {_HOST}"
        judge.add(Need(Kind.UNKNOWN, what, folder, entrypoint.line if entrypoint else None))


def keeps_at_home(judge: Judge, name: str, argv: Sequence[str]) -> None:
    """A server that keeps its data in the home folder: a volume that is in use in root's would be
    left behind without a word."""
    folder, flags, variable = known.STATE_AT_HOME[name]
    environment = {*judge.stage.end_state.environment}
    if not environment.isdisjoint(("HOME", variable)) or (name == "ollama" and "serve" not in argv):
        return
    if any(service.volumes for service in judge.stage.document.services):
        return  # they say where it is
    if flags.isdisjoint(word.partition("=")[0] for word in argv[1:]):
        path = f"{ROOTS_HOME}/{folder}"
        what = f"it runs {name}, which keeps its data in {path}, where a volume may be mounted"
        judge.add(Need(Kind.UNKNOWN, what, path))


def _carries(stage: Stage, folder: str) -> bool:
    """Whether files of the build context, and not only lists of packages, are put into a folder."""
    return any(
        copy.place is None or within(copy.place, folder)
        for copy in copies(stage)
        if not only_manifests(copy.instruction)
    )


def _is_empty(stage: Stage, folder: str) -> bool:
    """Whether a working directory is by its name for a mount, the build puts nothing there, and the
    image is no server's."""
    if is_shared(folder) or folder.rpartition("/")[2].lower() not in known.MOUNTED:
        return False
    if any(o.keyword == "EXPOSE" for member in stage.lineage for o in member.instructions):
        return False
    return not _carries(stage, folder) and not any(
        _leaves(member, o, folder) for member in stage.lineage for o in member.run_instructions
    )


def _leaves(stage: Stage, run: Instruction, folder: str) -> bool:
    """Whether a RUN may leave something in a folder."""
    if stage.state(run).workdir != folder and folder.encode() not in run.raw:
        return False
    if not stage.readable(run):
        return True
    names = {command.name for command in run.script.commands if command.words}
    return not names <= known.LEAVE_NOTHING
