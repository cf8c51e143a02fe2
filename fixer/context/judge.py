"""Judging what a container starts: one command after the other, scripts within scripts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fixer.context.application import application, flags, tomcat
from fixer.context.commands import Unwrapped, base_name, unwrap
from fixer.context.need import HOME, ROOT, Kind, Need, is_opened, within, writes
from fixer.dockerfile.sudo import brought
from fixer.facts import programs as known
from fixer.facts.daemons import TOLD_BY_FLAG, packages_of
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.need import Movable
    from fixer.context.scripts import Variables
    from fixer.dockerfile.service import Service
    from fixer.dockerfile.shell import Command, Script
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

#: Scripts that start scripts are followed this deep, and as many are read.
_DEPTH = 5
_SCRIPTS = 20
#: As many needs are told of one image.
_NEEDS = 100
#: A longer word is not told: it is a text, which may hold what is nobody's business.
_SHOWN = 60
_ALL_ARGUMENTS = frozenset(('"$@"', "$@", '"${@}"', "${@}", "$*", '"$*"', "${*}"))
#: Names that are a script's, though nothing in them says so.
_SCRIPT_NAME = regex(
    r".*entry[-_]?point.*|(?:docker[-_])?(?:start|run|init|boot|launch|bootstrap|startup|setup"
    r"|wrapper|cmd|start[-_].*|run[-_].*)"
)
#: The name of one that runs what it is given.
_ENTRYPOINT = regex(r".*entry[-_]?point.*")
#: A flag that is there where a variable is set: `${DEBUG:+-x}`.
_MAYBE_FLAG = regex(r"\$\{\w+:?\+-")
_URL = ("http://", "https://")


class Place(NamedTuple):
    """Where a command is written."""

    #: `CMD`, `HEALTHCHECK`, `docker-entrypoint.sh`.
    name: str
    #: Of the instruction, in the Dockerfile; None where another file says it.
    line: int | None
    #: It is a script, whose own lines are told.
    script: bool = False

    def does(self, what: str, line: int | None = None) -> str:
        return f"{self.name} {what}" + (f" (line {line})" if self.script and line else "")


class Started(NamedTuple):
    """The program that a place starts in the end."""

    argv: tuple[str, ...]
    sudo: bool = False
    as_user: str | None = None
    shell: bool = False


class Here(NamedTuple):
    """What holds where a command stands."""

    place: Place
    #: The working directory; None where it is not known.
    folder: str | None
    #: What `"$@"` stands for.
    arguments: tuple[str, ...] = ()
    #: The line in the script.
    line: int | None = None
    #: The command is all that the container runs.
    whole: bool = False
    depth: int = 0


class Judge:
    """Collects the needs of one stage's image."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        #: The variables that the program is given.
        self.environment = stage.end_state.environment
        self.needs: list[Need] = []
        #: Whom php-fpm or Apache serves as, where it is run.
        self.pool_user: str | None = None
        #: The programs that are run, what only runs another one included.
        self.programs: set[str] = set()
        #: Those of them that only a health check runs.
        self.checks: set[str] = set()
        #: Those of the former that are given an operand, each with the first.
        self.operands: set[tuple[str, str]] = set()
        #: What the build leaves in root's home, and a variable puts where every user finds it.
        self.movable: list[Movable] = []
        #: How nginx is started, each way once.
        self.nginx: list[tuple[str, ...]] = []
        #: What writes to the home folder of whoever runs it.
        self.writes_home: list[str] = []
        #: What services of Compose run instead of the image's own program, by their names.
        self.started_by: dict[str, list[tuple[str, ...]]] = {}
        #: Places that files of other languages name, each with the need that tells of it.
        self.named: list[tuple[Need, str]] = []
        self._known: set[Need] = set()
        self._scripts: set[str] = set()

    def add(self, need: Need | None) -> None:
        if need is None or need in self._known:
            return
        if len(self.needs) >= _NEEDS:
            need = Need(Kind.UNKNOWN, "it does more than can be told")
            if need in self._known:
                return
        self._known.add(need)
        self.needs.append(need)

    def first_time(self, script: str) -> bool:
        """Whether a script has not been judged yet; from now on it has."""
        if script in self._scripts:
            return False
        self._scripts.add(script)
        return True

    def keep_only(self, before: int, *kinds: Kind) -> None:
        """Take back the needs added since there were `before`, but those of these kinds."""
        added = self.needs[before:]
        self.needs[before:] = [need for need in added if need.kind in kinds]
        self._known.difference_update(need for need in added if need.kind not in kinds)

    def take_back(self, need: Need) -> None:
        """Take back one need."""
        self.needs[:] = [each for each in self.needs if each != need]
        self._known.discard(need)

    def note(self, kind: Kind, what: str, here: Here, *, unseen: bool = False) -> None:
        """The place does something: `what` is a phrase with a verb."""
        reason = here.place.does(what, here.line)
        self.add(Need(kind, reason, None, here.place.line, unseen=unseen))

    def writes(
        self,
        path: str | None,
        what: str,
        here: Here,
        *,
        file: bool = False,
        socket: bool = False,
        deep: bool = False,
    ) -> None:
        """The place writes to a folder, or with `file` to a file; relative to where it stands.

        With `deep`, it also writes to what a build has left in the folder.
        """
        if path is not None and not path.startswith("/"):
            path = posixpath.join(here.folder, path) if here.folder is not None else None
        if path is not None:
            from fixer.context.left import led_to

            path = led_to(self.stage, posixpath.normpath(path))
        reason = here.place.does(what, here.line)
        if is_opened(self.stage, path):
            folder = posixpath.dirname(path or "") if file else path
            self.add(Need(Kind.WRITES, reason, folder, here.place.line, deep=deep))
            return
        need = writes(path, reason, here.place.line, file=file, socket=socket)
        self.add(need._replace(deep=deep) if need is not None else None)

    def keeps_at_home(self, what: str, here: Here) -> None:
        """The place writes to the home folder, which is its user's."""
        self.writes_home.append(here.place.does(what, here.line))

    # The whole command ------------------------------------------------------------------------

    def command_line(
        self, entrypoint: Instruction | None, cmd: Instruction | None
    ) -> Started | None:
        """Judge ENTRYPOINT and CMD, put together as the builder does."""
        first = entrypoint or cmd
        if first is None:
            return None
        place = Place(first.keyword, first.line)
        here = Here(place, self.stage.end_state.workdir, whole=True)
        words = first.exec_form
        if words is None:
            # what is behind a shell's text is the shell's, which does nothing with it
            return self._shell_form(first, here)
        if entrypoint is not None and cmd is not None:
            more = cmd.exec_form
            words = [*words, *(more if more is not None else ["/bin/sh", "-c", cmd.value])]
            self._to_work_in(cmd, words[0])
        if not words:
            self.note(Kind.BASE, "is empty: the image has no command of its own", here)
            return None
        if entrypoint is None:
            words = self._started_by_base(words)
        return self.run(words, here)

    def _to_work_in(self, cmd: Instruction, entrypoint: str) -> None:
        """Judge a CMD that an ENTRYPOINT is given to run: whether it is for a person."""
        words = cmd.exec_form
        if words is None:
            commands = cmd.script.commands
            words = [word.text for word in commands[0].words] if len(commands) == 1 else []
        argv = unwrap(words).argv if words else ()
        name = base_name(argv[0]) if argv else ""
        if name in known.INTERPRETERS and not _ENTRYPOINT.fullmatch(base_name(entrypoint)):
            return  # a word of its own: `node` as against `proxy`
        if told := _for_a_person(name, argv):
            self.note(Kind.BASE, told, Here(Place(cmd.keyword, cmd.line), None))

    def _started_by_base(self, words: list[str]) -> list[str]:
        """A CMD as the base's own ENTRYPOINT runs it: `run main.ts` is Deno's."""
        from fixer.context.process import repository

        program, starts = known.STARTED_BY.get(repository(self.stage), ("", None))
        return [program, *words] if starts and starts.fullmatch(words[0]) else words

    def service(
        self, service: Service, entrypoint: Instruction | None, cmd: Instruction | None
    ) -> None:
        """Judge what a service of Compose's runs, instead of ENTRYPOINT or CMD or as they are."""
        words: list[str] = []
        if service.entrypoint is not None:
            words += _split(service.entrypoint)
        elif entrypoint is not None:
            if entrypoint.exec_form is None:
                return  # a shell's text, which takes no arguments
            words += entrypoint.exec_form
        if service.command is not None:
            words += _split(service.command)
        elif cmd is not None and service.entrypoint is None:
            more = cmd.exec_form
            words += more if more is not None else ["/bin/sh", "-c", cmd.value]
        place = Place(f"{service.file}: {service.name}", None)
        here = Here(place, service.workdir or self.stage.end_state.workdir, whole=True)
        if words:
            before = len(self.needs)
            self._scripts = set()  # they are given another command, or other variables
            own = self.environment
            self.environment = own.extended(service.environment.items())
            started = self.run(words, here)
            self.environment = own
            self.needs[before:] = [
                need._replace(service=service.name) for need in self.needs[before:]
            ]
            argv = started.argv if started is not None else ()
            self.started_by.setdefault(service.name, []).append(argv)

    def healthcheck(self, instruction: Instruction) -> None:
        """Judge a HEALTHCHECK. What it writes or starts is nothing that the image is for."""
        if instruction.healthcheck[0] != "CMD":
            return
        here = Here(Place("HEALTHCHECK", instruction.line), self.stage.end_state.workdir)
        before, programs = len(self.needs), {*self.programs}
        words = instruction.exec_form
        if words is not None:
            self.run(words, here)
        else:
            self._shell_form(instruction, here)
        self.keep_only(before, Kind.ROOT)
        self.checks = self.programs - programs

    def _shell_form(self, instruction: Instruction, here: Here) -> Started | None:
        owner = next(stage for stage in self.stage.lineage if instruction in stage.instructions)
        state = owner.state(instruction)
        if not state.posix:
            name = state.shell[0] if state.shell else "no shell"
            self.note(Kind.UNKNOWN, f"is read by {name}", here)
            return None
        return self.text(instruction.script, here)

    # A shell's text ---------------------------------------------------------------------------

    def text(self, script: Script, here: Here) -> Started | None:
        """Judge the commands of a shell's text; return the last one that it starts itself."""
        from fixer.context.scripts import Guards, Variables, folder_after, forgiven

        if script.problem is not None:
            self.note(Kind.UNKNOWN, f"cannot be read: {script.problem}", here._replace(line=None))
            return None
        if here.depth > _DEPTH:
            self.note(Kind.UNKNOWN, "starts too many scripts within scripts", here)
            return None
        guards = Guards(script)
        for command in guards.insists:
            line = command.line if here.place.script else None
            self.note(Kind.ROOT, "ends where the user is not root", here._replace(line=line))
        variables = Variables(self.environment)
        last: Started | None = None
        whole = here.whole and len(script.commands) == 1
        for command in script.commands:
            for word in command.assignments:
                variables.assign(word.text)
            if not command.words:
                continue
            if command.name in ("export", "local", "readonly", "declare", "typeset"):
                for word in command.words[1:]:
                    if "=" in word.text:
                        variables.assign(word.text)
                continue
            if command.name == "cd" and command.chain.block.kind != "subshell":
                here = here._replace(folder=folder_after(command, here.folder, variables))
                continue
            at = here._replace(line=command.line, whole=whole, depth=here.depth + 1)
            before = len(self.needs)
            started = self._command(command, at, variables)
            if forgiven(command) or id(command) in guards.for_root:
                self.keep_only(before, Kind.DROPS)
            elif started is not None and command.chain.block.kind == "script":
                last = started._replace(shell=True)
        return last

    def _command(self, command: Command, here: Here, variables: Variables) -> Started | None:
        words: list[str] = []
        for word in command.all_words:
            if word.text in _ALL_ARGUMENTS:
                words += here.arguments
            elif word.text in ("$1", '"$1"', "${1}", '"${1}"') and here.arguments:
                words.append(here.arguments[0])
            else:
                value = variables.word(word)
                words.append(value if value is not None else _unquoted(word.text))
        self._redirections(command, here, variables)
        if command.name == "set" and "--" in words:
            words = words[words.index("--") + 1 :]
            if not words or words == list(here.arguments):
                return None
        return self.run(words, here) if words else None

    def _redirections(self, command: Command, here: Here, variables: Variables) -> None:
        if not command.redirections:
            return
        from fixer.context.image import redirected

        for target in redirected(command):
            value = variables.value(target)
            if target.lstrip("\"'").startswith(HOME):
                self.keeps_at_home(f"writes {target}", here)
                continue
            if value is None:
                if "mktemp" not in target and "tmp" not in target.lower():
                    self.note(Kind.UNKNOWN, f"writes to {target}", here)
            elif value.strip():
                self.writes(value, f"writes {value}", here, file=True)

    # One command ------------------------------------------------------------------------------

    def run(self, words: Sequence[str], here: Here) -> Started | None:
        """Judge one command; return what it starts in the end."""
        found = unwrap(words)
        self.programs.update(found.fronts, map(base_name, found.argv[:1]))
        if found.as_user is not None and found.as_user not in ROOT:
            self.note(Kind.DROPS, f"runs {found.switch}", here)
            argv = found.argv or ((found.script,) if found.script else ())
            return Started(argv, found.sudo, found.as_user, found.script is not None)
        for front in found.fronts:
            self._front(front, words, here)
        if found.script is not None:
            from fixer.context.scripts import parse_script

            script = parse_script(found.script.encode("utf-8", "surrogateescape"))
            place = here.place if not here.place.script else here.place._replace(script=False)
            inner = self.text(script, here._replace(place=place, line=None))
            if inner is None:
                return None
            return inner._replace(sudo=inner.sudo or found.sudo, shell=True)
        if not found.argv:
            return None
        self._program(found, here)
        return Started(found.argv, found.sudo, found.as_user)

    def run_inside(self, words: Sequence[str], here: Here) -> None:
        """Judge a command that a program runs by itself, which need not be all it does."""
        before = len(self.needs)
        # it is told as the program's own, and its scripts are not followed far
        depth = max(here.depth, _DEPTH - 1)
        self.run(words, here._replace(depth=depth, whole=False, arguments=()))
        self.keep_only(before, Kind.ROOT, Kind.DROPS, Kind.WRITES, Kind.UNKNOWN)

    def _front(self, front: str, words: Sequence[str], here: Here) -> None:
        """What a program that runs another one needs itself."""
        if front == "uv":
            from fixer.context.uv import updates

            updates(self, words, here)
        elif front in known.ENVIRONMENT_MAKERS:
            names = set(self.stage.end_state.environment)
            if not names & known.ENVIRONMENT_MAKERS[front] and not self._environment_inside(front):
                what = f"runs {front}, whose environment is in root's home folder"
                if front == "poetry":
                    from fixer.context.poetry import for_everyone

                    if for_everyone(self, what):
                        return
                self.note(Kind.ROOT, what, here)

    def _environment_inside(self, front: str) -> bool:
        """Whether the build tells poetry or pipenv not to keep its environment in the home.

        What poetry is told without `--local` is in root's home itself. An environment within the
        project is found without being told.
        """
        for stage in self.stage.lineage:
            for command in stage.commands(front):
                words = [word.text for word in command.words]
                if front == "poetry" and command.subcommand == "config":
                    told = any(w.startswith("virtualenvs.") for w in words)
                    inside = "virtualenvs.in-project" in words and "true" in words
                    if inside or (told and "--local" in words):
                        return True
                if front == "pipenv" and "--system" in words:
                    return True
        return False

    def _program(self, found: Unwrapped, here: Here) -> None:
        argv = found.argv
        name = base_name(argv[0])
        for word in argv if name not in known.FILE_MAKERS else ():
            if is_opened(self.stage, word):
                continue
            if word.startswith(("/root/", *HOME)) or word == "/root":
                if name not in known.IGNORES_HOME:
                    self.note(Kind.ROOT, f"uses {word}, in root's home folder", here)
                    break
            elif "docker.sock" in word or (
                name in ("caddy", "traefik") and known.ASKS_ENGINE.fullmatch(word)
            ):
                self.note(Kind.ROOT, "uses the engine's socket", here)
                break
        if ("$" in argv[0] or "`" in argv[0]) and not self._known_folder(argv[0]):
            shown = argv[0] if len(argv[0]) <= _SHOWN and " " not in argv[0] else "a variable"
            self.note(Kind.UNKNOWN, f"starts what {shown} names", here)
        elif argv[0].startswith(known.STARTS_SYSTEM):
            self.note(Kind.ROOT, f"runs {argv[0]}, which starts services of the system", here)
        elif name in known.NEEDS_ROOT:
            self.note(Kind.ROOT, f"runs {name}, which {known.NEEDS_ROOT[name]}", here)
        elif name in known.INITS:
            self._init(name, argv, here)
        elif name == "httpd" and _is_busybox_httpd(argv):
            flags(self, "busybox httpd", argv, here)
        elif name == "rsync" and "--daemon" in argv:
            self.note(Kind.DROPS, "runs rsync --daemon, which serves files as another user", here)
        elif name == "apache2-foreground" and here.whole and self._php("apache"):
            from fixer.context.apache import apache

            apache(self, here)
        elif name in known.DROPS_ITSELF:
            self.note(Kind.DROPS, f"runs {name}, which {known.DROPS_ITSELF[name]}", here)
        elif self._by_configuration(name, argv, here):
            flags(self, name, argv, here)
        elif (package := self._packaged(name, argv)) is not None:
            what = (
                f"runs {name}, whose files belong to the account that the package {package} makes"
            )
            self.note(Kind.DROPS, what, here)
        elif name == "php-fpm" and self._php():
            from fixer.context.configs import php_fpm

            php_fpm(self, argv, here)
        elif known.PHP_FPM.fullmatch(name):
            self.note(Kind.DROPS, f"runs {name}, which hands its socket to another user", here)
        elif name in known.PRIVILEGED:
            if not known.only_reads(name, argv[1:]):
                self.note(Kind.ROOT, f"runs {name}, which {known.PRIVILEGED[name]}", here)
        elif name in known.SHELLS:
            self._shell(argv, here)
        elif name in known.FILE_COMMANDS:
            from fixer.context.file_commands import files

            files(self, name, argv, here)
        elif here.whole and (told := _for_a_person(name, argv)):
            self.note(Kind.BASE, told, here)
        else:
            application(self, name, argv, here)

    def _known_folder(self, word: str) -> bool:
        """`$JAVA_HOME/bin/java`: the variable names a folder only."""
        return word.startswith("$") and "/" in word and "$" not in base_name(word)

    def _by_configuration(self, name: str, argv: Sequence[str], here: Here) -> bool:
        """Judge a server that a package brings by its configuration, where that is in sight."""
        if self.stage.document.context is None or not packages_of(name):
            return False
        from fixer.context.configs import keyed

        return keyed(self, name, argv, here)

    def _packaged(self, name: str, argv: Sequence[str]) -> str | None:
        """The package that brings a server, and makes an account for it; None where none does."""
        packages = packages_of(name)
        flags = TOLD_BY_FLAG.get(name)
        if flags is not None and flags.isdisjoint(word.partition("=")[0] for word in argv):
            return None
        for member in self.stage.lineage if packages else ():
            for _, package in brought(member, packages):
                return package
        return None

    def _php(self, variant: str = "") -> bool:
        """Whether it is PHP's own image, and holds an application where a variant is asked for."""
        from fixer.context.process import holds_application, repository

        if repository(self.stage) != "php":
            return False
        return not variant or (
            variant in (self.stage.root.base or "") and holds_application(self.stage)
        )

    def _init(self, name: str, argv: Sequence[str], here: Here) -> None:
        if name == "supervisord":
            from fixer.context.configs import supervisor

            if supervisor(self, argv, here):
                return
        if name == "init" and argv[0] not in ("init", "/init", "/sbin/init", "/usr/sbin/init"):
            application(self, name, argv, here)
            return
        self.note(Kind.DROPS, f"runs {name}, which {known.INITS[name]}", here)

    # Shells and scripts -----------------------------------------------------------------------

    def _shell(self, argv: Sequence[str], here: Here) -> None:
        at = 1
        if base_name(argv[0]) in ("busybox", "busybox-extras") and len(argv) > 1:
            if argv[1] == "httpd":
                flags(self, "busybox httpd", argv[1:], here)
                return
            if argv[1] not in known.SHELLS:
                self.run(argv[1:], here)
                return
            at = 2
        while at < len(argv) and (argv[at][:1] in "-+" or _MAYBE_FLAG.match(argv[at])):
            at += 2 if argv[at] in ("-o", "+o", "-O") else 1
        if at < len(argv):
            self.script(argv[at], argv[at + 1 :], here, sure=True)
        elif here.whole:
            self.note(Kind.BASE, f"is a shell ({base_name(argv[0])}), for someone to work in", here)

    def script(
        self, program: str, arguments: Sequence[str], here: Here, *, sure: bool = False
    ) -> bool:
        """Judge a file that is started, if it is a shell's script; whether that is so.

        `sure`: a shell is told to read it.
        """
        from fixer.context.image import image_of

        name = base_name(program)
        image = image_of(self.stage)
        path = self.path_of(program, here)
        if sure and "/" not in program:
            # a shell looks for what it is to read where it works, and bash then in PATH
            beside = self.path_of(f"./{program}", here)
            if path is None or (beside is not None and image.find(beside) is not None):
                path = beside
        found = image.find(path) if path is not None else None
        looks_like = sure or program.endswith(known.SCRIPT_SUFFIXES)
        if not looks_like and (here.depth == 0 or "/" in program):
            looks_like = bool(_SCRIPT_NAME.fullmatch(name))
        if found is None or found.data is None:
            if name in known.TOMCAT_SCRIPTS and tomcat(self, program, here):
                return True
            if looks_like:
                unseen = self.may_be_copied(path)
                where = "" if unseen else ", and which no COPY brings"
                what = f"starts {name}, which is not in sight{where}"
                self.note(Kind.UNKNOWN, what, here, unseen=unseen)
                self._passed_on(arguments, here)
            return looks_like
        data = found.data
        assert path is not None
        if not (sure or _is_shell_script(data, program)):
            self._other_script(path, data, arguments, here)
            return False
        if not self.first_time(path):
            return True
        if len(self._scripts) > _SCRIPTS:
            self.note(Kind.UNKNOWN, "starts too many scripts", here)
            return True
        from fixer.context.scripts import parse_script

        place = Place(name, here.place.line, script=True)
        inner = Here(place, here.folder, tuple(arguments), None, False, here.depth + 1)
        self.text(parse_script(data), inner)
        return True

    def may_be_copied(self, path: str | None) -> bool:
        """Whether a script may come out of the context: no context shows what the build makes."""
        from fixer.context.copies import copies

        if path is None:
            return True
        for _, copy, place in copies(self.stage):
            fetched = all(value.startswith(_URL) for value in copy.values[:-1])
            if place is None or (path == place if fetched else within(path, place)):
                return True
        return False

    def _passed_on(self, arguments: Sequence[str], here: Here) -> None:
        """What a script that is not in sight is given: most run it as their last command."""
        if arguments and here.depth == 0:
            before = len(self.needs)
            self.run(arguments, here._replace(whole=False, depth=1))
            self.keep_only(before, Kind.ROOT, Kind.DROPS, Kind.WRITES)

    def _other_script(self, path: str, data: bytes, arguments: Sequence[str], here: Here) -> None:
        """A file that is started and is no shell's script: by the program that its `#!` names."""
        if not data.startswith(b"#!") or not self.first_time(path):
            return
        words = data[2:200].partition(b"\n")[0].decode("utf-8", "replace").split()
        found = unwrap(words).argv if words else ()
        name = base_name(found[0]) if found else ""
        inner = here._replace(depth=here.depth + 1)
        if known.PYTHON.fullmatch(name) or name in known.NODE_PROGRAMS:
            application(self, name, (name, path, *arguments), inner)
        else:
            from fixer.context.others import other_file

            other_file(self, path, inner)

    def path_of(self, program: str, here: Here) -> str | None:
        """Where a program that is started stands in the image."""
        if program.startswith("/"):
            return posixpath.normpath(program)
        if "/" in program:
            return posixpath.normpath(posixpath.join(here.folder, program)) if here.folder else None
        from fixer.context.image import image_of

        return image_of(self.stage).which(program)

    def sourced(self, program: str, here: Here) -> None:
        """A file whose commands are run as the script's own; one not in sight is passed over."""
        from fixer.context.image import image_of

        path = self.path_of(program if "/" in program else f"./{program}", here)
        if path is not None and image_of(self.stage).read(path) is not None:
            self.script(path, (), here, sure=True)


def _for_a_person(name: str, argv: Sequence[str]) -> str:
    """What a command is that by itself does nothing but wait for a person; empty where it does."""
    if name in known.SHELLS and all(word[:1] in "-+" for word in argv[1:]):
        return f"is a shell ({name}), for someone to work in"
    if name in known.INTERPRETERS and len(argv) == 1:
        return f"is {name} alone, for someone to work in"
    if {*known.KEEPERS.get(name, ())} & {*argv[1:]}:
        return f"only waits ({name})"
    return ""


def _is_busybox_httpd(argv: Sequence[str]) -> bool:
    """Whether `httpd` is busybox's: that of Apache has no -p, and its -f and -h mean others."""
    words = argv[1:]
    for at, word in enumerate(words):
        if word.startswith(("-p", "-fp", "-fv", "-vf")):
            return True
        if word in ("-f", "-h"):
            alone = at + 1 == len(words) or words[at + 1][:1] == "-"
            if alone == (word == "-f"):
                return True
    return False


_TEXT = regex(r'"((?:[^"\\]|\\.)*\s(?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = regex(r'\\([$`"\\])')


def _unquoted(text: str) -> str:
    """A word as written, without its quotes where it is the text of `sh -c "… $NAME …"`."""
    found = _TEXT.fullmatch(text)
    return _ESCAPED.sub(r"\1", found[1]) if found else text


def _split(words: list[str] | str) -> list[str]:
    """A command as Compose says it."""
    if not isinstance(words, str):
        return words
    import shlex

    try:
        return shlex.split(words)
    except ValueError:
        return words.split()


def _is_shell_script(data: bytes, program: str) -> bool:
    if data.startswith(b"#!"):
        words = data[2 : data.find(b"\n") & 0xFFF].split()
        names = {base_name(word.decode("utf-8", "replace")) for word in words}
        return bool(names & known.SHELLS)
    if data.startswith(b"\x7fELF") or b"\0" in data[:1024]:
        return False
    return program.endswith(known.SCRIPT_SUFFIXES) or "." not in base_name(program)
