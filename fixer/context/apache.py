"""Apache of PHP's official image: it serves as www-data, and starts as that account as well.

The image leaves its folders for locks, logs and the process' number open to every user, for this
purpose; its logs are links to the container's output. Its variables have the first two in /tmp, so
that it starts with a read-only root, too.
https://github.com/docker-library/php/issues/743
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.configs import config
from fixer.context.copies import copies
from fixer.context.need import Kind, within
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.context.judge import Here, Judge
    from fixer.dockerfile.stages import Stage

_ACCOUNT = "www-data"
_FOLDER = "/etc/apache2"
#: Variables of its start, as the image has them.
_VARIABLES = {
    "APACHE_RUN_USER": _ACCOUNT,
    "APACHE_RUN_GROUP": _ACCOUNT,
    "APACHE_RUN_DIR": "/var/run/apache2",
    "APACHE_LOCK_DIR": "/var/lock/apache2",
    "APACHE_LOG_DIR": "/var/log/apache2",
    "APACHE_PID_FILE": "/var/run/apache2/apache2.pid",
}
_IN_TMP = {
    "APACHE_RUN_DIR": "/tmp",
    "APACHE_LOCK_DIR": "/tmp",
    "APACHE_PID_FILE": "/tmp/apache2.pid",
}
#: In the shell text of a RUN: who serves, keys that only root reads, and files that it would leave
#: in Apache's folders.
_CHANGED = regex(
    rb"\b(?:User|Group)\s+(?![\\\"']*\$\{?APACHE_RUN_)\S|\bAPACHE_(?:RUN|LOCK|LOG|PID)_\w++\s*+="
    rb"|mpm[-_]itk|AssignUserI[dD]|SSLCertificate|SSLEngine|\bssl\b|\bPidFile\b"
    rb"|/var/(?:run|lock|log)/apache2(?!/(?:access|error|other_vhosts_access)\.log)"
    rb"|(?:Error|Custom|Transfer|Forensic)Log\s+(?![\\\"']*(?:\$\{?APACHE_LOG_DIR|/var/log/apache2/"
    rb"|/dev/|/proc/))"
)
_STARTS = ("service", "apachectl", "apache2ctl", "apache2", "apache2-foreground")
_LOGS = frozenset(("errorlog", "customlog", "transferlog", "forensiclog", "globallog"))
_OF_ROOT = {
    "sslengine": "on",
    "sslcertificatekeyfile": "",
    "assignuserid": "",
    "suexecusergroup": "",
}


def apache(judge: Judge, here: Here) -> None:
    """Note what keeps it from starting as the account that it serves as."""
    judge.pool_user = _ACCOUNT
    for name, value in judge.stage.end_state.environment.items():
        if value not in (_VARIABLES.get(name, value), _IN_TMP.get(name)):
            judge.note(Kind.UNKNOWN, f"runs Apache, which is told {name}", here)
    brought = [*_copied(judge)]
    for path in brought:
        found = config(judge, "Apache", path, here)
        if found is None:
            name = posixpath.basename(path)
            judge.note(
                Kind.UNKNOWN, f"runs Apache with {name}, which is not in sight", here, unseen=True
            )
            continue
        text, at = found
        for number, line in enumerate(text.split("\n"), 1):
            words = line.split()
            if words:
                _directive(judge, words, at._replace(line=number))
    for member in judge.stage.lineage:
        for instruction in member.run_instructions:
            if _CHANGED.search(instruction.raw):
                what = f"runs Apache, whose configuration is changed (line {instruction.line})"
                judge.note(Kind.UNKNOWN, what, here)
        for command in member.commands(*_STARTS) if brought or not _moves(judge) else ():
            what = f"runs Apache, whose files the build makes as root (line {command.line})"
            judge.note(Kind.UNKNOWN, what, here)


def _moves(judge: Judge) -> bool:
    """Whether all of its state will be in /tmp: what a start in the build leaves is not met then,
    but for logs of other names than the image's links."""
    environment = judge.stage.end_state.environment
    return all(environment.get(name) in (None, "", value) for name, value in _IN_TMP.items())


def state_in_tmp(stage: Stage) -> list[str]:
    """The line that has Apache keep its state in /tmp; none where the file says where it is."""
    known = stage.end_state.environment
    missing = [f"{name}={value}" for name, value in _IN_TMP.items() if not known.get(name)]
    return [f"ENV {' '.join(missing)}"] if missing else []


def _copied(judge: Judge) -> Iterator[str]:
    """The configuration files that COPY and ADD name."""
    for _, instruction, place in copies(judge.stage):
        if place is None or not within(place, _FOLDER):
            continue
        for source in instruction.values[:-1]:
            is_file = posixpath.splitext(place)[1] == ".conf"
            yield place if is_file else posixpath.join(place, posixpath.basename(source))


def _directive(judge: Judge, words: list[str], at: Here) -> None:
    name = words[0].lower()
    value = words[1].strip("\"'") if len(words) > 1 else ""
    if name in ("user", "group") and not value.startswith("${APACHE_RUN_") and value != _ACCOUNT:
        judge.note(Kind.DROPS, f"says {words[0]} {value}", at)
    elif name in _OF_ROOT and _OF_ROOT[name] in ("", value.lower()):
        judge.note(
            Kind.ROOT, f"says {words[0]} {value}, which may take root".replace(" ,", ","), at
        )
    elif name in _LOGS and value[:1] == "/" and not value.startswith("/var/log/apache2/"):
        judge.writes(value, f"says {words[0]} {value}", at, file=True)
    elif name == "pidfile" and not value.startswith("${APACHE_"):
        judge.writes(value, f"says PidFile {value}", at, file=True)
