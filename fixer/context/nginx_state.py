"""The state of the official nginx image, moved to /tmp.

Its own configuration has nginx keep its process id in /run and what it buffers in /var/cache/nginx,
which only root may write to. With the five folders and the file in /tmp it runs as any user, and
with a read-only root. nginx's own unprivileged image does the same.
https://github.com/nginx/docker-nginx-unprivileged
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from fixer.context.configs import LONGEST, TEMPORARY, directives, set_in_build
from fixer.context.files import context_of
from fixer.context.handover import destination
from fixer.context.image import image_of
from fixer.context.need import Kind, Need, within
from fixer.context.process import configured, process
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.facts.programs import NGINX
from fixer.later import NamedTuple, regex

_FOLDER = "/etc/nginx"
_CONFIG = "/etc/nginx/nginx.conf"
_SITES = "/etc/nginx/conf.d"
#: What a RUN says that changes the configuration itself, or where the logs go.
_CHANGES = regex(
    rb"nginx\.conf|/etc/nginx(?:/?[\s\"';&|)]|/\*|/?\Z)|/var/(?:log|cache)/nginx|envsubst"
    rb"|(?:temp|cache)_path|(?:access|error)_log|proxy_store|dav_methods"
)
#: Where the entrypoint finds what it does at every start, with the configuration among it.
_AT_START = ("/etc/nginx/templates", "/docker-entrypoint.d", "/docker-entrypoint.sh")
_WRITTEN = frozenset(
    ("pid", *TEMPORARY, "proxy_cache_path", "fastcgi_cache_path", "uwsgi_cache_path",
     "scgi_cache_path", "proxy_store", "dav_methods", "access_log", "error_log", "lock_file")
)  # fmt: skip
_NO_FILES = ("off", "stderr", "/dev/", "/proc/", "syslog:", "memory:", "/var/log/nginx/access.log",
             "/var/log/nginx/error.log")  # fmt: skip


#: What `_command` has sed do.
_MOVES = regex(r"s,\^pid \.\*,pid [\w./]+;,|s,\^http \{,&(?: \w+_temp_path [\w./]+;)+,")


class Moved(NamedTuple):
    """What is left to judge once nginx's own state is in /tmp."""

    needs: list[Need]
    #: The command that moves it, as root.
    command: str
    #: What is taken to leave it there though it is not in sight, as reasons.
    unseen: list[str]


def moved(stage: Stage, needs: Sequence[Need]) -> Moved | None:
    """How a stage's nginx comes to write to /tmp alone; None where that is not sure."""
    own = {*NGINX["official"].folders, *NGINX["official"].files}
    state = [need for need in needs if need.kind is Kind.WRITES and need.path in own]
    if not state or not _is_official(stage) or any(need.volume for need in state):
        return None
    mounted = [volume.path for service in stage.document.services for volume in service.volumes]
    if any(within(path, _FOLDER) or within(_FOLDER, path) for path in mounted):
        return None  # that is what it is configured by, in the end
    unseen: list[str] = []
    if not any(map(_brings_site, (o for member in stage.lineage for o in member.instructions))):
        return None  # without a site it is for others, who mount a configuration of their own
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "RUN" and _CHANGES.search(instruction.raw):
                return None
            if instruction.keyword in ("COPY", "ADD"):
                found = _copied(stage, member, instruction)
                if found is None:
                    return None
                unseen += found
    left = [need for need in needs if need not in state]
    return Moved(left, _command(stage.origin.escape), unseen)


def _brings_site(instruction: Instruction) -> bool:
    return instruction.keyword in ("COPY", "ADD") or (
        instruction.keyword == "RUN" and b"/usr/share/nginx/html" in instruction.raw
    )


def is_moved(stage: Stage) -> bool:
    """Whether the build of an official image has nginx's state in /tmp."""
    found = dict(set_in_build(stage))
    return (
        found.keys() >= {"pid", *TEMPORARY}
        and all(path.startswith("/tmp/") for path in found.values())
        and _is_official(stage)
    )


def moves_state(instruction: Instruction) -> bool:
    """Whether a RUN changes nothing of nginx's configuration but where its state is."""
    if instruction.keyword != "RUN" or b"pid /tmp/nginx.pid;" not in instruction.raw:
        return False
    for command in instruction.script.commands:
        if "/etc/nginx" in command.text or "conf.d" in command.text:
            if command.name != "sed" or not all(
                word.text in ("-i", "-e", _CONFIG) or _MOVES.fullmatch(word.literal or "")
                for word in command.words[1:]
            ):
                return False
    return not instruction.script.problem


def _is_official(stage: Stage) -> bool:
    """Whether the official image's own entrypoint starts nginx with its own configuration."""
    reference = stage.root.reference
    if reference is None or (reference.registry, reference.repository) != (
        "docker.io",
        "library/nginx",
    ):
        return False
    entrypoint, cmd = configured(stage)
    if entrypoint is not None:
        return False
    if cmd is None:
        return True
    started = process(stage)
    if started is None or posixpath.basename(started.argv[0]) not in ("nginx", "nginx-debug"):
        return False
    flags = [word.strip("; ") for word in started.argv[1:]]
    return flags in ([], ["-g", "daemon off"])


def _copied(stage: Stage, member: Stage, copy: Instruction) -> list[str] | None:
    """What a COPY brings that is not in sight; None where it may write elsewhere than to /tmp."""
    place = destination(member, copy)
    if place is None:
        return None
    if any(within(place, path) for path in _AT_START):
        return None
    if not within(place, _SITES):
        # a folder above is copied to, or the configuration itself
        return None if within(_CONFIG, place) or within(place, _FOLDER) else []
    unseen = []
    for name, text in _configurations(stage, copy, place):
        if text is None:
            unseen.append(f"{name} is not in sight")
        elif len(text) > LONGEST or _writes(text.decode("utf-8", "replace")):
            return None
    return unseen


def _configurations(
    stage: Stage, copy: Instruction, place: str
) -> Iterator[tuple[str, bytes | None]]:
    """The names of what a COPY brings to conf.d, and the texts: None where one is not in sight."""
    context = context_of(stage.document)
    for value in copy.values[:-1]:
        source = value.strip("'\"").rstrip("/")
        name = posixpath.basename(source)
        pattern = source if "*" in source else f"{source}/*.conf"
        here = context if copy.flag("from") is None else None
        if here is not None and ("*" in source or here.is_folder(source)):
            for path in here.match(pattern):
                yield posixpath.basename(path), here.read(path)
        else:
            path = place if place.endswith(".conf") else posixpath.join(place, name)
            yield name, image_of(stage).read(path)


def _writes(text: str) -> bool:
    """Whether a configuration has nginx write to a file of its own choice."""
    for directive in directives(text):
        value = directive.arguments[0] if directive.arguments else ""
        if directive.name in _WRITTEN and not value.startswith(_NO_FILES):
            return True
    return False


def _command(escape: str) -> str:
    """What changes the configuration; two folders a line, which is long enough."""
    lines = ["sed -i -e 's,^pid .*,pid /tmp/nginx.pid;,'"]
    for pair in (TEMPORARY[:2], TEMPORARY[2:4], TEMPORARY[4:]):
        said = " ".join(f"{name} /tmp/{name.removesuffix('_path')};" for name in pair)
        lines.append(f"-e 's,^http {{,& {said},'")
    return f" {escape}\n        ".join([*lines, _CONFIG])
