"""What a program needs that nothing is known against by its name: where it writes, by its flags,
its framework and its configuration."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import base_name
from fixer.context.need import ROOT, Kind, writes
from fixer.facts import programs as known

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge

#: Modes that let everyone read.
_FOR_ALL = frozenset("+rX a+rX go+rX +r a+r ugo+rX a=rX,u+w 755 0755 775 777".split())


def application(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """A program that nothing is known against by its name."""
    if name in (".", "source"):
        if len(argv) > 1 and not argv[1].startswith(("$", "~")):
            judge.sourced(argv[1], here)
        return
    if name in ("elixir", "iex") and "-S" in argv[:-1]:
        inner = argv[argv.index("-S") + 1 :]
        judge.programs.add(inner[0])
        application(judge, inner[0], inner, here)
        return
    if _python_packages(judge, name, argv, here) or _python_client(judge, name, argv, here):
        return
    first = next((word for word in argv[1:] if word[:1] != "-"), "")
    judge.operands.add((name, first))
    installs = known.INSTALLS.get(name)
    if installs is not None and ("*" in installs or first in installs):
        deep = name not in known.ONLY_ADDS
        judge.writes(".", f"runs {name} {first}".rstrip(), here, deep=deep)
    if name == "prisma" and b"pnpm" in judge.stage.document.source:
        judge.writes(".", "runs prisma, whose folder only pnpm knows", here, deep=True)
        return
    command = next((word for word in argv[1:] if (name, word) in known.STATE), first)
    for folder in known.STATE.get((name, command)) or known.STATE.get((name, "*"), ()):
        judge.writes(folder, f"runs {name} {command}".rstrip(), here)
    variable = known.STATE_VARIABLES.get(name)
    kept = judge.stage.end_state.environment.get(variable) if variable else None
    if kept and kept.startswith("/"):
        judge.writes(kept.partition(":")[0], f"runs {name}", here)
    if name in known.STATE_AT_HOME:
        from fixer.context.mounted import keeps_at_home

        keeps_at_home(judge, name, argv)
    _state(judge, name, argv, here)
    flags(judge, name, argv, here)
    if name in known.OUTPUTS:
        from fixer.context.file_commands import outputs

        outputs(judge, name, argv, here)
    if name == "git" and "clone" in argv[1:]:
        _clone(judge, argv, here)
    _release(judge, argv[0], here)
    _in_folder(judge, name, argv, here)
    if name == "nginx":
        from fixer.context.configs import nginx

        nginx(judge, argv, here)
    elif name in known.TOMCAT_SCRIPTS and tomcat(judge, argv[0], here):
        return
    elif name == "redis-server":
        from fixer.context.configs import redis

        redis(judge, argv, here)
    elif name == "haproxy":
        from fixer.context.configs import haproxy

        haproxy(judge, argv, here)
    elif known.PYTHON.fullmatch(name) or name in known.PYTHON_LOADERS or name.endswith(".py"):
        if judge.stage.document.context is not None:
            from fixer.context.python import python

            python(judge, argv, here)
    elif name in known.NODE_PROGRAMS:
        from fixer.context.node import node

        node(judge, argv, here)
    elif name.endswith(known.NODE_FILES):
        from fixer.context.node import node

        node(judge, ("node", *argv), here)
    elif name in known.SIDE_BY_SIDE:
        _side_by_side(judge, name, argv, here)
    elif name == "java" and {"nogui", "--nogui"} & {*argv}:
        # a server of Minecraft's keeps its world and its settings there, and what it unpacks
        need = writes(here.folder, here.place.does("runs a server of games", here.line), None)
        judge.add(need._replace(closed=True, line=here.place.line) if need else None)
    elif name in known.JVM:
        from fixer.context.jvm import jvm, options
        from fixer.context.spring import spring

        words = options(judge.stage, argv)
        jvm(judge, words, here)
        spring(judge, words, here)
    elif name == "supercronic":
        from fixer.context.crontab import supercronic

        supercronic(judge, argv, here)
    elif name == "tsc":
        from fixer.context.node import typescript

        typescript(judge, argv, here)
    elif known.OTHERS.fullmatch(name) or name in known.LOADS:
        if judge.stage.document.context is not None:
            from fixer.context.others import other, served

            if name not in known.LOADS:
                other(judge, argv, here)
            served(judge, name, argv, here)
    elif name in ("caddy", "frankenphp"):
        _caddy(judge, here)
    elif name == "traefik":
        from fixer.context.configs import traefik

        traefik(judge, argv, here)
    elif _is_installed(judge, name, here):
        return
    elif here.depth < 2 or "/" in argv[0] or argv[0].endswith(known.SCRIPT_SUFFIXES):
        if not judge.script(argv[0], argv[1:], here) and _is_unpacked(judge, argv[0], here):
            what = f"starts {name}, which may write where it is unpacked"
            judge.note(Kind.UNKNOWN, what, here)


def _side_by_side(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """Commands, or scripts of package.json's, that a program runs together."""
    values = known.SIDE_BY_SIDE[name]
    for at, word in enumerate(argv[1:], 1):
        if word[:1] == "-" or argv[at - 1] in values or "*" in word:
            continue
        script = word.removeprefix("npm:")
        if script != word or name != "concurrently":
            judge.run(("npm", "run", script), here._replace(whole=False))
        else:
            judge.run(("sh", "-c", word), here._replace(whole=False))


def _python_packages(judge: Judge, name: str, argv: Sequence[str], here: Here) -> bool:
    """What puts packages into Python's own folder; whether a command is for that alone.

    pip turns to the home folder where it may not write there: it warns, and what it installs is
    not in PATH then, nor found by a Python that runs already.
    """
    program, words = argv[0], [*argv[1:]]
    if known.PYTHON.fullmatch(name) and words[:1] == ["-m"] and len(words) > 1:
        name, words = words[1], words[2:]
    if name in ("playwright", "patchright") and {"install-deps", "--with-deps"} & {*words}:
        judge.note(Kind.ROOT, f"runs {name}, which installs packages of the system", here)
        return True
    subcommand = "download" if name == "spacy" else "install"
    if name != "spacy" and not known.PIP.fullmatch(name):
        return False
    if next((word for word in words if word[:1] != "-"), "") != subcommand:
        return False
    if known.PIP_ELSEWHERE.isdisjoint(word.partition("=")[0] for word in words):
        _among_packages(judge, program, f"runs {name} {subcommand}", here)
    return True


def _python_client(judge: Judge, name: str, argv: Sequence[str], here: Here) -> bool:
    """What makes Prisma's client for Python among its packages; whether it is that Prisma."""
    if name != "prisma" and "prisma" not in argv:
        return False
    from fixer.context.prisma import makes_client

    made = makes_client(judge.stage, name, argv)
    if made:
        _among_packages(judge, argv[0], f"runs prisma {made}", here)
    return made is not None


def _among_packages(judge: Judge, program: str, what: str, here: Here) -> None:
    """The place writes to where the packages of Python's are."""
    folder = _environment(judge, program)
    if folder is None:
        judge.note(Kind.ROOT, f"{what}, which writes to Python's own folder", here)
    else:
        judge.writes(folder, what, here, deep=True)


def _environment(judge: Judge, program: str) -> str | None:
    """The virtual environment that a program is of, or that comes first in PATH; or None."""
    from fixer.context.image import image_of

    folder = posixpath.dirname(program) or next(iter(image_of(judge.stage).search_path), "")
    if posixpath.basename(folder) != "bin" or not folder.startswith("/"):
        return None
    place = posixpath.dirname(folder)
    return None if place in ("/", "/usr", "/usr/local") else place


def _state(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """Where the applications of well-known frameworks keep their state."""
    if known.PHP.fullmatch(name):
        name = next((base_name(word) for word in argv[1:] if word[:1] != "-"), "")
    if name in known.CONSOLES and (name != "console" or "bin/console" in " ".join(argv)):
        for folder in known.CONSOLES[name]:
            judge.writes(folder, f"runs {name}", here)
        if any(word.startswith("octane:") for word in argv):
            _caddy(judge, here)  # it starts the server that is there, which may be FrankenPHP
    elif name in known.RAILS and (name == "rails" or _is_rails(judge, here)):
        for folder in known.RAILS_STATE:
            judge.writes(folder, f"runs {name}", here)
    elif name in ("node", "bun") and argv[-1].endswith("server.js"):
        if b".next/standalone" in judge.stage.document.source:
            judge.writes(".next/cache", "is a server of Next.js", here)


def _is_rails(judge: Judge, here: Here) -> bool:
    from fixer.context.image import image_of

    if b"rails" in judge.stage.document.source.lower():
        return True
    place = posixpath.join(here.folder or "/", "config/application.rb")
    return judge.stage.document.context is not None and (
        image_of(judge.stage).read(place) is not None
    )


def flags(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """Flags that say where to write, or whom to serve as."""
    users = known.USER_FLAGS.get(name)
    folders = known.FOLDER_FLAGS | known.FOLDERS_OF.get(name, frozenset())
    files = known.FILE_FLAGS | known.FILES_OF.get(name, frozenset())
    for at, word in enumerate(argv[1:], 1):
        flag, equals, value = word.partition("=")
        if not equals:
            value = argv[at + 1] if at + 1 < len(argv) else ""
        if users is None and flag in known.CHANGING_FLAGS and _is_account(judge, value):
            judge.note(Kind.DROPS, f"runs {name} with {flag} {value}", here)
        elif users and flag in users and value not in ROOT:
            judge.note(Kind.DROPS, f"runs {name} with {flag} {value}", here)
        elif value.startswith("unix:") and flag in ("--bind", "-b"):
            path = value[5:]
            path = "/" + path.lstrip("/") if path.startswith("/") else path
            judge.writes(path, f"runs {name} with {flag}", here, file=True, socket=True)
        elif flag[:1] == "-" and value.startswith("sqlite:///") and "$" not in value:
            judge.writes(value[10:], f"runs {name} with {flag}", here, file=True)
        elif value.startswith(("/", "./")) and not value.startswith("/dev/") and "$" not in value:
            if flag in files or (name in ("curl", "wget") and f"-{flag[-1:]}" in files):
                judge.writes(value, f"runs {name} with {flag}", here, file=True)
            elif flag in folders:
                judge.writes(value, f"runs {name} with {flag}", here)


def _is_installed(judge: Judge, name: str, here: Here) -> bool:
    """Judge a program of a Python project that the build installs; whether it is one."""
    document = judge.stage.document
    if document.context is None or known.INSTALL_PROJECTS.isdisjoint(document.tokens):
        return False
    from fixer.context.installed import projects

    if not projects(judge.stage):
        return False
    from fixer.context.python import installed

    return installed(judge, name, here)


_CLONE_VALUES = frozenset("-b --branch --depth -o --origin -c --config -j --jobs".split())


def _clone(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """`git clone URL [FOLDER]`."""
    words = argv[argv.index("clone") + 1 :]
    operands = [
        word
        for at, word in enumerate(words)
        if word[:1] != "-" and (at == 0 or words[at - 1] not in _CLONE_VALUES)
    ]
    if len(operands) > 1 and not {"$", "~"} & {*operands[1]}:
        judge.writes(operands[1], "runs git clone", here)


def _is_account(judge: Judge, value: str) -> bool:
    """Whether a flag's value names an account of the image's that is not root's."""
    from fixer.dockerfile.accounts import accounts

    name = value.partition(":")[0]
    return name not in ROOT and name in accounts(judge.stage).users


def _in_folder(judge: Judge, name: str, argv: Sequence[str], here: Here) -> None:
    """Servers that keep their data in the working directory where nothing says otherwise."""
    flags, variable = known.IN_FOLDER.get(name, (frozenset(), ""))
    if not flags or variable in {*judge.stage.end_state.environment}:
        return
    if flags.isdisjoint(word.partition("=")[0] for word in argv[1:]):
        if {"--version", "--help", "-h"}.isdisjoint(argv):
            judge.writes(".", f"runs {name} without a folder for its data", here)


def _is_unpacked(judge: Judge, program: str, here: Here) -> bool:
    """Whether a program is one of an archive's that the build unpacks into a folder of root's.

    Servers that come so keep logs and data beside their programs.
    """
    path = judge.path_of(program, here)
    if path is None or judge.may_be_copied(path):
        return False
    home, folder = posixpath.split(posixpath.dirname(path))
    if folder not in ("bin", "sbin") or home in ("/", "/usr", "/usr/local"):
        return False
    if known.TOOLCHAIN.search(home):
        return False
    return any(
        next(member.commands(*known.UNPACKERS), None) is not None for member in judge.stage.lineage
    )


def _release(judge: Judge, program: str, here: Here) -> None:
    """Note where a program that the build makes writes beside itself."""
    path = (judge.path_of(program, here) if "/" in program else None) or ""
    for pattern, makers, changes in known.RELEASES:
        found = pattern.fullmatch(path)
        if found is None:
            continue
        if any(next(m.commands(*makers), None) is not None for m in judge.stage.lineage):
            what = f"starts {base_name(program)}, which writes beside itself"
            need = writes(found["home"], here.place.does(what, here.line), here.place.line)
            judge.add(need._replace(closed=changes) if need is not None else None)


def tomcat(judge: Judge, program: str, here: Here) -> bool:
    """Judge Tomcat by where its script stands; whether it is Tomcat's."""
    path = judge.path_of(program, here)
    home = judge.stage.end_state.environment.get("CATALINA_HOME")
    if path is not None:
        folder, name = posixpath.split(path)
        home, last = posixpath.split(folder)
        if last != "bin" or (name != "catalina.sh" and "tomcat" not in home.lower()):
            return False
    if not home or _is_link(judge, home):
        return False
    from fixer.context.jvm import OF_TOMCAT, jvm, options

    jvm(judge, options(judge.stage, (), OF_TOMCAT), here)
    what = f"runs {base_name(program)}"
    if home == judge.stage.facts.env.get("CATALINA_HOME") or _is_readable(judge, home):
        for name in known.TOMCAT:
            judge.writes(f"{home}/{name}", what, here)
    else:
        need = writes(home, here.place.does(what, here.line), here.place.line)
        judge.add(need._replace(closed=True) if need is not None else None)
    return True


def _is_readable(judge: Judge, folder: str) -> bool:
    """Whether the build lets everyone read what is in a folder."""
    for member in judge.stage.lineage:
        for command in member.commands("chmod"):
            words = [word.text for word in command.words[1:]]
            workdir = member.state(command.instruction).workdir
            here = folder in words or ("." in words and workdir == folder)
            if here and command.has_flag("-R") and _FOR_ALL.intersection(words):
                return True
    return False


def _is_link(judge: Judge, path: str) -> bool:
    """Whether the build makes a link there: `chown -R` does not follow it."""
    for member in judge.stage.lineage:
        for command in member.commands("ln"):
            if any(word.text.rstrip("/") == path for word in command.words[1:]):
                return True
    return False


def _caddy(judge: Judge, here: Here) -> None:
    """Caddy keeps certificates where the variables of its image say, or in the home folder."""
    from fixer.context.process import repository

    image = repository(judge.stage)
    if image in ("caddy", "dunglas/frankenphp"):
        for folder in known.SERVICES[image].folders:
            judge.writes(folder, "runs caddy", here)
    elif judge.stage.facts.shell == "none":
        judge.note(Kind.UNKNOWN, "runs caddy, whose user has no home here to write to", here)
