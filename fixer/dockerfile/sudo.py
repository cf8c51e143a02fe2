"""What sudo is to an image: its options, its files, the groups it trusts, and what still uses it.

Sources: the manuals of sudo 1.9, doas and shadow; the sudoers files of Debian, Fedora and Alpine.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

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
from fixer.later import NamedTuple, regex

#: Packages that exist to make a user root.
PACKAGES = frozenset(("sudo", "sudo-rs", "sudo-ldap", "doas", "opendoas", "doas-sudo-shim"))
#: Groups whose members are root, or become it: by sudoers, by su, by what they may open.
ADMIN_GROUPS = frozenset(("sudo", "wheel", "admin", "docker", "lxd"))
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


# What still uses it ------------------------------------------------------------------------------

_NAMED = regex(rb"\b(?:sudo|doas)\b")
#: The program's name within a word that holds more than it: `sh -c "sudo …"`, a line of a script.
_WITHIN = regex(r"(?:^|[\s;&|(\"'$/`])(?:sudo|doas)(?=[\s\"']|$)")
_IN_SCRIPT = regex(rb"(?:^|[\s;&|(\"'`/])(?:sudo|doas)[ \t\"']", re.MULTILINE)
_FILES = regex(rb"/etc/(?:sudoers|doas)|\bvisudo\b|/bin/(?:sudo|doas)\b")
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
    for script in _scripts(stage):
        if script.text is not None and _IN_SCRIPT.search(script.text):
            yield f"{script.name} runs sudo"


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
            for word in (*command.assignments, *command.words[1:]):
                if word is not nested and _WITHIN.search(word.text) and not _about_file(word):
                    yield f"line {command.line} runs sudo"


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


def is_sudoers(path: str) -> bool:
    """Whether a word names a file of sudo's or doas' configuration."""
    return re.match(r"[\"']?/etc/(?:sudoers|doas)(?:[./\"']|\Z)", path) is not None


# What may use it unseen --------------------------------------------------------------------------


class _Script(NamedTuple):
    name: str
    #: None where it is not in sight.
    text: bytes | None


#: Scripts of a program's own build, which run as they are on a machine without sudo.
_BUILD_SCRIPTS = frozenset(
    "configure Configure config gradlew mvnw autogen.sh bootstrap.sh buildconf".split()
)
_WORKPLACE = regex(
    r"devcontainer|codespaces|gitpod|jupyter|notebook|toolbox|toolbx|distrobox|cimg/|circleci"
    r"|teamcity|jenkins|runner|desktop|vscode|code-server|rstudio|conanio|theia"
)
_INTERPRETERS = SHELLS | {"tmux", "login", "su", "fish", "zsh"}
_SUPERVISORS = frozenset("supervisord cron crond my_init runsvdir s6-svscan init systemd".split())
#: A script may be this long, in bytes.
_LONGEST = 1 << 18


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
        program = _program(end)
        if program is None:
            if end.facts.has_cmd is not True:
                return "the image has no command of its own, and people may work in it"
        elif program in _INTERPRETERS:
            return f"its command is {program}, and people may work in it"
    return unseen_script(stage)


def unseen_script(stage: Stage) -> str | None:
    """A script that runs in a stage or in its image and cannot be read, as a reason; or None."""
    for script in _scripts(stage):
        if script.text is None:
            return f"{script.name} is not in sight"
    return None


def _copied_from(stage: Stage) -> set[int]:
    from fixer.dockerfile.stages import used_stages

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
                        yield _Script(path if " " in path else _base(path), _text(later, path))


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


def _own(instruction: Instruction) -> Instruction | None:
    """Where a RUN runs as; None for the program of the image, which runs at the end."""
    return (instruction.outer or instruction) if instruction.keyword == "RUN" else None


def _text(stage: Stage, path: str) -> bytes | None:
    """A script of the build context, or one that the Dockerfile holds."""
    from fixer.context.files import context_of

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
