"""Which images may be built on, and which take the place of others: what an organisation says."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache

from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.later import NamedTuple


class Policy(NamedTuple):
    """Repositories in full, `docker.io/library/python`; `*` stands for any text, slashes too."""

    #: What may be used; everything where it is empty.
    approved: tuple[str, ...] = ()
    #: What is used instead of what. With a `*` at the end of both, what it stands for is kept.
    replaced: tuple[tuple[str, str], ...] = ()

    def approves(self, reference: ImageReference) -> bool:
        """Whether an image of this repository may be used."""
        name = f"{reference.registry}/{reference.repository}"
        return not self.approved or any(fnmatchcase(name, each) for each in self.approved)

    def replacement(self, reference: ImageReference) -> ImageReference | None:
        """The repository that takes this one's place, with the same tag; None where none does.

        It bears no digest: the other repository's image may be another one. A repository that
        takes the place of others stays as it is.
        """
        name = f"{reference.registry}/{reference.repository}"
        if any(_kept(name, after) is not None for _, after in self.replaced):
            return None
        for before, after in self.replaced:
            rest = _kept(name, before)
            if rest is not None:
                new = parse_reference(after.removesuffix("*") + rest)
                return new._replace(tag=reference.tag) if new else None
        return None


def _kept(name: str, pattern: str) -> str | None:
    """What a `*` at the end of the pattern stands for; None where the name is another one."""
    if pattern.endswith("*"):
        start = pattern[:-1]
        return name[len(start) :] if name.startswith(start) and name != start else None
    return "" if name == pattern else None


@lru_cache(maxsize=256)
def repository_pattern(text: str, last_only: bool = False) -> str:
    """`text` in full: `python` is `docker.io/library/python`. Raises ValueError for what is none.

    `last_only`: a `*` may stand at the end alone, behind a slash.
    """
    stars = text.count("*")
    if last_only and stars and not (stars == 1 and text.endswith("/*")):
        raise ValueError(f"{text!r} may have a '*' only as its last part")
    probe = parse_reference(text.replace("*", "x"))
    if probe is None or probe.tag or probe.digest:
        raise ValueError(f"{text!r} names no repository, such as 'docker.io/library/python'")
    first = text.partition("/")[0]
    if "*" in first:
        return text  # of every registry, as `*` or `*.corp/base`
    if "/" in text and first.lower() in (probe.registry, "index.docker.io"):
        return text.replace("index.docker.io/", "docker.io/", 1)
    return f"docker.io/{text}" if "/" in text else f"docker.io/library/{text}"
