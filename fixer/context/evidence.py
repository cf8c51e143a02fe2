"""What speaks against a user of its own for an image: its process, its files, the file's author."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fixer.context.copies import copies, destination
from fixer.context.files import Context, context_of
from fixer.context.handover import closed, is_given, opening
from fixer.context.need import ROOTS_HOME, Kind, Need, at_home, is_system, within
from fixer.context.process import repository
from fixer.context.roots_local import local
from fixer.dockerfile.accounts import accounts, bare, positional, value
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import INSTALLS, brought, installed
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import user_in_force
from fixer.edit import Safety
from fixer.facts import programs as known
from fixer.facts.daemons import PACKAGES, package_name
from fixer.later import regex

if TYPE_CHECKING:
    from typing import TypedDict

    class Level(TypedDict):
        why: str
        safety: Safety


_PARTS = regex(r"[^A-Za-z0-9]+")
_SYSTEM_SECRETS = (
    *("/etc/sudoers", "/etc/cron", "/etc/ssh", "/etc/shadow", "/etc/doas", "/etc/apt", "/etc/ssl"),
    *("/root", "/tmp", "/var/tmp", "/var/spool/cron", "/boot", "/usr/lib", "/var/lib/apt"),
)
_NAMES_HOME = (b"~/", b"$HOME", b"${HOME}", b"/root")
#: Quotes, and the sign of a redirection.
_AROUND = "'\"<> "
_WILD = frozenset("$*?[:<")
#: Files that lie beside a Dockerfile where the context is elsewhere.
_BESIDE = frozenset((".git", ".dockerignore", "README.md", "Makefile", ".gitignore", "build.sh"))
#: Where Docker's client is fetched from.
_DOCKER = regex(rb"//get\.docker\.com|//download\.docker\.com/linux/static")
#: Ends of the names of files that a program makes others of.
_TEMPLATES = (".template", ".tmpl", ".tpl", ".ctmpl", ".j2", ".jinja", ".jinja2", ".mustache")
#: How a comment says that a container needs root.
_NEEDS_ROOT = regex(
    rb"(?i)(?<!not )(?<!n't )(?<!longer )\b(?:needs?|must|has to|have to|requires?)"
    rb" (?:to )?(?:be |(?:run|start) as )?(?:the )?root\b(?! (?:of|folder|dir))"
)
#: State of daemons, which they write to as soon as they start.
_OF_DAEMONS = ("/run/", "/var/run/", "/var/cache/nginx", "/var/lib/nginx", "/var/log/nginx")


def against(stage: Stage, needs: Iterable[Need]) -> list[str]:
    """The reasons, each a short phrase for a reviewer; none where nothing speaks against it."""
    out = []
    for need in needs:
        if need.kind is Kind.WRITES:
            at_start = need.is_file or (need.path or "").startswith(_OF_DAEMONS)
            if at_start and not need.volume:
                told = "" if (need.path or "") in need.reason else f", which writes to {need.path}"
                out.append(f"{need.reason}{told}: a read-only root takes a volume for that")
            continue
        if need.unseen and not in_sight(stage):
            signs = _signs(stage)
            if signs:
                out.append(f"{need.reason}, and {signs}")
        else:
            out.append(need.reason)
    told = " ".join(out)
    if not in_sight(stage) and (change := _changes_user(stage)):
        if f"has {change.partition(' ')[0]} at" not in told:
            out.append(change)
    out += _author(stage)
    out += _said(stage)
    out += _for_root_alone(stage)
    out += _in_roots_home(stage)
    out += [reason for name, reason in _packages_for_root(stage) if f"has {name} at" not in told]
    if stage.runs_as_root() is None:
        out.append("whom the base image runs as is not known")
    elif stage.facts.proven:
        out.append("nothing is known of the base image but that it runs as root")
    if not out:
        out += _for_an_account(stage)
    home = stage.end_state.environment.get("HOME")
    if home is not None and (home == "/root" or home.startswith("/root/")):
        out.append(f"HOME is {home}, which is root's alone")
    for service in stage.document.services:
        if service.root:
            out.append(f"{service.file} gives {service.name} {', '.join(service.root)}")
    return list(dict.fromkeys(out))


def in_sight(stage: Stage) -> bool:
    """Whether the build context is at hand: something of what is copied from it is there."""
    context = context_of(stage.document)
    if context is None:
        return False
    for member in stage.lineage:
        for o in member.instructions:
            if o.keyword in ("COPY", "ADD") and o.flag("from") is None and not o.heredocs:
                if any(_is_there(context, source) for source in o.values[:-1]):
                    return True
    return False


def _is_there(context: Context, source: str) -> bool:
    plain = source.strip("'\"/").removeprefix("./")
    if _WILD.intersection(plain):
        return False
    if plain not in ("", "."):
        return context.exists(plain)
    names = context.listing(1)
    return any("dockerfile" not in name.lower() and name not in _BESIDE for name in names)


def _signs(stage: Stage) -> str | None:
    """What hints that a script which is not in sight starts as root on purpose."""
    if stage.facts.drops_privileges:
        return "the base starts as root and drops privileges by itself"
    base = repository(stage).rpartition("/")[2].removeprefix("eclipse-")
    if base == "haproxy" or base in PACKAGES:
        return f"the base is for {base}, which has an account of its own"
    made = accounts(stage).made
    if len(made) > 1:
        return f"it may change to one of the accounts {made[0].name} and {made[1].name}"
    for member in stage.lineage:
        for instruction in member.runs():
            for command in instruction.script.commands:
                for word in command.words:
                    if (tool := _root_tool(word.text)) is not None:
                        return f"it has {tool} at hand (line {command.line})"
        for command, name in brought(member, PACKAGES):
            return f"it has {name} at hand, which has an account of its own (line {command.line})"
        for instruction in member.instructions:
            if (template := _template(member, instruction)) is not None:
                return f"it may fill in {template}, where only root writes"
            for name, _ in instruction.pairs if instruction.keyword == "ENV" else ():
                if name in known.ID_VARIABLES:
                    return f"{name} may be the account that it changes to"
    return None


def _root_tool(text: str) -> str | None:
    """The tool for root that a word names, by itself or as a part of a path or a URL."""
    if text in known.ROOT_TOOLS:
        return text
    return min(known.ROOT_TOOL_PARTS.intersection(_PARTS.split(text)), default=None)


def _template(stage: Stage, copy: Instruction) -> str | None:
    """The template that a COPY brings into a folder of the system, and no RUN names."""
    if copy.keyword not in ("COPY", "ADD") or copy.flag("from") is not None:
        return None
    place = destination(stage, copy)
    if place is None or not is_system(place):
        return None
    for name in (each.strip("'\"").rpartition("/")[2] for each in copy.values):
        if name.endswith(_TEMPLATES) and not any(name in r.logical for r in stage.run_instructions):
            return place if place.endswith(name) else f"{place}/{name}"
    return None


def _at_the_top(stage: Stage) -> Instruction | None:
    """The COPY of a whole folder, or of a script, into `/`, where the program then works."""
    if stage.end_state.workdir != "/":
        return None
    for _, copy, path in copies(stage):
        if copy.flag("from") is None:
            place = path or ""
            if copy.values[:1] in ((".",), ("./",)) and place == "/":
                return copy
            if copy.values[-2:-1] and copy.values[-2].endswith(".py"):
                if place == "/" or (place.endswith(".py") and place.count("/") == 1):
                    return copy
    return None


def _changes_user(stage: Stage) -> str | None:
    """A tool to change the user with is for the start, whatever it is that uses it there."""
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword in ("RUN", "COPY", "ADD"):
                for name in ("gosu", "su-exec"):
                    if name.encode() in instruction.raw:
                        return f"{name} is there for the start (line {instruction.line})"
    return None


def unseen(stage: Stage, needs: Iterable[Need]) -> list[str]:
    """What is taken to need no root though it is not in sight, for a reviewer to look at."""
    out = [need.reason for need in needs if need.unseen]
    if not in_sight(stage) and (copy := _at_the_top(stage)) is not None:
        out.append(f"{copy.keyword} puts the application into /, where only root writes")
    return out


def _author(stage: Stage) -> list[str]:
    """An explicit USER root behind all that is built is what its author wants."""
    user = user_in_force(stage)
    if user is None or stage.runs_as_root() is not True:
        return []
    own = stage.instructions
    if user not in own:
        return []
    behind = own[own.index(user) + 1 :]
    if any(o.keyword in ("RUN", "COPY", "ADD", "WORKDIR") for o in behind):
        return []
    return [f"line {user.line} says USER {user.value}"]


def _said(stage: Stage) -> list[str]:
    """A comment behind all that is built, which says that what is started needs root."""
    built = [o.start for o in stage.instructions if o.keyword in ("RUN", "COPY", "ADD")]
    document = stage.document
    first = max(built, default=stage.origin.start)
    behind = [other.origin.start for other in document.stages if other.origin.start > first]
    end = min(behind, default=len(document.source))
    for line, offset in document.comments:
        if first < offset < end:
            text = document.source[offset:end].partition(b"\n")[0]
            if _NEEDS_ROOT.search(text):
                return [f"the comment on line {line} says that it needs root"]
    return []


def _for_root_alone(stage: Stage) -> list[str]:
    """Files of the system that the build closes to all but root, and the process may need."""
    opened = {id(command) for command, _, _ in opening(stage)}
    return [
        f"chmod {mode} {path} leaves it to root (line {command.line})"
        for command, mode, path in closed(stage)
        if path.startswith("/") and not is_given(stage, path) and _run(path)
        if id(command) not in opened
    ]


def _packages_for_root(stage: Stage) -> list[tuple[str, str]]:
    """Packages that are installed for what only root can do, whatever runs them, each why."""
    out = []
    for member in stage.lineage:
        for command, name in installed(member, known.ROOT_PACKAGES):
            what = known.ROOT_PACKAGES[name]
            out.append((name, f"it has {name}, which {what} (line {command.line})"))
        what = known.ROOT_PACKAGES["docker"]
        for o in member.instructions:
            copied = o.keyword == "COPY" and (o.flag("from") or "").split(":")[0] == "docker"
            if copied or (o.keyword == "RUN" and _DOCKER.search(o.raw)):
                out.append(("docker", f"it has docker, which {what} (line {o.line})"))
    return out[:2]


#: Ends of the names of packages that hold no server.
_CLIENTS = frozenset("client clients common dev utils tools libs".split())
#: Accounts of servers that are judged by their configuration, or else by their packages.
_JUDGED = frozenset("nginx haproxy redis caddy mosquitto turnserver debian-tor".split())


def _for_an_account(stage: Stage) -> list[str]:
    """What the build does for an account that a package makes: something is started as it."""
    for member in stage.lineage:
        for command in member.commands("chown", "usermod", "gpasswd"):
            words = positional(command)
            place = 0 if command.name == "chown" else -1
            if command.instruction.outer is not None or not words:
                continue
            name = bare(words[place]).partition(":")[0]
            if command.name == "gpasswd":
                name = bare(value(command, "-a", "--add") or "")
            if len(name) < 3 or name in _JUDGED or "$" in name or name.isdigit():
                continue
            account = accounts(stage).users.get(name)
            if account is not None and (account.uid or account.command):
                continue  # the base has it, or the file makes it
            for package in _packages(stage):
                stem, _, more = package.partition("-")
                same = name.strip("_") in (package, stem, stem.rstrip("0123456789"))
                if (same and more not in _CLIENTS) or name.endswith(f"-{package}"):
                    what = (
                        f"{name}, the account of the package {package}, for something to run as it"
                    )
                    return [f"{command.name} prepares {what} (line {command.line})"]
    return []


def _packages(stage: Stage) -> Iterator[str]:
    """The names of the packages that the build installs."""
    for member in stage.lineage:
        for command in member.commands(*INSTALLS):
            for word in command.operands:
                yield package_name(word.text)


def _in_roots_home(stage: Stage) -> list[str]:
    """What the build leaves in root's home and the program may look for in its own."""
    out = [*_copied_home(stage)]
    left: dict[str, list[str]] = {}
    for member in stage.lineage:
        for instruction in member.run_instructions:
            if not any(home in instruction.raw for home in _NAMES_HOME):
                continue
            if member.runs_as_root(instruction) is False or instruction.outer is not None:
                continue
            homes = _homes(member, instruction) if member.readable(instruction) else ()
            for command in instruction.script.commands if homes else ():
                words = command.words[1:]
                if command.name in known.HARMLESS_AT_HOME:
                    if command.name == "rm":
                        for word in words:
                            left.pop(_below(word.text, homes) or "", None)
                    words = []  # but for what it writes
                for word in (*words, *command.redirections):
                    rest = _below(word.text, homes)
                    if rest is None:
                        continue
                    for_mount = command.name == "mkdir" and _is_for_mount(stage, rest)
                    if for_mount or not rest.startswith(known.OF_BUILD):
                        shown = f"{command.name} {word.text.strip(_AROUND)}".strip()
                        told = f"{shown} is in root's home (line {command.line})"
                        left.setdefault(rest, []).append(told)
    return [*out, *(told for each in left.values() for told in each)][:3]


def _is_for_mount(stage: Stage, rest: str) -> bool:
    """Whether a cache's folder in root's home is made, and named nowhere else: what the program
    fetches is kept there by a volume."""
    first, _, name = rest.rstrip("/").partition("/")
    if first != ".cache" or not name or name.partition("/")[0] in known.CACHES_OF_BUILD:
        return False
    return stage.document.source.count(rest.rstrip("/").encode()) == 1


def _homes(stage: Stage, instruction: Instruction) -> tuple[str, ...]:
    """How the commands of a RUN name root's home; HOME may be another folder."""
    home = stage.state(instruction).environment.get("HOME")
    if home is None or within(home, ROOTS_HOME):
        return known.HOMES
    return (f"{ROOTS_HOME}/",)


def _below(text: str, homes: tuple[str, ...]) -> str | None:
    """What of a word follows on root's home; None where it is elsewhere."""
    text = text.strip(_AROUND)
    return next((text[len(home) :] for home in homes if text.startswith(home)), None)


def _copied_home(stage: Stage) -> Iterator[str]:
    """What is copied into root's home, where the application is not: `/root/.local` of pip's."""
    if at_home(stage) is not None:
        return
    moved = local(stage)
    for member, copy, place in copies(stage):
        if place is None or not within(place, ROOTS_HOME) or b"/root" not in copy.raw:
            continue
        rest = place[len(ROOTS_HOME) + 1 :]
        if rest.startswith(known.OF_BUILD_ALONE) or (moved is not None and moved.moves(copy)):
            continue
        if rest.startswith(".") or not _run_behind(member, copy):
            yield f"{copy.keyword} puts files into {place}, root's home (line {copy.line})"


def _run_behind(stage: Stage, copy: Instruction) -> bool:
    """Whether the build names what was copied: it is the build's own."""
    names = [value.rstrip("/").rpartition("/")[2] for value in copy.values[:-1]]
    return any(
        run.start > copy.start and any(name.strip(".*") and name in run.logical for name in names)
        for run in stage.run_instructions
    )


def _run(path: str) -> bool:
    """A path that the process may need: the system's own secrets are none."""
    return not path.startswith(_SYSTEM_SECRETS)


def level(why: str, reasons: list[str], unseen: list[str]) -> Level:
    """How sure it is that a user of its own does, and why, for a reviewer."""
    if reasons:
        why = f"{why}; against it: {'; '.join(reasons)}"
    elif unseen:
        why = f"{why}; look at it first: {'; '.join(unseen)}"
    return {"why": why, "safety": Safety.UNSAFE if reasons else Safety.HARDENING}


def port_note(stage: Stage, of_base: str = "") -> str:
    """What a port below 1024 asks of who runs the image: one that EXPOSE names, or else what it
    listens on, as far as that is in sight, or the base's."""
    named = [
        word.partition("/")[0]
        for member in stage.lineage
        for instruction in member.instructions
        if instruction.keyword == "EXPOSE"
        for word in instruction.values
    ]
    if not named and not of_base:
        from fixer.context.endpoints import Endpoint, endpoint

        found = endpoint(stage)
        of_base = str(found.address.port.number) if isinstance(found, Endpoint) else ""
    for port in named or [of_base]:
        if port.isdigit() and 0 < int(port) < 1024:
            return (
                f" (port {port} needs Docker 20.10, or Kubernetes 1.22 with the safe"
                " sysctl net.ipv4.ip_unprivileged_port_start=0)"
            )
    return ""


def volume_note(needs: Iterable[Need]) -> str:
    """What volumes ask of who runs the image: a new one takes the owner of the image's folder, one
    that is in use keeps its own (https://docs.docker.com/engine/storage/volumes/)."""
    paths = list(dict.fromkeys(need.path for need in needs if need.volume and need.path))
    if not paths:
        return ""
    return f" (a volume that is in use at {', '.join(paths)} stays root's until it is given over)"
