"""Why a registry gave no answer. Messages complete a sentence: `docker.io` + ` ` + message.

No message holds what a server or a library said: either may repeat a secret.
"""

from __future__ import annotations


class Failure(Exception):
    """There is no answer to this request."""


class Transient(Failure):
    """There was no answer this time; another attempt may have one. `after` is in seconds."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Slow(Failure):
    """The time for this request is over. Another attempt would take as long."""


class Unreachable(Failure):
    """The host cannot be talked to at all: no further request of the run will fare better."""


class NoTls(Unreachable):
    """Whatever the host speaks, it is not TLS."""
