"""What of an image still uses sudo or doas, and what may use it out of sight.

Scripts are read in the Dockerfile and in the build context; where one cannot be, that is told.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from fixer.context.code import source_files
from fixer.context.devcontainer import worked_in
from fixer.context.files import context_of
from fixer.dockerfile.shell import SHELLS, Command, Word
from fixer.dockerfile.stages import Stage, used_stages
from fixer.dockerfile.sudo import ACCOUNT_TOOLS, INSTALLS, installed
from fixer.dockerfile.syntax import Instruction
from fixer.facts import programs as known
from fixer.later import NamedTuple, regex

# What still uses it ------------------------------------------------------------------------------

_NAMED = regex(rb"\b(?:sudo|doas)\b")
#: The program's name within a word that holds more than it: `sh -c "sudo …"`, a line of a script.
_WITHIN = regex(r"(?:^|[\s;&|(\"'$/`=]|:-)(?:sudo|doas)(?=[\s\"'}]|$)")
_IN_SCRIPT = regex(
    rb"(?:^|[\s;&|(\"'`/])(?:sudo|doas)[ \t\"']|(?:=|:-)(?:sudo|doas)(?![\w.-])", re.MULTILINE
)
#: In a program: a text or an argument that is a command line of sudo's.
_IN_CODE = regex(
    rb"[\"'`](?:[^\"'`\n]*(?:[;&|(]|\bthen\b|\bdo\b)[ \t]*)?(?:/usr/bin/)?(?:sudo|doas)"
    rb"(?:[\"'`]|[ \t]+[^\s\"'`])"
)
_SHELL_SCRIPTS = (".sh", ".bash", ".zsh")
_FILES = regex(rb"/etc/(?:sudoers|doas)|\bvisudo\b|/bin/(?:sudo|doas)\b")
_STARTS = ("RUN", "CMD", "ENTRYPOINT")
_READ = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "COPY", "ADD", "SHELL", "ENV", "ARG")


def use(stage: Stage) -> str | None:
    """What runs sudo or doas in a stage, or in one built on it; None where nothing in sight does.

    Scripts are looked at where the build context is known.
    """
    return stage.document.once(("use of sudo", stage.index), lambda: next(_uses(stage), None))


def _uses(stage: Stage) -> Iterator[str]:
    for later in (stage, *stage.children):
        for outer in later.instructions:
            instruction = outer.trigger or outer
            if instruction.keyword in _READ and _NAMED.search(instruction.raw):
                yield from _uses_in(instruction)
            if instruction.keyword in _STARTS and known.CALLERS_OF_SUDO.search(instruction.raw):
                if later.runs_as_root(outer) is not True:
                    yield from _calls(instruction)
    for script in _scripts(stage):
        if script.text is not None and _IN_SCRIPT.search(script.text):
            yield f"{script.name} runs sudo"
    yield from stage.document.once("sudo in code", lambda: list(_uses_in_code(stage)))


def _uses_in_code(stage: Stage) -> Iterator[str]:
    """What of the application's own code runs sudo, or a script that does."""
    files = list(source_files(stage.document))
    for path, text in files:
        name = _base(path)
        if not _NAMED.search(text):
            continue
        if not path.endswith(_SHELL_SCRIPTS):
            if _IN_CODE.search(text):
                yield f"{path} runs sudo"
        elif _IN_SCRIPT.search(text):
            if any(name.encode() in other for at, other in files if at != path):
                yield f"{path} runs sudo"


def _uses_in(instruction: Instruction) -> Iterator[str]:
    at = f"line {instruction.line} runs sudo"
    if instruction.keyword in ("COPY", "ADD"):
        for heredoc in instruction.heredocs:
            if _IN_SCRIPT.search(heredoc.content(instruction.raw)):
                yield at
        return
    if instruction.keyword in ("SHELL", "ENV", "ARG"):
        if re.search(r"(?:^|[\s=\"'])(?:sudo|doas)(?=[\s\"']|$)", instruction.logical):
            yield f"line {instruction.line} names sudo"
        return
    script = instruction.script
    if script.problem:
        yield f"line {instruction.line} names sudo and cannot be read"
    if not any(part.lines for part in script.parts):
        for heredoc in instruction.heredocs:
            if _IN_SCRIPT.search(heredoc.content(instruction.raw)):
                yield at
    for command in script.commands:
        if command.name in ("sudo", "doas") or command.wrapper("sudo"):
            yield f"line {command.line} runs sudo"
        elif command.name not in INSTALLS and command.name not in ACCOUNT_TOOLS:
            read = any(part.outer is command for part in script.parts)
            nested = command.nested_text if read else None
            words = command.words[1:] if command.name else command.words
            for word in (*command.assignments, *words):
                if word is not nested and _WITHIN.search(word.text) and not _about_file(word):
                    yield f"line {command.line} runs sudo"


def _calls(instruction: Instruction) -> Iterator[str]:
    """The commands that run sudo by themselves."""
    for command in instruction.script.commands:
        words = known.CALL_SUDO.get(command.name)
        if words == "" or (
            words and any(re.fullmatch(words, word.text) for word in command.words[1:])
        ):
            yield f"line {command.line} runs {command.name}, which runs sudo"


def _about_file(word: Word) -> bool:
    """The program's own path, as `chmod` and `rm` are given it."""
    return re.fullmatch(r"[\"']?(?:/usr)?/bin/(?:sudo|doas)[\"']?", word.text) is not None


def configures(stage: Stage) -> str | None:
    """What reads or changes sudo's own files in a stage, or in one built on it; or None.

    The package brings these files and their folder, so it goes last.
    """
    for later in (stage, *stage.children):
        for outer in later.instructions:
            instruction = outer.trigger or outer
            if instruction.keyword not in ("RUN", "COPY", "ADD"):
                continue
            if _FILES.search(instruction.raw) and not _only_removes(instruction):
                return f"line {instruction.line} names its files"
    return None


def _only_removes(instruction: Instruction) -> bool:
    """Whether a RUN does nothing to sudo's files but make sure that they are gone."""
    if instruction.keyword != "RUN" or instruction.script.problem or instruction.heredocs:
        return False
    return all(
        command.name == "rm" and command.has_flag("-f", "--force")
        for command in instruction.script.commands
        if any(
            _FILES.search(word.text.encode("utf-8", "surrogateescape"))
            for word in (*command.all_words, *command.redirections)
        )
    )


# What may use it unseen --------------------------------------------------------------------------


class _Script(NamedTuple):
    name: str
    #: None where it is not in sight.
    text: bytes | None
    #: Where the build runs it, the instruction and the command; None where the image does.
    at: tuple[int, int] | None = None


#: Scripts of a program's own build, which run as they are on a machine without sudo.
_BUILD_SCRIPTS = frozenset(
    "configure Configure config gradlew mvnw autogen.sh bootstrap.sh buildconf".split()
)
_WORKPLACE = regex(
    r"devcontainer|codespaces|gitpod|jupyter|notebook|toolbox|toolbx|distrobox|cimg/|circleci"
    r"|teamcity|jenkins|runner|desktop|vscode|code-server|rstudio|conanio|theia"
)
#: Programs by which people work in a container: a terminal or an editor in the browser, a desktop.
_SEATS = frozenset(
    """code-server openvscode-server theia jupyter jupyter-lab jupyter-notebook jupyterhub rstudio
    rstudio-server rserver ttyd gotty wetty shellinaboxd shellinabox guacd xrdp xrdp-sesman
    vncserver tigervncserver x11vnc x0vncserver Xvnc Xtigervnc kasmvncserver vncsession
    startxfce4 xfce4-session gnome-session startlxde startlxqt mate-session fluxbox openbox
    nxserver sshd dropbear""".split()
)
#: Packages of these.
_SEAT_PACKAGES = frozenset(
    """code-server openssh-server dropbear xrdp ttyd shellinabox guacd x11vnc tightvncserver
    tigervnc-server tigervnc-standalone-server vnc4server turbovnc kasmvncserver x2goserver novnc
    xfce4 xfce4-session xfce4-goodies lxde lxde-core lxqt mate-desktop-environment
    ubuntu-desktop ubuntu-mate-desktop xubuntu-desktop lubuntu-desktop kde-plasma-desktop
    gnome-session gnome-core fluxbox openbox i3 i3-wm""".split()
)
#: Agents of build servers: what their jobs run is not in sight.
_AGENT = regex(
    rb"actions[-/]runner|vsts-agent|buildkite-agent|gitlab-runner|buildbot[-_.](?:worker|slave|tac)"
    rb"|jenkins-(?:agent|slave)|/(?:agent|slave|remoting)\.jar|woodpecker-agent|teamcity-agent"
)
_PACKAGES = ("sudo", "doas", "opendoas")
_RULE = regex(rb"NOPASSWD:\s*(/[\w./-]+)")
_WORDS = regex(r"[\w.+-]+")
_INTERPRETERS = SHELLS | {"tmux", "login", "su", "fish", "zsh"}
_SUPERVISORS = frozenset("supervisord cron crond my_init runsvdir s6-svscan init systemd".split())


def doubt(stage: Stage) -> str | None:
    """Why sudo may be wanted although nothing in sight runs it; None where there is no reason."""
    return stage.document.once(("doubt of sudo", stage.index), lambda: _doubt(stage))


def _doubt(stage: Stage) -> str | None:
    used = _copied_from(stage)
    for end in (stage, *stage.children):
        if any(child.parent is end for child in end.children) or (
            end.index in used and not end.is_last
        ):
            continue
        reference = end.root.reference
        if reference is not None and _WORKPLACE.search(reference.repository):
            return "the image is one that people work in"
        if (said := worked_in(end)) is not None:
            return f"people work in it: {said} names it"
        program = _program(end)
        if program is None:
            if end.facts.has_cmd is not True:
                return "the image has no command of its own, and people may work in it"
        elif program in _INTERPRETERS:
            return f"its command is {program}, and people may work in it"
        if (seat := _seat(end)) is not None:
            return f"it has {seat}, and people may work in it"
        for member in end.lineage:
            for instruction in member.instructions:
                if (agent := _AGENT.search(instruction.raw)) is not None:
                    return f"it has {agent[0].decode().strip('/')}, whose jobs are not in sight"
    return unseen_script(stage, _arrival(stage)) or _ruled(stage)


def _ruled(stage: Stage) -> str | None:
    """A rule for single commands, which is made for a program, where that is not in sight."""
    from fixer.context.evidence import in_sight

    for member in stage.lineage:
        for run in member.runs("NOPASSWD"):
            if (rule := _RULE.search(run.raw)) is not None and not in_sight(stage):
                path = rule[1].decode("utf-8", "replace")
                return f"a program out of sight may run {path} with it (line {run.line})"
    return None


def _arrival(stage: Stage) -> tuple[int, int] | None:
    """Where the file installs sudo or doas, which its base has not got then; or None."""
    for member in stage.lineage:
        for command, _ in installed(member, _PACKAGES):
            return command.instruction.start, command.start
    return None


def _seat(stage: Stage) -> str | None:
    """What lets people work in the container of a stage, or None."""
    for member in stage.lineage:
        for _, name in installed(member, _SEAT_PACKAGES):
            return name
        for instruction in member.instructions:
            if instruction.keyword in ("CMD", "ENTRYPOINT"):
                if found := _SEATS.intersection(_WORDS.findall(instruction.logical)):
                    return min(found)
    for script in _scripts(stage):
        if found := _SEATS.intersection(_WORDS.findall((script.text or b"").decode("latin-1"))):
            return min(found)
    return None


def unseen_script(stage: Stage, since: tuple[int, int] | None = None) -> str | None:
    """A script that runs in a stage or in its image and cannot be read, as a reason; or None.

    `since`: of those that only the build runs, one behind this place.
    """
    for script in _scripts(stage):
        if script.text is None and not (since and script.at and script.at < since):
            return f"{script.name} is not in sight"
    return None


def named_in_script(stage: Stage, pattern: re.Pattern[bytes]) -> bool:
    """Whether a script that runs in a stage, or in its image, says what the pattern means."""
    return any(script.text and pattern.search(script.text) for script in _scripts(stage))


def script_texts(stage: Stage) -> Iterator[bytes]:
    """The scripts in sight that run in a stage, in those that it is built on, and in its image."""
    yield from (script.text for script in _scripts(stage.root) if script.text is not None)


def _copied_from(stage: Stage) -> set[int]:
    return used_stages(stage.document, stage.document.target)


def _program(stage: Stage) -> str | None:
    """The base name of the program that the image starts; None where it sets none."""
    for ancestor in reversed(stage.lineage):
        last = {i.keyword: i for i in ancestor.instructions}
        # of an ENTRYPOINT that takes a command as its arguments, the command is the program
        for keyword in ("ENTRYPOINT", "CMD"):
            instruction = last.get(keyword)
            if instruction is None or not instruction.value:
                continue
            if instruction.exec_form is not None:
                words = [*instruction.exec_form]
                cmd = last.get("CMD")
                if keyword == "ENTRYPOINT" and cmd is not None and cmd.exec_form:
                    words += cmd.exec_form
                words = [w for w in words if _base(w) not in ("tini", "dumb-init", "--", "-g")]
                if words:
                    alone = all(w.startswith("-") and w != "-c" for w in words[1:])
                    return _base(words[0]) if alone else "a program"
            elif not instruction.script.problem and instruction.script.commands:
                commands = instruction.script.commands
                alone = len(commands) == 1 and len(commands[0].words) == 1
                return commands[0].name if alone else "a program"
            else:
                return "a program"
    return None


def _scripts(stage: Stage) -> list[_Script]:
    """The shell scripts that run in a stage, in those built on it, and in their images."""
    return stage.document.once(("scripts", stage.index), lambda: list(_find_scripts(stage)))


def _find_scripts(stage: Stage) -> Iterator[_Script]:
    for later in (stage, *stage.children):
        for outer in later.instructions:
            instruction = outer.trigger or outer
            if instruction.keyword == "HEALTHCHECK" and instruction.healthcheck[0] != "CMD":
                continue
            if instruction.keyword in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
                for command in instruction.script.commands:
                    path = script_of(later, command)
                    if path is not None:
                        name = path if " " in path else _base(path)
                        built = instruction.keyword == "RUN" and instruction is outer
                        at = (instruction.start, command.start) if built else None
                        yield _Script(name, _text(later, path), at)


def script_of(stage: Stage, command: Command) -> str | None:
    """The script that a command runs, or None."""
    if not command.words:
        return None
    program = command.words[0].text.strip("\"'")
    name = _base(program)
    if command.name in SHELLS or program in (".", "source"):
        if command.nested_text is not None or command.reads_heredoc:
            return None
        for word in command.words[1:]:
            if word.text[:1] not in "-+":
                path = word.text.strip("\"'")
                return None if path.startswith(("/etc/", "~", "$HOME/.")) else path
        return "what is piped to the shell" if command.piped else None
    if command.name == "ansible-playbook":
        return "the playbook"
    if command.name in _SUPERVISORS:
        return f"what {command.name} starts"
    if command.name == "make" and stage.runs_as_root(_own(command.instruction)) is not True:
        return "the Makefile"
    if name in _BUILD_SCRIPTS:
        return None
    if program.endswith((".sh", ".bash")):
        return program
    if program.startswith(("./", "../")) and command.instruction.keyword == "RUN":
        return program
    return program if _is_copied(stage, program) else None


#: Folders that tools fill in the build.
_FILLED = regex(r"/(?:\.?v?env|node_modules|vendor|target|dist|build)/")


def _is_copied(stage: Stage, program: str) -> bool:
    """Whether a program without an ending comes out of the build context."""
    name = _base(program)
    if not name or "." in name:
        return False
    names = stage.document.once(("copied names", stage.index), lambda: _copied_names(stage))
    if "/" not in program and name not in names:
        return False
    path = posixpath.join(stage.end_state.workdir or "/", program)
    copied = False
    for ancestor in stage.lineage:
        for i in ancestor.instructions:
            if i.keyword == "RUN" and name.encode() in i.raw:
                outputs = [c.flag_value("-o") for c in i.script.commands]
                if any(posixpath.basename(output or "") == name for output in outputs):
                    return False
            if i.keyword not in ("COPY", "ADD"):
                continue
            named = name in [posixpath.basename(value) for value in i.values]
            if i.flag("from") is not None:
                if named:
                    return False
                continue
            folder = posixpath.join(ancestor.state(i).workdir or "/", i.values[-1])
            within = path.startswith(posixpath.normpath(folder).rstrip("/") + "/")
            within = within and "/" in program and not _FILLED.search(path)
            copied = copied or named or within
    return copied


def _copied_names(stage: Stage) -> frozenset[str]:
    """The last parts of all that COPY and ADD name, here and in the stages this is built on."""
    return frozenset(
        posixpath.basename(value)
        for ancestor in stage.lineage
        for i in ancestor.instructions
        if i.keyword in ("COPY", "ADD")
        for value in i.values
    )


def _own(instruction: Instruction) -> Instruction | None:
    """Where a RUN runs as; None for the program of the image, which runs at the end."""
    return (instruction.outer or instruction) if instruction.keyword == "RUN" else None


def _text(stage: Stage, path: str) -> bytes | None:
    """A script of the build context, or one that the Dockerfile holds."""
    name = _base(path)
    context = context_of(stage.document)
    for ancestor in reversed(stage.lineage):
        for instruction in reversed(ancestor.instructions):
            if instruction.keyword not in ("COPY", "ADD") or instruction.flag("from") is not None:
                continue
            for heredoc in instruction.heredocs:
                if posixpath.basename(instruction.values[-1]) == name:
                    return heredoc.content(instruction.raw)
            for source in instruction.values[:-1]:
                if context is None or "://" in source or "$" in source:
                    continue
                if posixpath.basename(source) == name:
                    text = context.read(source)
                else:
                    text = context.read(posixpath.join(source, name))
                if text is not None:
                    return text
    return None


def _base(text: str) -> str:
    return posixpath.basename(text.strip("\"'"))
