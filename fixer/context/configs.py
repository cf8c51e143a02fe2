"""Configuration files of servers: whom they run as, and where they write."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fixer.context.commands import flag_value
from fixer.context.image import image_of
from fixer.context.need import Kind, Need
from fixer.dockerfile.sudo import brought
from fixer.facts.nginx import ACCESS_LOG, ALPINE, DEBIAN, ERROR_LOG, LOGS, OFFICIAL, TEMPORARY
from fixer.formats import ini
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    import configparser

    from fixer.context.judge import Here, Judge
    from fixer.dockerfile.stages import Stage

#: Longer files are not read, in bytes; nor more programs than this of one.
LONGEST = 128 * 1024
_MOST = 50
#: What a log is sent to that is no file.
_NO_FILES = ("", "-", "off", "none", "stdout", "stderr", "null", "auto", "syslog")


def config(judge: Judge, name: str, path: str | None, here: Here) -> tuple[str, Here] | None:
    """The text of a configuration file of the image, and a place that names it; None where it is
    not in sight. One that is too long is noted as not to be judged."""
    if path is None:
        return None
    if not path.startswith("/"):
        if here.folder is None:
            return None
        path = posixpath.join(here.folder, path)
    data = image_of(judge.stage).read(path)
    if data is None:
        return None
    inner = here._replace(
        place=here.place._replace(name=posixpath.basename(path), script=True),
        line=None,
        whole=False,
    )
    if len(data) > LONGEST:
        judge.note(Kind.UNKNOWN, f"is too long to be read for {name}", inner)
        return None
    return data.decode("utf-8", "replace"), inner


def _log(judge: Judge, path: str, what: str, here: Here) -> None:
    """A file that is written, unless the word stands for none."""
    if path.split(":")[0].lower() not in _NO_FILES and "$" not in path and "%" not in path:
        judge.writes(path, what, here, file=True)


# nginx -------------------------------------------------------------------------------------------

_SET = regex(rf"\b(pid|{'|'.join(TEMPORARY)}) (/[\w./-]+);")
#: The same as `fixer.context.nginx_state` has sed say it where it knows the path.
_PID_MOVED = regex(r"s,/[\w./-]+,/tmp/nginx\.pid,")
_FOLDER_MOVED = regex(r"_temp_path \*\\\)(/[\w./-]+/),\\1/tmp/,")
_SITES = ("/etc/nginx/conf.d/default.conf", "/etc/nginx/sites-enabled/default")


class Directive(NamedTuple):
    name: str
    arguments: tuple[str, ...]
    #: 1-based.
    line: int
    #: The blocks that it stands in, by their names.
    blocks: tuple[str, ...] = ()


def directives(text: str) -> Iterator[Directive]:
    """The simple directives of an nginx configuration, whatever blocks they stand in."""
    words: list[str] = []
    blocks: list[str] = []
    word = ""
    line = at_line = 1
    quote = ""
    at = 0
    while at < len(text):
        ch = text[at]
        if ch == "\n":
            line += 1
        if quote:
            if ch == quote:
                quote = ""
            else:
                word += ch
        elif ch in "'\"" and not word:
            quote = ch
        elif ch == "#" and not word:
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        elif ch == "{" and word.endswith("$"):
            word += ch  # ${name}
        elif ch == "}" and "${" in word and not word.endswith("}"):
            word += ch
        elif ch in " \t\r\n;{}":
            if word:
                if not words:
                    at_line = line - (ch == "\n")
                words.append(word)
                word = ""
            if ch == ";" and words:
                yield Directive(words[0], tuple(words[1:]), at_line, tuple(blocks))
            elif ch == "{":
                blocks.append(words[0] if words else "")
            elif ch == "}" and blocks:
                blocks.pop()
            if ch in ";{}":
                words = []
        else:
            word += ch
        at += 1


def nginx(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """nginx, by its configuration where that is in sight."""
    from fixer.context.logs import outputs
    from fixer.context.process import repository

    if tuple(argv) not in judge.nginx:
        judge.nginx.append(tuple(argv))
    official = repository(judge.stage) == "nginx"
    family = judge.stage.facts.family
    build = OFFICIAL if official else ALPINE if family in ("alpine", "wolfi") else DEBIAN
    before = len(judge.needs)
    given: dict[str, tuple[str, Here]] = {}
    logs: list[tuple[str, str, Here]] = []
    blocks: set[str] = set()
    for text, at in _nginx_texts(judge, argv, here):
        for directive in directives(text):
            name = directive.name
            value = directive.arguments[0] if directive.arguments else ""
            place = at._replace(line=directive.line)
            blocks.update(directive.blocks[:1])
            if name == "pid" or name in TEMPORARY:
                given[name] = value, place
            elif name in ("access_log", "error_log"):
                logs.append((name, value, place))
            elif name in ("proxy_cache_path", "fastcgi_cache_path"):
                judge.writes(value, f"sets {name} {value}", place)
    folders = tuple(_moved_folders(judge.stage))
    for name, (value, place) in given.items():
        if name != "pid" and value.startswith(folders):
            given[name] = f"/tmp/{posixpath.basename(value)}", place
    given.update((name, (value, here)) for name, value in set_in_build(judge.stage))
    for name, (value, place) in given.items():
        judge.writes(value, f"sets {name} {value}", place, file=name == "pid")
    led = outputs(judge.stage) | ({ACCESS_LOG, ERROR_LOG} if build.linked else set())
    for name, value, place in logs:
        if value not in led:
            _log(judge, value, f"sets {name} {value}", place)
    what = "runs nginx"
    left = list(build.folders)
    only_stream = "stream" in blocks and "http" not in blocks
    if only_stream or all(name in given for name in TEMPORARY):
        left = [folder for folder in left if folder.startswith(LOGS)]
    if "pid" in given:
        left = [folder for folder in left if folder != "/run/nginx"]
    if led >= {ACCESS_LOG, ERROR_LOG}:
        left = [folder for folder in left if folder != LOGS]
    for folder in left:
        judge.writes(folder, what, here)
    if "pid" not in given:
        for file in build.files:
            judge.writes(file, what, here, file=True)
    judge.needs[before:] = [need._replace(by="nginx") for need in judge.needs[before:]]
    if official:
        _templates(judge, here)
        _at_start(judge, here)


def _at_start(judge: Judge, here: Here) -> None:
    """The scripts that the official image's own entrypoint runs in front of nginx."""
    from fixer.context.nginx_files import at_start

    if b"/docker-entrypoint.d" in judge.stage.document.source:
        for path in at_start(judge.stage):
            if path is not None:
                judge.script(path, (), here, sure=True)


def set_in_build(stage: Stage) -> Iterator[tuple[str, str]]:
    """Where a RUN that edits the configuration has nginx keep its state: directive and path."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "RUN" and b"nginx.conf" in instruction.raw:
                for found in _SET.finditer(instruction.logical):
                    yield found[1], found[2]
                if _PID_MOVED.search(instruction.logical):
                    yield "pid", "/tmp/nginx.pid"


def _moved_folders(stage: Stage) -> Iterator[str]:
    """The folders whose temporary ones a RUN moves to /tmp, as they begin."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "RUN" and b"_temp_path" in instruction.raw:
                for found in _FOLDER_MOVED.finditer(instruction.logical):
                    yield found[1]


def _nginx_texts(judge: Judge, argv: Sequence[str], here: Here) -> Iterator[tuple[str, Here]]:
    for at, word in enumerate(argv):
        if word == "-g" and at + 1 < len(argv):
            yield argv[at + 1], here
    path = flag_value(argv, "-c") or "/etc/nginx/nginx.conf"
    for name in (path, *_SITES):
        found = config(judge, "nginx", name, here)
        if found is not None:
            yield found


def _templates(judge: Judge, here: Here) -> None:
    """The official image's entrypoint fills in templates at every start."""
    for stage in judge.stage.lineage:
        for instruction in stage.instructions:
            if instruction.keyword in ("COPY", "ADD") and "/etc/nginx/templates" in (
                instruction.value
            ):
                judge.add(
                    Need(
                        Kind.WRITES,
                        "the entrypoint of nginx fills in /etc/nginx/templates",
                        "/etc/nginx/conf.d",
                        instruction.line,
                    )
                )


# INI files ---------------------------------------------------------------------------------------


def _ini(text: str) -> configparser.RawConfigParser | None:
    try:
        return ini(
            text,
            strict=False,
            allow_no_value=True,
            delimiters=("=", ":"),
            comment_prefixes=("#", ";"),
            inline_comment_prefixes=(" ;", "\t;"),
        )
    except ValueError:
        return None


def supervisor(judge: Judge, argv: Sequence[str], here: Here) -> bool:
    """supervisord by its configuration; False where that is not in sight."""
    path = flag_value(argv, "-c", "--configuration")
    found = None
    for name in [path] if path else ["supervisord.conf", "/etc/supervisord.conf"]:
        found = found or config(judge, "supervisord", name, here)
    if path is None:
        found = config(judge, "supervisord", "/etc/supervisor/supervisord.conf", here) or found
    if found is None:
        return False
    text, at = found
    parser = _ini(text)
    if parser is None:
        judge.note(Kind.UNKNOWN, "cannot be read", at)
        return True
    if parser.has_section("include"):
        judge.note(Kind.UNKNOWN, "includes other files", at)
    own = dict(parser.items("supervisord")) if parser.has_section("supervisord") else {}
    user = own.get("user") or flag_value(argv, "-u", "--user")
    if user in ("root", "0"):
        judge.note(Kind.ROOT, "says that supervisord is to run as root", at)
    elif user:
        judge.note(Kind.DROPS, f"says that supervisord is to run as {user}", at)
    _log(judge, own.get("logfile") or "supervisord.log", "is supervisord's: a log", at)
    _log(judge, own.get("pidfile") or "supervisord.pid", "is supervisord's: a pid file", at)
    for section in parser.sections()[:_MOST]:
        values = dict(parser.items(section))
        if section == "unix_http_server" and values.get("file"):
            judge.writes(values["file"], "makes a socket", at, file=True, socket=True)
        if not section.startswith(("program:", "fcgi-program:", "eventlistener:")):
            continue
        name = section.partition(":")[2]
        if values.get("user") and values["user"] not in ("root", "0"):
            judge.note(Kind.DROPS, f"runs {name} as {values['user']}", at)
        elif values.get("user"):
            judge.note(Kind.ROOT, f"runs {name} as root", at)
        for key in ("stdout_logfile", "stderr_logfile"):
            _log(judge, values.get(key) or "", f"is a log of {name}", at)
        folder = values.get("directory") or at.folder
        try:
            import shlex

            words = shlex.split(values.get("command") or "")
        except ValueError:
            words = []
        if words:
            judge.run(words, at._replace(folder=folder, depth=at.depth + 1))
    return True


def uwsgi(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """uWSGI's own file, as `--ini FILE` or `FILE.ini`."""
    path = flag_value(argv, "--ini", "-i") or next(
        (word for word in argv[1:] if word.endswith(".ini") and word[:1] != "-"), None
    )
    found = config(judge, "uwsgi", path, here)
    if found is None:
        return
    text, at = found
    parser = _ini(text)
    if parser is None or not parser.has_section("uwsgi"):
        return
    for key, value in parser.items("uwsgi"):
        value = value or ""
        if key in ("uid", "gid") and value not in ("root", "0", ""):
            judge.note(Kind.DROPS, f"says {key} = {value}", at)
        elif key in ("pidfile", "logto", "daemonize", "stats", "touch-reload", "safe-pidfile"):
            if "/" in value and ":" not in value:
                _log(judge, value, f"says {key} = {value}", at)
        elif key in ("socket", "http-socket", "uwsgi-socket") and value.startswith("/"):
            judge.writes(value, f"says {key} = {value}", at, file=True, socket=True)


# php-fpm -----------------------------------------------------------------------------------------

_PHP_FPM = "/usr/local/etc/php-fpm."
_POOL_USER = "www-data"
#: In the shell text of a RUN that changes a pool: a socket, or an account.
_POOL_CHANGED = regex(rb"listen\b[^\n]*/(?:var/)?run/|\b(?:user|group|listen\.owner)\b\s*=")


def php_fpm(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """php-fpm of the official image, which listens on a port, by the pools that are copied."""
    judge.pool_user = _POOL_USER
    if {"-R", "--allow-to-run-as-root"} & {*argv}:
        judge.note(Kind.ROOT, "runs php-fpm -R, which serves as root", here)
    for path in _pools(judge):
        found = config(judge, "php-fpm", path, here)
        if found is None:
            name = posixpath.basename(path)
            judge.note(Kind.UNKNOWN, f"runs php-fpm with {name}, which is not in sight", here)
            continue
        text, at = found
        for number, line in enumerate(text.split("\n"), 1):
            key, equals, value = (part.strip() for part in line.partition("="))
            if equals and value and not key.startswith((";", "#")):
                _pool_value(judge, key, value.strip("\"'"), at._replace(line=number))
    for member in judge.stage.lineage:
        for instruction in member.runs("php-fpm.d", "php-fpm.conf", "www.conf", "docker.conf"):
            if _POOL_CHANGED.search(instruction.raw):
                what = f"runs php-fpm, whose pool is changed (line {instruction.line})"
                judge.note(Kind.UNKNOWN, what, here)


def _pools(judge: Judge) -> Iterator[str]:
    """The configuration files of php-fpm that COPY and ADD name."""
    from fixer.context.copies import copies

    for _, instruction, place in copies(judge.stage):
        if place is None or not place.startswith(_PHP_FPM):
            continue
        for source in instruction.values[:-1]:
            name = posixpath.basename(source)
            yield posixpath.join(place, name) if place == f"{_PHP_FPM}d" else place


def _pool_value(judge: Judge, key: str, value: str, at: Here) -> None:
    if key == "user":
        judge.pool_user = value
    elif key == "listen" and "/" in value:
        judge.writes(value, f"says listen = {value}", at, file=True, socket=True)
    elif key in ("listen.owner", "listen.group", "chroot"):
        judge.note(Kind.ROOT, f"says {key} = {value}, which takes root", at)
    elif key in ("pid", "error_log", "access.log", "slowlog"):
        _log(judge, value, f"says {key} = {value}", at)


# Others ------------------------------------------------------------------------------------------


#: The packages whose folder for configuration only their own account reads.
_REDIS = frozenset(("redis", "redis-server", "valkey", "valkey-server"))


def redis(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """redis-server keeps its data in `dir`, or else in the working directory."""
    folder = flag_value(argv, "--dir")
    path = argv[1] if len(argv) > 1 and argv[1][:1] != "-" else None
    if path is not None and path.startswith("/etc/redis"):
        for member in judge.stage.lineage:
            for _, package in brought(member, _REDIS):
                what = f"reads {path}, which {package} closes to all but an account of its own"
                judge.note(Kind.DROPS, what, here)
    found = config(judge, "redis-server", path, here)
    if found is not None:
        text, at = found
        for number, line in enumerate(text.split("\n"), 1):
            words = line.split()
            if len(words) == 2 and words[0] in ("dir", "logfile", "pidfile", "unixsocket"):
                value = words[1].strip("\"'")
                if words[0] == "dir":
                    folder = folder or value
                elif value:
                    place = at._replace(line=number)
                    socket = words[0] == "unixsocket"
                    judge.writes(value, f"says {line.strip()}", place, file=True, socket=socket)
    judge.writes(folder or ".", "runs redis-server, which saves its data", here)


def haproxy(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """HAProxy needs root for `chroot`, and for `user` where it is not that user already."""
    path = flag_value(argv, "-f", "--") or "/usr/local/etc/haproxy/haproxy.cfg"
    found = config(judge, "haproxy", path, here)
    if found is None:
        what = "runs haproxy, whose configuration is not in sight"
        judge.note(Kind.UNKNOWN, what, here, unseen=True)
        return
    text, at = found
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        place = at._replace(line=number)
        if words[:1] == ["chroot"]:
            judge.note(Kind.ROOT, "says chroot, which needs root", place)
        elif len(words) == 2 and words[0] in ("user", "uid") and words[1] not in ("root", "0"):
            judge.note(Kind.DROPS, f"says {words[0]} {words[1]}", place)
        elif words[:2] == ["stats", "socket"] and len(words) > 2 and words[2].startswith("/"):
            judge.writes(words[2], "makes a socket", place, file=True, socket=True)


_TRAEFIK = ("/etc/traefik/traefik.yml", "/etc/traefik/traefik.yaml", "/etc/traefik/traefik.toml")
#: The parts of its configuration that have it ask the engine, in TOML and in YAML.
_ASKS_ENGINE = regex(
    r"(?mi)^[ \t]*+(?:\[(?:providers\.)?docker|docker\s*+:|\[(?:providers\.)?swarm|swarm\s*+:)"
)
_STORAGE = regex(r"(?mi)^[ \t]*+storage\s*+[:=]\s*+[\"']?([\w./-]+)")


def traefik(judge: Judge, argv: Sequence[str], here: Here) -> None:
    """traefik asks the engine what there is, where its configuration says so, and most do."""
    given = flag_value(argv, "--configFile", "--configfile", "-c")
    for path in (given,) if given else _TRAEFIK:
        found = config(judge, "traefik", path, here)
        if found is None:
            continue
        text, at = found
        if _ASKS_ENGINE.search(text):
            judge.note(Kind.ROOT, "asks the engine, whose socket is root's", at)
        for storage in _STORAGE.findall(text):
            judge.writes(storage, "keeps certificates", here, file=True)
        return
    if not any(word.startswith("--providers.") for word in argv):
        judge.note(Kind.UNKNOWN, "runs traefik, which may ask the engine what there is", here)


# Lines of a key and a value ----------------------------------------------------------------------


class Keyed(NamedTuple):
    """A server whose configuration has a key and a value on each line, and works as any user that
    may write where these say: seen with Debian 12."""

    flags: tuple[str, ...]
    path: str
    #: Keys in lower case: of a file, and of a folder, that is written; of whom it goes on as.
    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    drops: frozenset[str] = frozenset()
    #: Keys that bring in other files.
    includes: frozenset[str] = frozenset()
    #: Keys behind whose value a file stands: `log_dest file PATH`, `Log notice file PATH`.
    logs: frozenset[str] = frozenset()


_KEYED = {
    "mosquitto": Keyed(
        ("-c", "--config-file"),
        "/etc/mosquitto/mosquitto.conf",
        files=frozenset(("pid_file",)),
        folders=frozenset(("persistence_location",)),
        includes=frozenset(("include_dir",)),
        logs=frozenset(("log_dest",)),
    ),
    "tor": Keyed(
        ("-f",),
        "/etc/tor/torrc",
        files=frozenset("pidfile controlsocket cookieauthfile extorportcookieauthfile".split()),
        folders=frozenset("datadirectory cachedirectory keydirectory hiddenservicedir".split()),
        drops=frozenset(("user",)),
        includes=frozenset(("%include",)),
        logs=frozenset(("log",)),
    ),
    "turnserver": Keyed(
        ("-c", "--conf"),
        "/etc/turnserver.conf",
        files=frozenset("log-file pidfile userdb db".split()),
        drops=frozenset(("proc-user", "proc-group")),
    ),
}
_LINE = regex(r"\s*([%\w-]+)\s*(?:=\s*|\s)\s*([^#]*)")


def keyed(judge: Judge, name: str, argv: Sequence[str], here: Here) -> bool:
    """Judge a server by its configuration; False where that is not in sight, or it is none such."""
    known = _KEYED.get(name)
    if known is None:
        return False
    found = config(judge, name, flag_value(argv, *known.flags) or known.path, here)
    if found is None:
        return False
    text, at = found
    settings: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line)
        if match is None:
            continue
        key, value = match[1].lower(), match[2].strip().strip("\"'")
        settings[key] = value
        place = at._replace(line=number)
        what = f"says {match[1]} {value}".rstrip()
        if key in known.drops and value not in ("root", "0"):
            judge.note(Kind.DROPS, what, place)
        elif key in known.includes:
            judge.note(Kind.UNKNOWN, f"{what}: other files count, too", place)
        elif key in known.folders:
            judge.writes(value, what, place, deep=True)
        elif key in known.files or key in known.logs:
            path = value.split()[-1] if value else ""
            if path.startswith("/"):
                _log(judge, path, what, place)
    if name == "mosquitto" and settings.get("persistence") == "true":
        if "persistence_location" not in settings:
            judge.writes(".", "runs mosquitto, which saves its data", here)
    return True
