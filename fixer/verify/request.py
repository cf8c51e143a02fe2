"""Asking a container over HTTP: through a port of this machine, or from within its network."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import threading
from contextlib import closing

#: Seconds for one answer.
_TIMEOUT = 5.0
#: https://man7.org/linux/man-pages/man2/setns.2.html
_CLONE_NEWNET = 0x40000000


def status(port: int, path: str, pid: int | None = None) -> int | None:
    """The status of the answer on 127.0.0.1; None where there is none. No redirect is followed.

    With `pid` it is asked in the network of that process, which takes root.
    """
    if pid is None:
        return _status(port, path)
    found: list[int | None] = []

    def ask() -> None:
        if _enter(pid):
            found.append(_status(port, path))

    # The network is a thread's own, so this one is not used again.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(3 * _TIMEOUT)
    return found[0] if found else None


def taken(port: int) -> bool:
    """Whether something answers on a port of this machine already."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def may_enter() -> bool:
    """Whether this process may ask within another one's network."""
    return sys.platform == "linux" and os.geteuid() == 0


def is_here(pid: int, container: str) -> bool:
    """Whether `pid` is a process of this machine that runs in the container of that id.

    The engine may be elsewhere, where the number means another process. The files that it mounts
    in each container, such as /etc/hostname, have the id in their paths.
    """
    try:
        with open(f"/proc/{pid}/mountinfo", encoding="utf-8", errors="replace") as file:
            return bool(container) and container in file.read()
    except OSError:
        return False


def _enter(pid: int) -> bool:
    """Move this thread to the network of a process; whether that could be done."""
    import ctypes

    try:
        descriptor = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return bool(ctypes.CDLL(None).setns(descriptor, _CLONE_NEWNET) == 0)
    finally:
        os.close(descriptor)


def _status(port: int, path: str) -> int | None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)) as connection:
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
