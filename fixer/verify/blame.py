"""Which of several things is to blame, when all of them together fail and none of them does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

Thing = TypeVar("Thing")


class OutOfTries(Exception):
    """The bound on trials is reached."""


class Found(NamedTuple, Generic[Thing]):
    """What is kept passes the trial. `guilty` was seen to fail; `untried` could not be told."""

    kept: tuple[Thing, ...]
    guilty: tuple[Thing, ...]
    untried: tuple[Thing, ...]


def blame(things: Sequence[Thing], passes: Callable[[tuple[Thing, ...]], bool]) -> Found[Thing]:
    """Drop as little of `things` as it takes for the rest to pass.

    The shortest beginning that fails ends in a guilty one: halving finds it, it is dropped, and so
    on with the rest. For each guilty one that is about log2 of the number of things. `passes` may
    raise OutOfTries: what is kept then is the longest beginning that was seen to pass. Nothing at
    all is taken to pass.
    """
    kept = list(things)
    guilty: list[Thing] = []
    good = 0  # so many of the beginning pass
    try:
        while good < len(kept) and not passes(tuple(kept)):
            bad = len(kept)
            while bad - good > 1:
                middle = (good + bad) // 2
                if passes(tuple(kept[:middle])):
                    good = middle
                else:
                    bad = middle
            guilty.append(kept.pop(bad - 1))
    except OutOfTries:
        return Found(tuple(kept[:good]), tuple(guilty), tuple(kept[good:]))
    return Found(tuple(kept), tuple(guilty), ())
