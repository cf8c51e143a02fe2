"""Waiting for a forge that is busy or away, for a bounded time.

A request that was refused for its number was not carried out: it is sent again, whatever it asks
for. One that got no answer may have been carried out: it is sent again only if twice is once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from fixer.forge.model import ForgeError, Limited, Unreachable

T = TypeVar("T")

#: So long is waited altogether for one request, in seconds. A primary limit of GitHub's may last
#: an hour: the run then goes on with other repositories, and is continued later.
PATIENCE = 120.0
_TRIES = 4
#: Where a forge does not say how long: GitHub asks for a minute at least.
_UNSAID = 60.0


def patient(call: Callable[[], T], *, again: bool = True) -> T:
    """The result of `call`, which raises ForgeError. Without `again`, it is done once only."""
    waited = 0.0
    for number in range(_TRIES):
        try:
            return call()
        except Limited as error:
            pause = error.after
            if number + 1 == _TRIES or waited + pause > PATIENCE:
                raise
        except Unreachable:
            pause = 2.0**number
            if not again or number + 1 == _TRIES:
                raise
        time.sleep(pause)
        waited += pause
    raise AssertionError  # the last try returns or raises


def limit(status: int, headers: Mapping[str, str], message: str) -> Limited | None:
    """The error where an answer says that there were too many requests.

    https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    """
    lower = {name.lower(): value for name, value in headers.items()}
    spent = lower.get("x-ratelimit-remaining") == "0"
    told = "retry-after" in lower or "rate limit" in message.lower()
    if status != 429 and not (status == 403 and (spent or told)):
        return None
    after = _UNSAID
    if lower.get("retry-after", "").isdigit():
        after = float(lower["retry-after"])
    else:
        reset = lower.get("x-ratelimit-reset", "") or lower.get("ratelimit-reset", "")
        if reset.isdigit() and (spent or status == 429):
            after = max(1.0, float(reset) - time.time())
    until = time.strftime("%H:%M:%S", time.localtime(time.time() + after))
    return Limited(f"too many requests; the forge takes more from {until} on", after)


def failed(status: int, message: str) -> ForgeError:
    """The error for an answer that is none of the wanted ones."""
    from fixer.forge.model import Missing, Refused

    said = f"{status}: {message}" if message else f"status {status}"
    if status >= 500:
        return Unreachable(f"the forge fails with {said}")
    if status == 401:
        return Unreachable(f"the forge does not take the token ({said})")
    if status == 404:
        return Missing(f"not there, or not for this token ({said})")
    return Refused(f"the forge refuses ({said})")
