"""What a container of an image needs when it runs: root, capabilities, places to write to.

Of an image that is built in sight it is what its Dockerfile, as it is after its own fix, and its
build context show; of a well-known one what `fixer.facts.services` knows. What speaks against a
measure is told in short phrases for a reviewer; where there are none, nothing in sight does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.files import Context
    from fixer.context.need import Need
    from fixer.context.process import Process
    from fixer.dockerfile.stages import Stage
    from fixer.facts.services import ServiceImage


class Needs(NamedTuple):
    """What an image's container needs. Paths are absolute in the image."""

    #: Whether it starts as root; None where that is not known.
    root: bool | None
    #: The numbers that it runs as, `10001:10001`; empty for root, and where they are not known.
    user: str = ""
    #: Of the capabilities that a container has by itself, without `CAP_`.
    capabilities: tuple[str, ...] = ()
    #: Folders that it fills anew at every start.
    scratch: tuple[str, ...] = ()
    #: Folders of what it keeps, each with the reason.
    state: tuple[tuple[str, str], ...] = ()
    #: Folders that are volumes by the image itself: they can be written to whatever is mounted.
    volumes: tuple[str, ...] = ()
    #: What speaks against taking all other capabilities away.
    against_dropping: tuple[str, ...] = ()
    #: What speaks against `no-new-privileges`, or `allowPrivilegeEscalation: false`.
    against_no_new_privileges: tuple[str, ...] = ()
    #: What speaks against a root file system that is read only, besides `state`.
    against_read_only: tuple[str, ...] = ()
    #: Whether anything is known of where it writes.
    writes_known: bool = True


def within(path: str, folder: str) -> bool:
    """Whether a path is a folder, or lies in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def kept(needs: Needs, mounts: Iterable[str]) -> list[tuple[str, str]]:
    """Folders of state that neither a volume of the image nor one of `mounts` holds."""
    open_to_all = [*needs.volumes, *mounts, *needs.scratch]
    return [
        (path, why) for path, why in needs.state if not any(within(path, at) for at in open_to_all)
    ]


# A well-known image ------------------------------------------------------------------------------


def image_needs(
    image: str,
    words: Sequence[str] = (),
    entrypoint: bool = False,
    variables: Collection[str] = (),
    mounts: Collection[str] = (),
    user: str | None = None,
) -> Needs | None:
    """What a container of a well-known image needs; None where it is none, or runs something else
    than the image's own program.

    `image` is the reference as written, variables included. `words` are the command that it is
    given, `entrypoint` whether another entrypoint is; `variables` the names of its variables, with
    their values where these are known; `mounts` the paths at which files of the host are mounted,
    and `user` whom it is told to run as.
    """
    known = _known(image)
    if known is None or entrypoint:
        return None
    if words and words[0][:1] != "-" and posixpath.basename(words[0]) not in known.programs:
        return None
    writes = []
    for path in mounts:
        if not _only_read(path, known):
            writes.append(_elsewhere(path))
            break
    for name in sorted(known.variables.intersection(variables)):
        value = variables[name] if isinstance(variables, Mapping) else ""
        if not any(within(value, folder) for folder in known.state):
            writes.append(f"{name} has it write elsewhere")
    for word in words:
        path = _path_in(word)
        if path and not _only_read(path, known):
            writes.append(f"it is told of {path}")
            break
    root: bool | None = not known.unprivileged
    numbers = ""
    if user is not None:
        root = _is_root(user)
        numbers = user if user.replace(":", "").isdigit() and root is False else ""
    return Needs(
        root,
        user=numbers,
        capabilities=known.capabilities if root is not False else (),
        scratch=known.scratch or (),
        state=known.bare,
        volumes=known.volumes,
        against_dropping=(f"it is told to run as {user}",)
        if known.unprivileged and root is not False
        else (),
        against_read_only=tuple(writes),
        writes_known=known.scratch is not None,
    )


def _known(image: str) -> ServiceImage | None:
    from fixer.dockerfile.reference import parse_reference
    from fixer.facts.services import service_image

    # the repository alone: what holds, holds for every tag
    before, variable, _ = image.partition("$")
    if variable and before[-1:] != ":":
        return None
    reference = parse_reference(before.rstrip(":"))
    if reference is None or reference.registry != "docker.io":
        return None
    return service_image(reference.repository, reference.tag)


def _path_in(word: str) -> str:
    """The path that a word of a command is, or that a flag or a setting has; empty for none."""
    value = word.partition("=")[2] if "=" in word else word
    return value if value.startswith(("/", ".")) else ""


def _only_read(path: str, known: ServiceImage) -> bool:
    folders = (*known.state, *known.reads, *(known.scratch or ()), "/tmp")
    if any(within(path, folder) for folder in folders):
        return True
    return path.endswith(tuple(end for end in known.reads if end[:1] == "."))


def _is_root(user: str) -> bool | None:
    name = user.partition(":")[0]
    if name in ("root", "0"):
        return True
    return None if "$" in name or not name else False


# An image that is built in sight -----------------------------------------------------------------

#: Packages of programs that gain privileges by themselves: by setuid, or by file capabilities.
_GAINING = (
    *("sudo", "sudo-rs", "doas", "opendoas", "super", "policykit-1", "polkitd", "uidmap"),
    *("shadow-uidmap", "iputils", "iputils-ping", "inetutils-ping", "iputils-arping", "arping"),
    *("fping", "traceroute", "iputils-tracepath", "mtr", "mtr-tiny", "fuse", "fuse3", "bubblewrap"),
    *("tshark", "wireshark", "wireshark-common", "firejail", "libcap2-bin", "libcap"),
)
_SETUID = regex(r"0?[4-7][0-7]{3}|(?:.*,)?[ugoa]*[+=][rwxXt]*s.*")
#: Programs whose own files are read for where they write, and that keep no state by themselves.
_SERVERS = frozenset(
    "gunicorn uvicorn hypercorn daphne granian waitress-serve flask fastapi".split()
)
#: Libraries that keep what they download or work out in the home folder.
_AT_HOME = regex(
    rb"(?i)\b(?:matplotlib|transformers|sentence[-_]transformers|torch|torchvision|huggingface"
    rb"|datasets|nltk|spacy|whisper|easyocr|playwright|puppeteer|selenium|pyppeteer|streamlit"
    rb"|gradio|numba|librosa|tldextract|joblib|diskcache|peewee|tinydb|next|nuxt|sharp|prisma"
    rb"|sqlite3?|nedb|lowdb|level|leveldown|kaleido|wkhtmltopdf|weasyprint)\b"
)
#: What a file of code takes from elsewhere.
_IMPORTS = regex(rb"^[ \t]*+(?:import|from)\b.*|\brequire\(.*|\bimport\(.*", re.MULTILINE)
_MANIFESTS = ("requirements", "pyproject.toml", "Pipfile", "setup.", "package.json", "environment")
#: As many files of one language are read for where they write: see `fixer.context`.
_MOST_FILES = 16
#: What is made anew at every start, by where it is.
_SCRATCH = ("/run", "/var/run", "/var/lock", "/var/cache/nginx")
_SCRATCH_NAMES = frozenset(["tmp", ".tmp", "temp", "pids"])


def stage_needs(stage: Stage, service: str = "", mounts: Iterable[str] = ()) -> Needs:
    """What a container of a stage's image needs, and of all services that are built from it.

    Where it writes to is that of the image's own program, or of what `service` runs instead;
    `mounts` are the paths at which files are mounted that may configure it otherwise.
    """
    key = ("needs at run time", stage.index, service)
    found = stage.document.once(key, lambda: _of_stage(stage, service))
    told = _configured_by(stage, [*mounts])
    if told is None:
        return found
    return found._replace(against_read_only=(*found.against_read_only, told))


def _configured_by(stage: Stage, mounts: Sequence[str]) -> str | None:
    """What is mounted where a well-known program, or nginx of a package, is configured."""
    from fixer.context.process import process, programs

    if not mounts:
        return None
    known = _base(stage, process(stage))
    is_nginx = "nginx" in programs(stage)
    for path in mounts:
        if known is not None and not _only_read(path, known):
            return _elsewhere(path)
        if is_nginx and within(path, "/etc/nginx"):
            return _elsewhere(path)
    return None


def _elsewhere(path: str) -> str:
    return f"what is mounted at {path} may have it write elsewhere"


def _of_stage(stage: Stage, service: str) -> Needs:
    from fixer.context.need import Kind
    from fixer.context.nginx_state import is_moved
    from fixer.context.process import needs, process, started_by, writes_home

    found = needs(stage)
    started = process(stage)
    runs = [started.argv if started is not None else ()]
    if service:
        runs = started_by(stage, service) or [()]
    root = stage.runs_as_root()
    known = _base(stage, started)
    base = known
    if known is not None and not (root or known.unprivileged):
        known = None  # it goes on as another user than its entrypoint is made for
    if known is not None and service:
        if not all(argv and posixpath.basename(argv[0]) in known.programs for argv in runs):
            known = None
    told = [
        need
        for need in found
        if need.kind is not Kind.WRITES
        and not need.unseen
        and not (known is not None and need.kind is Kind.DROPS and need.path is None)
        # who owns what is mounted is no matter of capabilities, nor of what is not mounted
        and not need.is_mount
    ]
    reasons = [need.reason for need in told]
    # what another service runs in the same image has needs of its own
    mine = [need for need in found if need.service in ("", service)]
    writes = [need.reason for need in mine if need in told or need.unseen]
    gains = [*_gaining(stage)]
    dropping = [*gains, *reasons]
    gaining = dropping
    if root is None:
        dropping = ["whom the image runs as is not known", *dropping]
    elif root:
        # what root starts or becomes is no gain; what others do with it, or start there, may be
        told = [n for n in told if n.kind in (Kind.BASE, Kind.UNKNOWN) or _logs_in(started)]
        gaining = [*gains, *(need.reason for need in told)]
        dropping = ["its image runs as root", *dropping] if known is None else dropping
    scratch: list[str] = []
    state: list[tuple[str, str]] = []
    for need in mine:
        if need.kind is Kind.WRITES:
            _written(need, scratch, state, writes)
    for argv in runs:
        scratch += _control(stage, argv)
    writes += [f"{reason}, in its user's home folder" for reason in writes_home(stage)]
    if known is not None:
        scratch += known.scratch or ()
        state = [pair for pair in state if not any(within(pair[0], at) for at in scratch)]
        state += known.bare
        writes += _configured(stage, started, known)
    for argv in runs:
        writes += _unread(stage, argv, base if known is None and is_moved(stage) else known)
    numbers = ""
    if root is False:
        numbers = numbers_of(stage, stage.user() or stage.facts.user or "")
    return Needs(
        root,
        numbers,
        known.capabilities if known else _of_files(stage) if root is False else (),
        tuple(_outermost(scratch)),
        tuple(state),
        (*_volumes(found), *(known.volumes if known else ())),
        tuple(dict.fromkeys(dropping)),
        tuple(dict.fromkeys(gaining)),
        tuple(dict.fromkeys(writes)),
        known is None or known.scratch is not None,
    )


def _base(stage: Stage, started: Process | None) -> ServiceImage | None:
    """The well-known image that a stage's own is made of, if it starts that one's program."""
    reference = stage.root.reference
    if reference is None or reference.registry != "docker.io":
        return None
    from fixer.facts.services import service_image

    known = service_image(reference.repository, reference.tag)
    if known is None or started is None:
        return known
    if started.entrypoint is not None or started.sudo or not started.argv:
        return None
    return known if posixpath.basename(started.argv[0]) in known.programs else None


def _control(stage: Stage, argv: Sequence[str]) -> Iterator[str]:
    """Where newer versions of gunicorn make the socket that they are controlled by."""
    from fixer.dockerfile.accounts import accounts

    if argv and posixpath.basename(argv[0]) == "gunicorn":
        name = (stage.user() or "").partition(":")[0]
        for account in accounts(stage).users.values():
            if account.home and name in (account.name, str(account.uid and account.uid.number)):
                yield f"{account.home}/.gunicorn"


def _configured(stage: Stage, started: Process | None, known: ServiceImage) -> Iterator[str]:
    """What an image adds to a well-known one that may have it write elsewhere. The configuration
    of nginx is read: see `fixer.context.configs`."""
    if "nginx" in known.programs:
        return
    for word in started.argv if started else ():
        path = _path_in(word)
        if path and not _only_read(path, known):
            yield f"it is told of {path}"
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword in ("COPY", "ADD"):
                for source in instruction.values[:-1]:
                    if not _only_read(source.strip("'\""), known):
                        yield f"{source} may have it write elsewhere (line {instruction.line})"


def numbers_of(stage: Stage, user: str) -> str:
    """A user of a stage's image, with its group, as numbers; empty where they are not known."""
    from fixer.dockerfile.accounts import accounts

    name, _, group = user.partition(":")
    if not name.isdigit():
        account = accounts(stage).users.get(name)
        if account is None or account.uid is None:
            return ""
        name = str(account.uid.number)
        group = group or (str(account.gid.number) if account.gid else "")
    return f"{name}:{group}" if name.isdigit() and group.isdigit() else ""


def _gaining(stage: Stage) -> Iterator[str]:
    """Programs of the image that gain privileges which their user has not."""
    from fixer.dockerfile.accounts import positional
    from fixer.dockerfile.sudo import installed

    for member in stage.lineage:
        for command in member.commands("setcap"):
            yield f"setcap gives a program capabilities (line {command.line})"
        for command in member.commands("chmod"):
            words = positional(command)
            if words and _SETUID.fullmatch(words[0].text.strip("\"'")):
                yield f"chmod makes a program setuid (line {command.line})"
        for command, name in installed(member, _GAINING):
            yield f"{name} is installed (line {command.line})"
    for name in sorted(stage.facts.installed.intersection(_GAINING)):
        if name in ("sudo", "doas"):
            yield f"{name} is in its base image"


def _of_files(stage: Stage) -> tuple[str, ...]:
    """The capabilities without which the base's program, or one copied from its image, does not
    even start."""
    from fixer.context.process import repository
    from fixer.dockerfile.reference import parse_reference
    from fixer.facts.services import FILE_CAPABILITIES

    names = [repository(stage)]
    for member in stage.lineage:
        for copy in member.instructions:
            if copy.keyword == "COPY" and (origin := copy.flag("from")):
                other = member.earlier(origin)
                reference = parse_reference(origin)
                if other is not None:
                    names.append(repository(other))
                elif reference is not None:
                    names.append(reference.repository.removeprefix("library/"))
    found = {name for each in names for name in FILE_CAPABILITIES.get(each, ())}
    return tuple(sorted(found))


def _logs_in(started: Process | None) -> bool:
    """Whether a program starts what its users want, or what its configuration names."""
    from fixer.facts.programs import INITS, NEEDS_ROOT

    name = posixpath.basename(started.argv[0]) if started and started.argv else ""
    return name in INITS or name in NEEDS_ROOT


def _written(
    need: Need, scratch: list[str], state: list[tuple[str, str]], writes: list[str]
) -> None:
    if need.volume:
        return
    if need.path is None:
        writes.append(f"{need.reason}, in a folder that is not known")
        return
    folder = posixpath.dirname(need.path) if need.is_file else need.path
    if any(within(folder, at) for at in _SCRATCH) or posixpath.basename(folder) in _SCRATCH_NAMES:
        scratch.append(folder)
    else:
        state.append((need.path, need.reason))


def _outermost(folders: Iterable[str]) -> list[str]:
    """The folders that lie in none of the others, in order."""
    names = sorted({*folders})
    return [path for path in names if not any(within(path, at) for at in names if at != path)]


def _volumes(found: Iterable[Need]) -> Iterator[str]:
    for need in found:
        if need.volume and need.path is not None and need.reason.startswith("VOLUME "):
            yield need.path


def _unread(stage: Stage, argv: Sequence[str], known: ServiceImage | None) -> Iterator[str]:
    """Why it is not known of all that the program does where it writes."""
    from fixer.context.evidence import in_sight
    from fixer.context.files import context_of

    context = context_of(stage.document)
    name = posixpath.basename(argv[0]) if argv else ""
    if name == "nginx" or (not name and known is not None and "nginx" in known.programs):
        if known is None and (context is None or not in_sight(stage)):
            yield "its build context is not in sight"
        yield from _unseen(stage, context, "/etc/nginx")
        return
    if not name:
        if known is None:
            yield "what it starts is not in sight"
        return
    if context is None or not in_sight(stage):
        yield "its build context is not in sight"
        return
    suffixes = _language(stage, argv)
    if not suffixes:
        yield f"where {name} writes to is not in sight"
        return
    own = [
        path
        for path in context.listing()
        if path.endswith(suffixes) and "test" not in path and "node_modules" not in path
    ]
    if len(own) > _MOST_FILES:
        yield f"it has {len(own)} files of code, more than are read"
    for path in (*context.listing(2), *own):
        if path in own or posixpath.basename(path).startswith(_MANIFESTS):
            data = context.read(path) or b""
            word = _AT_HOME.search(b"\n".join(_IMPORTS.findall(data)) if path in own else data)
            if word is not None:
                yield f"{path} uses {word[0].decode()}, which may write where it runs"
                return


def _unseen(stage: Stage, context: Context | None, folder: str) -> Iterator[str]:
    """What is copied into a folder of configuration, and cannot be read."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword not in ("COPY", "ADD") or instruction.heredocs:
                continue
            *sources, target = (word.strip("'\"") for word in instruction.values or [""])
            path = posixpath.normpath(
                posixpath.join(member.state(instruction).workdir or "/", target)
            )
            if not (within(path, folder) or within(folder, path)):
                continue
            elsewhere = instruction.flag("from") is not None or context is None
            for source in sources:
                plain = source.strip("/").removeprefix("./")
                if elsewhere or not (
                    plain in ("", ".") or "*" in plain or (context and context.exists(plain))
                ):
                    yield f"{source} is not in sight (line {instruction.line})"


def _language(stage: Stage, argv: Sequence[str]) -> tuple[str, ...]:
    """The endings of the program's own files; none where it is not in a language that is read."""
    from fixer.context.image import image_of
    from fixer.context.python import started_file
    from fixer.facts.programs import PYTHON

    name = posixpath.basename(argv[0])
    if PYTHON.fullmatch(name) or name in _SERVERS:
        return (".py",) if started_file(stage, argv) is not None else ()
    if name in ("node", "nodejs"):
        words = [word for word in argv[1:] if word[:1] != "-"]
        path = posixpath.join(stage.end_state.workdir or "/", words[0]) if words else ""
        if path and image_of(stage).read(posixpath.normpath(path)) is not None:
            return (".js", ".mjs", ".cjs")
    return ()
