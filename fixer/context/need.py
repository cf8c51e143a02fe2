"""What a container needs of the user that it runs as."""

from __future__ import annotations

import posixpath
from enum import Enum
from typing import TYPE_CHECKING

from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction


class Kind(Enum):
    """What a need is."""

    DROPS = "drops"
    """It starts as root on purpose and gives that up itself."""
    ROOT = "root"
    """It needs root."""
    WRITES = "writes"
    """It writes to a path, which can be given over to the user."""
    BASE = "base"
    """The image is for others to build on, or to work in."""
    UNKNOWN = "unknown"
    """It cannot be judged."""


class Need(NamedTuple):
    kind: Kind
    #: A short phrase for a reviewer: "docker-entrypoint.sh runs gosu (line 12)".
    reason: str
    #: WRITES: absolute in the image; None where the working directory is not known. UNKNOWN: where
    #: a folder of the host's is mounted, if that is what cannot be judged.
    path: str | None = None
    #: 1-based, in the Dockerfile; None where nothing stands there.
    line: int | None = None
    #: WRITES: `path` is a file in a folder that belongs to the system: the file alone can be made
    #: and given over. Otherwise it is a folder.
    is_file: bool = False
    #: UNKNOWN: the file that would tell is not in sight.
    unseen: bool = False
    #: WRITES: a volume, which can be written to however the root is mounted.
    volume: bool = False
    #: WRITES: what is in the folder is closed to others as well.
    closed: bool = False
    #: WRITES: what is in the folder is written as well, whoever made it.
    deep: bool = False
    #: The service of Compose that needs it for what it runs instead of the image's own program.
    service: str = ""
    #: Whose need it is, where all of these can be met at once: nginx.
    by: str = ""

    @property
    def is_mount(self) -> bool:
        """It is about who owns what the host mounts."""
        return self.kind is Kind.UNKNOWN and self.path is not None


class Movable(NamedTuple):
    """What a RUN leaves in root's home, and a line in front of it puts where all find it."""

    #: What it is: "its browser".
    name: str
    line: str
    run: Instruction
    #: What a reviewer is told where it stays.
    reason: str
    #: What follows it: instructions, from where to where in their logical text, and what is there
    #: then.
    texts: Sequence[tuple[Instruction, int, int, str]] = ()
    #: The folder that it is put in, where the program adds to it.
    added_to: str | None = None


#: What everyone may write to, or what is no file of the image.
OPEN = ("/tmp", "/var/tmp", "/dev", "/proc")
#: Where nobody but root has to write, with all that is in it.
_SYSTEM = ("/etc", "/bin", "/sbin", "/lib", "/lib64", "/boot", "/sys", "/usr", "/root")
#: Folders of applications within the former.
_OF_APPLICATIONS = ("/usr/src/", "/usr/share/nginx/html")
#: Folders directly in /usr that are the system's, and what toolchains and databases put there.
_USR_SYSTEM = frozenset(
    "bin sbin lib lib32 lib64 libo32 libx32 libexec include share etc games local man src tmp"
    " java".split()
)
_USR_TOOLS = regex(r"lib.*|pgsql.*|.*-(?:linux|w64|elf|none)(?:-.*)?")
_LOCAL_SYSTEM = frozenset("bin sbin lib lib64 libexec include share etc man games".split())
#: Folders that many share: one of them is not given over, but what is in it can be.
_SHARED = frozenset(
    """/ /var /var/lib /var/log /var/cache /var/spool /var/run /run /var/lock /run/lock /opt /srv
    /home /mnt /media /usr/src /usr/local /dev/shm""".split()
)


#: Folders that many share, and an application alone has where it is their only one: it works there.
OF_WORKDIR = ("/opt", "/srv", "/home", "/mnt", "/usr/src")


#: How root is named, where nobody is, too.
ROOT = ("root", "0", "")
ROOTS_HOME = "/root"
#: How a shell's text names the home folder.
HOME = ("~/", "$HOME/", "${HOME}/")


def within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def at_home(stage: Stage) -> str | None:
    """The working directory of an application that lies in root's home, which is opened to it."""
    workdir = stage.end_state.workdir
    if workdir is None or not within(workdir, ROOTS_HOME) or stage.facts.shell == "none":
        return None
    return workdir


def is_opened(stage: Stage, path: str | None) -> bool:
    """Whether a path is the application's for where it works, though its folder is root's home or
    one that many share."""
    workdir = at_home(stage)
    if workdir is None and stage.end_state.workdir in OF_WORKDIR:
        workdir = stage.end_state.workdir
    return path is not None and workdir is not None and within(posixpath.normpath(path), workdir)


def is_shared(path: str) -> bool:
    """Whether a folder is the system's, for many to keep something in."""
    return path in _SHARED or path in OPEN


def is_system(path: str) -> bool:
    """Whether a path is one of the system's own, which is not given to a user."""
    if path.startswith(_OF_APPLICATIONS):
        return False
    if path.startswith("/usr/local/"):
        return path.split("/")[3] in _LOCAL_SYSTEM
    if path.startswith("/usr/"):
        name = path.split("/")[2]
        return name in _USR_SYSTEM or bool(_USR_TOOLS.fullmatch(name))
    return any(within(path, folder) for folder in _SYSTEM)


def writes(
    path: str | None,
    reason: str,
    line: int | None,
    *,
    file: bool = False,
    socket: bool = False,
) -> Need | None:
    """The need of what writes to a folder, or with `file` to a file; None where everyone may.

    A `socket` is made anew at every start, for which its folder must be the user's.
    """
    if path is None:
        return Need(Kind.WRITES, reason, None, line)
    path = posixpath.normpath(path)
    if path.startswith("//"):
        path = path[1:]
    if any(within(path, folder) for folder in OPEN):
        return None
    told = reason if path in reason.split() else f"{reason}, which writes to {path}"
    if is_system(path):
        return Need(Kind.ROOT, told, path, line)
    if file:
        folder = posixpath.dirname(path)
        if folder not in _SHARED:
            return Need(Kind.WRITES, reason, folder, line)
        if folder == "/" or socket:
            return Need(Kind.ROOT, told, path, line)
        return Need(Kind.WRITES, reason, path, line, True)
    if path in _SHARED:
        return Need(Kind.ROOT, told, path, line)
    return Need(Kind.WRITES, reason, path, line)
