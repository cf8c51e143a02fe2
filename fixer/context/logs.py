"""Where nginx and Apache, as the distributions package them, log, and what speaks for that."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from fixer.context.commands import base_name
from fixer.context.configs import LONGEST, directives
from fixer.context.image import image_of
from fixer.context.need import within
from fixer.context.process import process
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction


class LogFiles(NamedTuple):
    """The log files of the server that an image starts."""

    #: As a reader knows it.
    program: str
    #: The packages of the distributions that bring it.
    packages: frozenset[str]
    #: Access logs and error logs: absolute paths.
    output: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.errors[0])


_NGINX = frozenset("nginx nginx-light nginx-full nginx-core nginx-extras nginx-mainline".split())
_APACHE = frozenset("apache2 httpd apache2-bin libapache2-mod-php".split())
_APACHE_PROGRAMS = frozenset("apache2 apache2ctl apachectl httpd apache2-foreground".split())
_TOOLS = ("apt-get", "apt", "apk", "dnf", "yum", "microdnf")
#: Of a file's text, what reads log files, or sends them somewhere by itself.
_READERS = tuple(
    word.encode()
    for word in """logrotate filebeat fluentd fluent-bit promtail rsyslog syslog-ng goaccess awstats
    fail2ban awslogs cloudwatch-agent td-agent logstash vector telegraf newrelic-infra""".split()
)
#: The container's output, by whichever of its names.
_OUTPUTS = (b"/dev/stdout", b"/dev/stderr", b"/proc/self/fd/", b"/proc/1/fd/", b"/dev/fd/")


def log_files(stage: Stage) -> LogFiles | None:
    """Where the server that a stage's image starts logs; None where it starts neither, or where
    they are led to the container's output already."""
    started = process(stage)
    if started is None or not started.argv or any(_mentions(stage, _OUTPUTS)):
        return None
    name = base_name(started.argv[0])
    if name == "nginx":
        return _of_nginx(stage)
    if name in _APACHE_PROGRAMS and "-k" not in started.argv:
        family = stage.facts.family
        if family in ("debian", "ubuntu"):
            folder = "/var/log/apache2"
            names = (f"{folder}/access.log", f"{folder}/other_vhosts_access.log")
            return LogFiles("Apache", _APACHE, names, (f"{folder}/error.log",))
        if family == "alpine":
            folder = "/var/log/apache2"
            return LogFiles("Apache", _APACHE, (f"{folder}/access.log",), (f"{folder}/error.log",))
        if family in ("rhel", "fedora", "amazonlinux"):
            folder = "/var/log/httpd"
            return LogFiles("Apache", _APACHE, (f"{folder}/access_log",), (f"{folder}/error_log",))
    return None


def logged_elsewhere(stage: Stage, logs: LogFiles) -> str | None:
    """Why the files stay; None where nothing in sight uses them."""
    started = process(stage)
    if started is not None and started.as_user is not None:
        return f"as {started.as_user}, it may not open the output of another user"
    for line, word in _mentions(stage, _READERS):
        return f"{word} may read them (line {line})"
    for member in stage.lineage:
        for instruction in member.instructions:
            if logs.folder.encode() in instruction.raw and not _only_keeps(instruction, logs):
                return f"line {instruction.line} names {logs.folder}"
    for service in stage.document.services:
        for volume in service.volumes:
            if within(logs.folder, volume.path) or within(volume.path, logs.folder):
                return f"{service.file} mounts {volume.path}"
    return None


def led_to_output(stage: Stage) -> Command | None:
    """The command behind which log_to_stdout leads the files to the container's output."""
    logs = log_files(stage)
    install = installed_by(stage, logs) if logs is not None else None
    if logs is None or install is None or logged_elsewhere(stage, logs) is not None:
        return None
    return install


def installed_by(stage: Stage, logs: LogFiles) -> Command | None:
    """The command that installs the server, in the image or one that it is built on."""
    for member in stage.lineage:
        for command in member.commands(*_TOOLS, subcommand=("install", "add")):
            if command.instruction.outer is None:
                for word in command.operands:
                    if word.text.partition("=")[0] in logs.packages:
                        return command
    return None


def _only_keeps(instruction: Instruction, logs: LogFiles) -> bool:
    """Whether a RUN makes the folder or says whose it is, and does no more with it."""
    if instruction.keyword != "RUN" or instruction.script.problem is not None:
        return False
    return all(
        command.name in ("mkdir", "chown", "chgrp", "chmod") or _link(command) is not None
        for command in instruction.script.commands
        if any(logs.folder in word.text for word in (*command.words, *command.redirections))
    )


def _mentions(stage: Stage, words: tuple[bytes, ...]) -> Iterator[tuple[int, str]]:
    """(line, word) where an instruction of the image, or of one it is built on, holds a word."""
    for member in stage.lineage:
        for instruction in member.instructions:
            for word in words:
                if word in instruction.raw:
                    yield instruction.line, word.decode()


def _of_nginx(stage: Stage) -> LogFiles | None:
    """nginx's own paths, and those beside them that the configuration in sight names."""
    output = {"/var/log/nginx/access.log": None}
    errors = {"/var/log/nginx/error.log": None}
    image = image_of(stage)
    for path in (
        "/etc/nginx/nginx.conf",
        "/etc/nginx/conf.d/default.conf",
        "/etc/nginx/http.d/default.conf",
        "/etc/nginx/sites-enabled/default",
        "/etc/nginx/sites-available/default",
    ):
        data = image.read(path)
        if data is None or len(data) > LONGEST:
            continue
        if any(word in data for word in _OUTPUTS):
            return None
        for directive in directives(data.decode("utf-8", "replace")):
            into = {"access_log": output, "error_log": errors}.get(directive.name)
            if into is not None and directive.arguments:
                named = directive.arguments[0]
                if posixpath.dirname(named) == "/var/log/nginx" and is_plain(named):
                    into[named] = None
    return nginx_logs(tuple(output), tuple(errors))


def nginx_logs(output: tuple[str, ...], errors: tuple[str, ...]) -> LogFiles:
    return LogFiles("nginx", _NGINX, output, errors)


def outputs(stage: Stage) -> set[str]:
    """The paths that the build makes links to the container's output, or to nothing."""
    found = (_link(command) for member in stage.lineage for command in member.commands("ln"))
    return {path for path in found if path is not None}


def _link(command: Command) -> str | None:
    """The path of a link to the container's output that a command makes."""
    words = [word.literal or "" for word in command.words[1:] if word.text[:1] != "-"]
    if command.name != "ln" or len(words) != 2 or words[1].endswith("/"):
        return None
    leads = words[0] == "/dev/null" or words[0].startswith(("/dev/std", "/proc/self/fd/"))
    return words[1] if leads else None


def is_plain(path: str) -> bool:
    """Whether a path means itself in a shell and to nginx."""
    return path.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum()
