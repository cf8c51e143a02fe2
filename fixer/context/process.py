"""What a container starts, and what that needs of the user that it runs as.

ENTRYPOINT and CMD are put together as the builder does; programs that only run another one are
seen through; the rest is judged with `fixer.facts.programs` and with what the image and the build
context show. Everything is read, nothing is run.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from fixer.context.need import ROOTS_HOME, Kind, Movable, Need, at_home, is_system, within, writes
from fixer.dockerfile.words import WordError, expand
from fixer.facts import programs as known
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.judge import Judge
    from fixer.dockerfile.service import Service, Volume
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

__all__ = ["Kind", "Need", "Process", "needs", "process"]


class Process(NamedTuple):
    """The program that a container starts."""

    #: Without what only runs it: a shell, an init, `exec`, `env`, `sudo`. What a variable or the
    #: shell fills in stands as written. Of several commands, the last.
    argv: tuple[str, ...]
    #: It is run through sudo.
    sudo: bool
    #: Whom `sudo -u`, gosu and the like run it as.
    as_user: str | None
    #: Where it is written.
    entrypoint: Instruction | None
    cmd: Instruction | None
    #: A shell reads it.
    shell: bool


class _Judged(NamedTuple):
    process: Process | None
    needs: list[Need]
    serves_as: str | None
    programs: frozenset[str]
    started_by: dict[str, list[tuple[str, ...]]]
    movable: list[Movable]
    nginx: list[tuple[str, ...]]
    writes_home: list[str]


def process(stage: Stage) -> Process | None:
    """The program that a container of the stage's image starts; None where the file names none.

    The ENTRYPOINT of a base that is not in the file is not part of it.
    """
    return _judged(stage).process


def needs(stage: Stage) -> list[Need]:
    """All that the stage's image needs of the user that it runs as, as far as is in sight.

    An empty list is a program that nothing is known against.
    """
    return _judged(stage).needs


def movable(stage: Stage) -> list[Movable]:
    """What the build leaves in root's home, and can leave for every user: the first of each."""
    firsts: dict[str, Movable] = {}
    for each in _judged(stage).movable:
        first = firsts.setdefault(each.line, each)
        if each.run.start < first.run.start:
            firsts[each.line] = each
    return list(firsts.values())


def serves_as(stage: Stage) -> str | None:
    """The account that php-fpm or Apache serves as: its master needs no root for that."""
    return _judged(stage).serves_as


def programs(stage: Stage) -> frozenset[str]:
    """The names of what the stage's image starts, as far as is in sight."""
    return _judged(stage).programs


def nginx_started(stage: Stage) -> list[tuple[str, ...]]:
    """How nginx is started, each way once, by what is in sight."""
    return _judged(stage).nginx


def writes_home(stage: Stage) -> list[str]:
    """What writes to the home folder of whoever runs the image, each as a reason."""
    return [*dict.fromkeys(_judged(stage).writes_home)]


def started_by(stage: Stage, service: str) -> list[tuple[str, ...]] | None:
    """What the services of this name start instead of the image's own program, each without what
    only runs it and empty where that is not known; None where that was not judged."""
    return _judged(stage).started_by.get(service)


def _judged(stage: Stage) -> _Judged:
    return stage.document.once(("process", stage.index), lambda: _judge(stage))


def _judge(stage: Stage) -> _Judged:
    from fixer.context import mounted
    from fixer.context.judge import Judge

    judge = Judge(stage)
    if stage.facts.family == "windows":
        reason = "its base is Windows"
        needs = [Need(Kind.UNKNOWN, reason, None, stage.root.origin.line)]
        return _Judged(None, needs, None, frozenset(), {}, [], [], [])
    entrypoint, cmd = configured(stage)
    started = judge.command_line(entrypoint, cmd)
    _base(judge, entrypoint, cmd)
    _instructions(judge, started.argv if started is not None else ())
    if stage.document.context is not None:
        from fixer.context.written import written

        _context(judge)
        written(judge)
    mounted.action(judge)
    mounted.tool(judge, started.argv if started is not None else (), entrypoint, cmd)
    if stage.document.services:
        _services(judge, entrypoint, cmd)
    if judge.named:
        from fixer.context.others import settle

        settle(judge)
    found = frozenset(judge.programs - judge.checks)
    made: Process | None = None
    pool_user = judge.pool_user
    if started is not None:
        serves = started.argv[0].endswith(("php-fpm", "apache2-foreground"))
        pool_user = judge.pool_user if serves else None
        made = Process(started.argv, started.sudo, started.as_user, entrypoint, cmd, started.shell)
    return _Judged(
        made,
        judge.needs,
        pool_user,
        found,
        judge.started_by,
        judge.movable,
        judge.nginx,
        judge.writes_home,
    )


def configured(stage: Stage) -> tuple[Instruction | None, Instruction | None]:
    """ENTRYPOINT and CMD in force at the end of a stage, its ancestors in the file included.

    An ENTRYPOINT takes away the CMD of what the stage is built on, not its own.
    """
    entrypoint: Instruction | None = None
    cmd: Instruction | None = None
    for ancestor in stage.lineage:
        own = False
        for instruction in ancestor.instructions:
            if instruction.keyword == "CMD":
                cmd, own = instruction, True
            elif instruction.keyword == "ENTRYPOINT":
                entrypoint = instruction
                if not own:
                    cmd = None
    return entrypoint, cmd


def _base(judge: Judge, entrypoint: Instruction | None, cmd: Instruction | None) -> None:
    """What the base means, and what its own ENTRYPOINT and CMD need."""
    stage = judge.stage
    text = stage.root.base or ""
    line = stage.root.origin.line
    if text.startswith(known.WORKPLACES):
        judge.add(Need(Kind.BASE, f"{text} is a place to work in", None, line))
    name = repository(stage)
    if name in known.ROOT_BASES:
        judge.add(Need(Kind.ROOT, f"{text} {known.ROOT_BASES[name]}", None, line))
    if stage.facts.onbuild:
        what = f"what {text} does to it by ONBUILD is not followed"
        judge.add(Need(Kind.UNKNOWN, what, None, line))
    if known.BOARDS.search(text):
        judge.add(
            Need(Kind.UNKNOWN, f"{text} is for a board, whose devices are root's", None, line)
        )
    if entrypoint is not None:
        return
    from fixer.context.judge import Here, Place

    facts = stage.facts
    if cmd is None and name == "nginx":
        from fixer.context.configs import nginx

        nginx(judge, ("nginx",), Here(Place("its base", line), "/"))
    elif cmd is None and name == "haproxy":
        from fixer.context.configs import haproxy

        haproxy(judge, ("haproxy",), Here(Place("its base", line), "/"))
    elif cmd is None and name == "php" and "fpm" in text and holds_application(stage):
        judge.run(("php-fpm",), Here(Place("its base", line), facts.workdir))
    elif cmd is None and name == "php" and "apache" in text and holds_application(stage):
        judge.run(("apache2-foreground",), Here(Place("its base", line), facts.workdir, whole=True))
    elif (host := _host_of_root(name)) is not None:
        judge.add(Need(Kind.ROOT, f"{text} {host}", None, line))
    elif name in known.DATA_SERVERS and not facts.drops_privileges:
        folder = known.DATA_SERVERS[name]
        what = f"{text} keeps its data in {folder}, where a volume of root's may be in use"
        judge.add(Need(Kind.UNKNOWN, what, folder, line))
        judge.add(writes(folder, f"{text} keeps its data there", line))
    elif cmd is None and name in known.STARTED_ALONE:
        judge.run(known.STARTED_ALONE[name], Here(Place("its base", line), facts.workdir))
    elif cmd is None and name in known.APPLICATION_SERVERS and not holds_application(stage):
        what = "no application is in it, and who owns what is mounted is the host's matter"
        judge.add(Need(Kind.UNKNOWN, what, None, line))
    elif cmd is None and name in known.SERVICES:
        for folder in known.SERVICES[name].folders:
            judge.add(Need(Kind.WRITES, f"{name} writes there", folder, line))
        for file in known.SERVICES[name].files:
            judge.add(Need(Kind.WRITES, f"{name} writes it", file, line, True))
    elif facts.drops_privileges and not (cmd is not None and _passes_on(name)):
        judge.add(Need(Kind.DROPS, f"{text} drops privileges by itself", None, line))
    elif cmd is not None:
        return
    elif facts.has_cmd is None:
        base = text or "the base"
        judge.add(Need(Kind.UNKNOWN, f"what {base} starts is not known", None, line))
    elif not facts.has_cmd and not _given_command(stage):
        judge.add(Need(Kind.BASE, "it has no command of its own", None, line))


def _host_of_root(name: str) -> str | None:
    """What a base's own command does that only root can."""
    return next((w for start, w in known.ROOTS_HOSTS.items() if name.startswith(start)), None)


def _passes_on(name: str) -> bool:
    """Whether a base's own ENTRYPOINT, if there is one, runs any command as it is."""
    return name in known.PASSES_ON or name.startswith(known.PASSING_ON)


def holds_application(stage: Stage) -> bool:
    """Whether files of an application are copied, not just tools and configuration."""
    from fixer.context.copies import copies
    from fixer.context.handover import belongs_to_application

    return any(belongs_to_application(copy.place) for copy in copies(stage))


def _given_command(stage: Stage) -> bool:
    """Whether a service of Compose says what an image without a command runs."""
    return any(
        (service.command or service.entrypoint) and _is_of(stage, service)
        for service in stage.document.services[:_SERVICES]
    )


def repository(stage: Stage) -> str:
    """The repository that a stage's first ancestor is built from, without `library/`, by its name
    on Docker Hub where a mirror has it from there."""
    from fixer.facts.images import hub_name

    reference = stage.root.reference
    if reference is None:
        return ""
    name = hub_name(reference.registry, reference.repository)
    return name or reference.repository.removeprefix("library/")


def _instructions(judge: Judge, argv: tuple[str, ...]) -> None:
    """What the instructions beside ENTRYPOINT and CMD say."""
    from fixer.context.roots_home import leads_home, left_there

    stage = judge.stage
    healthcheck: Instruction | None = None
    path: Instruction | None = None
    for member in stage.lineage:
        for instruction in member.instructions:
            keyword = instruction.keyword
            if keyword == "VOLUME":
                _volume(judge, instruction)
            elif keyword == "HEALTHCHECK":
                healthcheck = instruction
            elif keyword == "ONBUILD" and member is stage:
                judge.add(Need(Kind.BASE, "ONBUILD makes it a base", None, instruction.line))
            elif keyword == "ONBUILD":
                reason = f"what the ONBUILD on line {instruction.line} does to it is not followed"
                judge.add(Need(Kind.UNKNOWN, reason, None, instruction.line))
            elif keyword == "ENV" and "PATH" in instruction.value:
                if leads_home(stage, instruction):
                    path = instruction
    if healthcheck is not None:
        judge.healthcheck(healthcheck)
    workdir = stage.end_state.workdir
    if workdir is not None and within(workdir, ROOTS_HOME) and at_home(stage) is None:
        judge.add(Need(Kind.ROOT, f"its working directory is {workdir}, root's home folder"))
    if path is not None and not any("/" in word for word in argv[:1]):
        judge.add(Need(Kind.ROOT, "PATH leads into root's home folder", None, path.line))
    if any(o.keyword == "ENV" for member in stage.lineage for o in member.instructions):
        from fixer.context.folders import named_folders

        named_folders(judge)
    left_there(judge, argv)
    if "uv" in stage.document.tokens:
        from fixer.context.uv import interpreter

        interpreter(judge)
    from fixer.context.kept import kept_at_home

    kept_at_home(judge)
    if workdir not in (None, "/"):
        from fixer.context.unfilled import works_on_mount

        works_on_mount(judge, workdir)
    _devices(judge)


def _volume_at(path: str, what: str, line: int | None = None) -> Need | None:
    """What a volume asks for: one below /tmp is its folder's owner's, and not everyone's."""
    path = posixpath.normpath(path)
    if _is_below_tmp(path):
        return Need(Kind.WRITES, what, path, line, volume=True)
    need = writes(path, what, line)
    return need._replace(volume=True) if need is not None else None


def _is_below_tmp(path: str) -> bool:
    """Whether a path is a folder of its own among those where everyone may write."""
    return path.startswith(("/tmp/", "/var/tmp/"))


def _volume(judge: Judge, instruction: Instruction) -> None:
    for word in instruction.values:
        try:
            path = expand(word, judge.stage.end_state.environment, instruction.escape)
        except WordError:
            continue
        line = instruction.line
        if not path.certain:
            judge.add(Need(Kind.UNKNOWN, f"which folder VOLUME {word} is, is open", None, line))
        elif path.text.endswith("docker.sock"):
            judge.add(Need(Kind.ROOT, "it is given the engine's socket", None, line))
        else:
            folder = path.text if path.text.startswith("/") else "/" + path.text
            if is_system(folder) and not within(folder, "/root"):
                continue  # configuration, which is read
            judge.add(_volume_at(folder, f"VOLUME {folder}", line))


def _devices(judge: Judge) -> None:
    """Packages of Python's that the build installs for a device."""
    for member in judge.stage.lineage:
        for command in member.commands("pip", "pip3", "uv", subcommand=("install", "pip")):
            for word in command.operands:
                if known.DEVICE_PACKAGES.fullmatch(word.text.strip("'\"")):
                    what = f"RUN {command.name} installs {word.text}, which is for a device"
                    judge.add(Need(Kind.ROOT, what, None, command.line))


# Compose -----------------------------------------------------------------------------------------


def _services(judge: Judge, entrypoint: Instruction | None, cmd: Instruction | None) -> None:
    """What the services of Compose that are built from the stage run, and where they mount."""
    stage = judge.stage
    for service in stage.document.services[:_SERVICES]:
        if not _is_of(stage, service):
            continue
        as_its_own = service.user is None
        other = service.command is not None or service.entrypoint is not None
        if as_its_own and (other or _is_led(service)):
            judge.service(service, entrypoint, cmd)
        for volume in service.volumes:
            if volume.kind == "tmpfs":
                _tmpfs(judge, service, volume)
            elif as_its_own:
                _mount(judge, service, volume)


def _tmpfs(judge: Judge, service: Service, volume: Volume) -> None:
    """A tmpfs over a folder that the program writes to."""
    if volume.against and _is_known_written(judge, volume.path):
        what = f"{service.file} mounts a tmpfs at {volume.path} for {service.name}"
        judge.add(Need(Kind.UNKNOWN, f"{what}, and {volume.against}", volume.path))


def _mount(judge: Judge, service: Service, volume: Volume) -> None:
    """A volume, or a file or a folder of the host's."""
    if _is_at_roots_home(judge.stage, volume.path):
        source = volume.source if volume.kind == "bind" else None
        what = (
            f"{service.file} mounts {source or 'a volume'} at {volume.path} for"
            f" {service.name}, in root's home folder"
        )
        judge.add(Need(Kind.ROOT, what, volume.path))
        return
    if volume.against:
        what = f"{service.file} mounts {volume.source} at {volume.path} for {service.name}"
        judge.add(Need(Kind.UNKNOWN, f"{what}, and {volume.against}", volume.path))
    if volume.read_only or not volume.path.startswith("/") or "$" in volume.path:
        return
    if volume.kind == "volume":
        what = f"{service.file} mounts a volume at {volume.path} for {service.name}"
        judge.add(_volume_at(volume.path, what))
    elif _is_written(judge, volume.path):
        what = (
            f"{service.file} mounts {volume.source or 'a folder'} at {volume.path} for"
            f" {service.name}, and who owns that is the host's matter"
        )
        judge.add(Need(Kind.UNKNOWN, what, volume.path))


def _is_led(service: Service) -> bool:
    """Whether a service has a folder or variables that may have the program write elsewhere."""
    values = service.environment.values()
    return service.workdir is not None or any(v is not None and _PATH.match(v) for v in values)


def _is_at_roots_home(stage: Stage, path: str) -> bool:
    """Whether a program finds there what only root looks for there, read-only or not."""
    home = stage.end_state.environment.get("HOME")
    return within(path, ROOTS_HOME) and at_home(stage) is None and home in (None, ROOTS_HOME)


_PATH = regex(r"\.{0,2}/|[\w+]+:///")
#: As many services are looked at.
_SERVICES = 50


def _is_of(stage: Stage, service: Service) -> bool:
    return stage.is_last if service.target is None else stage.is_called(service.target)


def _is_written(judge: Judge, path: str) -> bool:
    """Whether the program is known to write below a path, or the path is there for nothing else."""
    if _is_known_written(judge, path):
        return True
    workdir = judge.stage.end_state.workdir
    if workdir is not None and within(workdir, path) and _develops(judge):
        return True
    if _is_below_tmp(path):
        # who writes there is not told of otherwise, since everyone may
        return not posixpath.splitext(path)[1]
    if (
        is_system(path)
        or posixpath.splitext(path)[1]
        or (workdir is not None and (within(path, workdir) or within(workdir, path)))
    ):
        return False
    return path.startswith(known.STATE_FOLDERS)


def _is_known_written(judge: Judge, path: str) -> bool:
    return any(
        need.kind is Kind.WRITES and need.path is not None and within(need.path, path)
        for need in judge.needs
    )


def _develops(judge: Judge) -> bool:
    """Whether Django's manage.py is run: its project is worked on through the same container, by
    `startapp` and `makemigrations`, which write there."""
    return any(posixpath.basename(first) == "manage.py" for _, first in judge.operands)


def _context(judge: Judge) -> None:
    """What the build context as a whole is for."""
    from fixer.context.files import context_of

    context = context_of(judge.stage.document)
    if context is None:
        return
    from fixer.context.devcontainer import worked_in

    if context.name == ".devcontainer":
        judge.add(Need(Kind.BASE, "it is a development container"))
    elif (said := worked_in(judge.stage)) is not None:
        judge.add(Need(Kind.BASE, f"it is a development container: {said} names it"))
