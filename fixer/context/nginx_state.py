"""The state of nginx, moved to /tmp.

Its configuration has nginx keep its process id in /run and what it buffers in a folder of its own,
which only root may write to. With the five folders and the file in /tmp it runs as any user, and
with a read-only root. nginx's own unprivileged image does the same.
https://github.com/nginx/docker-nginx-unprivileged

It is done where all that configures nginx is known: that of the official image or of a package of
Debian's or Alpine's as it comes, and one of the repository's that is in sight. Then it is also seen
what else a user of its own could not do: read a key, write a cache, use a socket.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from fixer.context.commands import base_name
from fixer.context.configs import Directive, directives, set_in_build
from fixer.context.handover import closed
from fixer.context.image import image_of
from fixer.context.logs import is_plain, log_files, logged_elsewhere, nginx_logs, outputs
from fixer.context.need import Need, within, writes
from fixer.context.nginx_files import Configuration, configuration
from fixer.context.process import configured, needs, nginx_started, process, programs
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.facts.images import hub_name
from fixer.facts.nginx import (
    ACCESS_LOG,
    ALPINE,
    CONFIG,
    DEBIAN,
    ERROR_LOG,
    LOGS,
    OFFICIAL,
    OTHER_REPOSITORY,
    PACKAGES,
    TEMPORARY,
    Build,
)
from fixer.facts.programs import SHELLS
from fixer.later import NamedTuple, regex

#: What `_moves` has sed do.
MOVES = regex(
    r"1i pid /tmp/nginx\.pid;|s,[\w ./^*-]+,(?:pid )?/tmp/nginx\.pid;?,"
    r"|s,\\\(_temp_path \*\\\)/[\w./-]+/,\\1/tmp/,"
    r"|s,\^?[ .]*http[ .]*\{,&(?: \w+_temp_path [\w./]+;)+,"
)
_PID = "/tmp/nginx.pid"
_HTTP = ("http",)
#: A path that means itself in a shell and to sed.
_PATH = regex(r"/[\w./-]+")
#: Where the official image's entrypoint is told that it serves TLS.
_TLS = regex(rb"\bssl\b|letsencrypt|certbot|\bcerts?\b|openssl|\.(?:key|pem)\b")
#: The folder that Debian's openssl has for keys, which only root may enter.
_CLOSED = "/etc/ssl/private"
_OF_ROOT = ("/root/", "/etc/letsencrypt/")
_KEYS = ("ssl_certificate_key", "ssl_password_file", "ssl_session_ticket_key")
#: Of a shell's text, nginx that starts beside nothing else.
_ALONE = regex(r"\s*(?:exec\s+)?(?:/usr/sbin/)?nginx\b[^&|\n]*$")
#: Commands that end, and leave files at most.
_PREPARES = frozenset(
    "cd sed envsubst cp mv cat echo printf mkdir touch rm ln test [ export".split()
)
#: What else a script around it may run, and the flags by which nginx is only asked something.
_AROUND = frozenset("exec set export unset true : tini dumb-init date exit find grep".split())
_ASKS = frozenset(("-t", "-T", "-v", "-V"))
_LOG_OUTPUTS = ("off", "stderr", "/dev/", "/proc/", "syslog:", "memory:")
#: What writes where it says, or does what cannot be read.
_WRITES = regex(
    r"\w+_store|dav_methods|google_perftools_profiles"
    r"|\w*_by_lua\w*|lua_\w+|perl\w*|js_\w+|upload_\w+|rtmp|record_path|hls_path|dash_path"
)


class Moved(NamedTuple):
    """What is left to judge of nginx."""

    needs: list[Need]
    #: What moves its state, as root: commands, of several lines each. None where it stays.
    commands: list[tuple[str, ...]]
    #: What is taken to leave it there though it is not in sight, as reasons.
    unseen: list[str]
    #: What speaks against a user of its own, as reasons.
    reasons: list[str]
    #: Files that the build leaves to root alone, and nginx reads.
    files: list[str]
    #: Folders that only root or nginx's account may enter, and nginx has to.
    folders: list[str]


class _Stays(Exception):
    """Its state cannot be moved; the text says why."""


def moved(stage: Stage, needed: Sequence[Need]) -> Moved | None:
    """How a stage's nginx comes to write to /tmp alone; None where that is not to be done."""
    state = [need for need in needed if need.by == "nginx"]
    build = _build_of(stage)
    argv = _argv(stage, build)
    if build is None or argv is None:
        return None
    if state and (any(need.volume for need in state) or not _has_site(stage)):
        return None
    found = configuration(stage, build, argv)
    if found.problem:
        return Moved(list(needed), [], [], [found.problem], [], []) if state else None
    out = Moved([need for need in needed if need not in state], [], found.unseen, [], [], [])
    out.needs.extend(_caches(found))
    out.reasons.extend(_against(found))
    if found.unseen and (line := _tells_of_tls(stage)):
        out.reasons.append(f"{found.unseen[0]}, and may name a key that only root reads ({line})")
    keys = dict.fromkeys(_keys(found))
    for key in keys:
        if (reason := _unreadable(stage, key)) is not None:
            out.reasons.append(reason)
            continue
        if image_of(stage).find(key) is None:
            out.files.append(key)
        if within(key, _CLOSED):
            out.folders.append(_CLOSED)
    if not state:
        return out
    try:
        links = list(_links(stage, build, found))
        out.commands.extend(_moves(found, build))
    except _Stays as reason:
        return out._replace(needs=list(needed), reasons=[*out.reasons, str(reason)])
    out.commands.extend(links)
    if build.closed:
        out.folders.append(build.closed)
    return out


# Which nginx, and how it is started --------------------------------------------------------------


def _build_of(stage: Stage) -> Build | None:
    """Who packaged the nginx of an image; None where that is not sure."""
    from fixer.dockerfile.sudo import installed

    brought = any(True for member in stage.lineage for _ in installed(member, PACKAGES))
    if any(OTHER_REPOSITORY.search(run.raw) for m in stage.lineage for run in m.run_instructions):
        return None
    reference = stage.root.reference
    if reference is not None and hub_name(reference.registry, reference.repository) == "nginx":
        return None if brought else OFFICIAL
    if not brought or reference is None:
        return None
    family = stage.facts.family
    return {"debian": DEBIAN, "ubuntu": DEBIAN, "alpine": ALPINE}.get(family or "")


def _argv(stage: Stage, build: Build | None) -> tuple[str, ...] | None:
    """How nginx is started, where it is what the container starts."""
    entrypoint, cmd = configured(stage)
    if entrypoint is None and build is OFFICIAL and not _only_prepares(stage, ""):
        return None
    if entrypoint is None and cmd is None:
        return ("nginx",) if build is OFFICIAL else None
    started = process(stage)
    if started is None or started.sudo or started.as_user or not started.argv:
        return None
    if base_name(started.argv[0]) not in ("nginx", "nginx-debug"):
        return _of_script(stage, started.argv)
    if started.shell and not _only_prepares(stage, ""):
        if not all(_alone(o) for o in (entrypoint, cmd) if o is not None):
            return None
    return started.argv


def _of_script(stage: Stage, words: tuple[str, ...]) -> tuple[str, ...] | None:
    """How a script in sight starts nginx, if it else only prepares what nginx is to find."""
    path = next((word for word in words if word[:1] != "-" and base_name(word) not in SHELLS), "")
    place = posixpath.join(stage.end_state.workdir or "", path)
    if not place.startswith("/") or image_of(stage).read(place) is None:
        return None
    ways = [argv for argv in nginx_started(stage) if _ASKS.isdisjoint(argv)]
    return ways[0] if len(ways) == 1 and _only_prepares(stage, base_name(path)) else None


def _only_prepares(stage: Stage, script: str) -> bool:
    """Whether what the container runs besides nginx ends, and leaves files at most."""
    return programs(stage) - _PREPARES - SHELLS - _AROUND <= {"nginx", script}


def _alone(start: Instruction) -> bool:
    """Whether nginx is the only program that stays, of those that an instruction starts."""
    if start.exec_form is not None:
        return any(map(_ALONE.match, start.exec_form))
    names = [command.name for command in start.script.commands if command.words]
    return names[-1:] == ["nginx"] and _PREPARES.issuperset(names[:-1])


def _has_site(stage: Stage) -> bool:
    """Without a site an image is for others, who mount a configuration of their own."""
    return any(
        o.keyword in ("COPY", "ADD")
        or (o.keyword == "RUN" and (b"/usr/share/nginx/html" in o.raw or b"/var/www" in o.raw))
        for member in stage.lineage
        for o in member.instructions
    )


def is_moved(stage: Stage) -> bool:
    """Whether an official image has nginx's state in /tmp, by its configuration or by its build."""
    argv = _argv(stage, OFFICIAL)
    if argv is None or configured(stage)[0] is not None or _build_of(stage) is not OFFICIAL:
        return False
    found = dict(set_in_build(stage))
    if found.keys() >= {"pid", *TEMPORARY}:
        return all(path.startswith("/tmp/") for path in found.values())
    if any(need.by == "nginx" for need in needs(stage)):
        return False
    return not configuration(stage, OFFICIAL, argv).problem


def moves_state(instruction: Instruction) -> bool:
    """Whether a RUN changes nothing of nginx's configuration but where its state is."""
    if instruction.keyword != "RUN" or b"/tmp/" not in instruction.raw:
        return False
    for command in instruction.script.commands:
        if "/etc/nginx" in command.text or "conf.d" in command.text:
            if command.name != "sed" or not all(
                word.text in ("-i", "-e", CONFIG) or MOVES.fullmatch(word.literal or "")
                for word in command.words[1:]
            ):
                return False
    return not instruction.script.problem


# What a user of its own could not do -------------------------------------------------------------


def _caches(found: Configuration) -> Iterator[Need]:
    """The folders that it keeps more in than what it works on."""
    for directive, file in found.said:
        if directive.name.endswith("_cache_path") and directive.arguments:
            value = directive.arguments[0]
            need = writes(value, f"{file} sets {directive.name} {value}", None)
            if need is not None:
                yield need


def _against(found: Configuration) -> Iterator[str]:
    for directive, file in found.said:
        name, arguments = directive.name, directive.arguments
        value = arguments[0] if arguments else ""
        if name == "user" and not directive.blocks and value == "root":
            yield f"{file} has nginx serve as root"
        elif name.endswith("_cache_path") and not value.startswith("/tmp/"):
            yield f"{file} sets {name} {value}: a read-only root takes a volume for that"
        elif _WRITES.fullmatch(name) and value != "off":
            yield f"{file} sets {name} {value}".rstrip()
        elif any("unix:" in word for word in arguments):
            yield f"{file} names a socket, which another user may own"
        elif "transparent" in arguments:
            yield f"{file} binds addresses that are not the container's"


def _keys(found: Configuration) -> Iterator[str]:
    for directive, _ in found.said:
        if directive.name.endswith(_KEYS) and directive.arguments:
            path = directive.arguments[0]
            if not path.startswith(("data:", "engine:")):
                yield posixpath.normpath(posixpath.join(posixpath.dirname(found.path), path))


def _unreadable(stage: Stage, key: str) -> str | None:
    """Why a user of its own may not read a key that root reads; None where it can, or where the
    build makes it, so that it can be given."""
    told = f"{key} may be readable by root alone"
    if key.startswith(_OF_ROOT) or any(within(key, path) for _, _, path in closed(stage)):
        return told
    found = image_of(stage).find(key)
    if found is None:
        made = any(
            command.words[at - 1].text in ("-keyout", "-out") and word.literal == key
            for member in stage.lineage
            for command in member.commands("openssl")
            if member.runs_as_root(command.instruction) is not False
            for at, word in enumerate(command.words)
        )
        return None if made else told
    from fixer.context.files import context_of

    context = context_of(stage.document)
    mode = context.mode(found.source) if context is not None and found.source else None
    if mode is None:
        return told
    named = any(
        found.source in (*(value.strip("'\"").removeprefix("./") for value in o.values[:-1]),)
        for member in stage.lineage
        for o in member.instructions
        if o.keyword in ("COPY", "ADD")
    )
    return None if mode & 0o004 or named else told


def _tells_of_tls(stage: Stage) -> str:
    for member in stage.lineage:
        for o in member.instructions:
            if o.keyword == "EXPOSE" and any(w.partition("/")[0] == "443" for w in o.values):
                return f"line {o.line}"
            if o.keyword in ("RUN", "COPY", "ADD") and o.outer is None and _TLS.search(o.raw):
                return f"line {o.line}"
    return ""


# Logs --------------------------------------------------------------------------------------------


def _links(stage: Stage, build: Build, found: Configuration) -> Iterator[tuple[str, ...]]:
    """The commands that lead to the container's output what is logged to files."""
    linked = outputs(stage) | ({ACCESS_LOG, ERROR_LOG} if build.linked else set())
    logs = dict.fromkeys(_logs(found))
    for path in logs:
        if path in linked:
            continue
        if posixpath.dirname(path) != LOGS or not is_plain(path):
            raise _Stays(f"it logs to {path}")
        if not build.linked and log_files(stage) is not None:
            raise _Stays(f"it logs to {path}, which leads to no output")
        if (reason := logged_elsewhere(stage, nginx_logs((), (path,)))) is not None:
            raise _Stays(f"it logs to {path}, and {reason}")
        output = "stderr" if "error" in posixpath.basename(path) else "stdout"
        yield (f"ln -sf /dev/{output} {path}",)


def _logs(found: Configuration) -> Iterator[str]:
    """The log files that nginx opens."""
    said = [directive for directive, _ in found.said]
    if not any(d.name == "error_log" and not d.blocks for d in said):
        yield ERROR_LOG
    if found.main is None or any(d.blocks[:1] == _HTTP for d in said):
        if not any(d.name == "access_log" and d.blocks == _HTTP for d in said):
            yield ACCESS_LOG
    for directive in said:
        if directive.name in ("access_log", "error_log") and directive.arguments:
            value = directive.arguments[0]
            if not value.startswith(_LOG_OUTPUTS):
                yield posixpath.normpath(value)


# pid and temporary folders -----------------------------------------------------------------------


def _moves(found: Configuration, build: Build) -> Iterator[tuple[str, ...]]:
    """The command that moves nginx's state, if there is any left to move."""
    said = [directive for directive, _ in found.said]
    pids = [d.arguments[0] for d in said if d.name == "pid" and d.arguments and not d.blocks]
    places = {
        d.name: d.arguments[0]
        for d in said
        if d.name in TEMPORARY and d.blocks == _HTTP and d.arguments
    }
    elsewhere = [(d, file) for d, file in found.said if d.name in TEMPORARY and _is_elsewhere(d)]
    for directive, file in elsewhere:
        place = directive.arguments[0]
        in_main = found.main is not None and file == posixpath.basename(found.path)
        if not in_main or not _PATH.fullmatch(place):
            raise _Stays(f"{file} sets {directive.name} {place}")
    if pids and any(file == "-g" and d.name == "pid" for d, file in found.said):
        if not pids[0].startswith("/tmp/"):
            raise _Stays(f"-g sets pid {pids[0]}")
    if not _PATH.fullmatch(found.path):
        raise _Stays(f"it is configured by {found.path}")
    missing = [name for name in TEMPORARY if name not in places]
    scripts: list[str] = []
    if found.main is None:
        if not pids or not pids[0].startswith("/tmp/"):
            scripts.append(_of_line() if build.names_pid else _first())
        scripts += _in_http("^http {", missing)
    else:
        if not pids or not pids[0].startswith("/tmp/"):
            scripts.append(_pid(found.main, pids))
        for folder in dict.fromkeys(posixpath.dirname(d.arguments[0]) for d, _ in elsewhere):
            scripts.append(rf"s,\(_temp_path *\){folder}/,\1/tmp/,")
        if missing and (serves := any(d.blocks[:1] == _HTTP for d in said)):
            scripts += _in_http(_opening(found.main), missing)
        else:
            serves = False
        _prove(found.main, scripts, missing if serves else [])
    if scripts:
        first, *others = (f"-e '{script}'" for script in scripts)
        yield (f"sed -i {first}", *others, found.path)


def _of_line() -> str:
    return f"s,^pid .*,pid {_PID};,"


def _first() -> str:
    return f"1i pid {_PID};"


def _pid(text: str, pids: list[str]) -> str:
    """What has the configuration keep its process id in /tmp."""
    if not pids:
        return _first()
    if len(re.findall(r"(?m)^pid [^;#\n]*;[ \t\r]*$", text)) == 1:
        return _of_line()
    path = pids[0]
    if text.count(path) != 1 or not _PATH.fullmatch(path):
        raise _Stays("where its configuration sets pid cannot be told apart")
    return f"s,{path},{_PID},"


def _opening(text: str) -> str:
    """A pattern for the line that opens the http block."""
    found = re.search(r"(?m)^([ \t]*)http([ \t]*)\{", text)
    if found is None:
        raise _Stays("http { stands in no line of its own")
    before, between = (part.replace("\t", ".") for part in found.groups())
    return f"^{before}http{between}{{"


def _in_http(pattern: str, names: Sequence[str]) -> Iterator[str]:
    """What sets folders behind a line: two folders a line, which is long enough."""
    for at in range(0, len(names), 2):
        said = " ".join(f"{name} /tmp/{name.removesuffix('_path')};" for name in names[at : at + 2])
        yield f"s,{pattern},& {said},"


def _is_elsewhere(directive: Directive) -> bool:
    return bool(directive.arguments) and not directive.arguments[0].startswith("/tmp/")


def _prove(text: str, scripts: Sequence[str], folders: Sequence[str]) -> None:
    """See that sed changes of a configuration what it is meant to, and nothing else."""
    lines = text.split("\n")
    for script in scripts:
        if script.startswith("1i "):
            lines.insert(0, script[3:])
            continue
        _, pattern, new, _ = script.split(",")
        pattern = pattern.replace(r"\(", "(").replace(r"\)", ")")
        new = new.replace("&", r"\g<0>")
        lines = [re.sub(pattern, new, line, count=1) for line in lines]
    moves_pid = any("nginx.pid" in script for script in scripts)
    meant: list[tuple[str, tuple[str, ...]]] = [
        (name, (f"/tmp/{name.removesuffix('_path')}",)) for name in folders
    ]
    if moves_pid:
        meant.append(("pid", (_PID,)))
    for directive in directives(text):
        name, arguments = directive.name, directive.arguments
        if name in TEMPORARY and arguments and _is_elsewhere(directive):
            arguments = (f"/tmp/{posixpath.basename(arguments[0])}", *arguments[1:])
        if name != "pid" or not moves_pid:
            meant.append((name, arguments))
    if sorted(d[:2] for d in directives("\n".join(lines))) != sorted(meant):
        raise _Stays("its configuration is not laid out as sed could change it")
