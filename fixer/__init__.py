"""Rewrites Dockerfiles so that the images they build are hardened, and never breaks one.

The public names are `fix_text`, `Options`, `Result`, `Change`, `Problem`, `Edit`, `Skip`, `Safety`
and `__version__`; they are loaded when they are first used.
"""

# Nothing is imported here, not even from the standard library: `python -m fixer` runs this file
# while the current folder, which may be anybody's, still comes first on the path.

__version__ = "0.1.0"

# In a checkout the transforms and their cases lie beside this package; installed, they lie in it.
__path__.append(__path__[0].removesuffix("fixer"))

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fixer.edit import Edit, Safety, Skip
    from fixer.engine import Change, Options, Problem, Result
    from fixer.registry import Registry

__all__ = [
    "Change",
    "Edit",
    "Options",
    "Problem",
    "Result",
    "Safety",
    "Skip",
    "__version__",
    "fix_text",
]

_HOMES = {
    "Change": "fixer.engine",
    "Edit": "fixer.edit",
    "Options": "fixer.engine",
    "Problem": "fixer.engine",
    "Result": "fixer.engine",
    "Safety": "fixer.edit",
    "Skip": "fixer.edit",
}


def fix_text(
    text: "str | bytes",
    *,
    select: "Iterable[str] | None" = None,
    extend_select: "Iterable[str]" = (),
    ignore: "Iterable[str]" = (),
    safety: "Safety | None" = None,
    offline: bool = False,
    context: "Path | None" = None,
    target: "str | None" = None,
    registry: "Registry | None" = None,
    refresh: bool = False,
    checksums: bool = False,
) -> "Result":
    """Fix the text of one Dockerfile; nothing is read from configuration and nothing is written.

    A `str` stands for its UTF-8 bytes, without any change of its line ends. `select`,
    `extend_select` and `ignore` name transforms, `safety` is the highest level that is applied
    (`Safety.HARDENING` where None), `context` is the build context's folder, and `target` the stage
    that is built. Nobody is asked about images unless there is a `registry`, a
    `fixer.registry.Registry`; with `refresh`, digests whose tags have moved on are moved, and with
    `checksums` what ADD names by a URL is fetched.

    The result holds bytes, `before` and `after`, with the changes and the places left alone. A
    text that cannot be fixed comes back as it is, with a `problem`. A name that no transform bears
    raises ValueError.

    >>> fix_text("FROM debian\\nRUN apt-get install -y curl\\n").after.decode()  # doctest: +SKIP
    """
    from fixer import engine
    from fixer.config import known
    from fixer.edit import Safety

    source = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    options = engine.Options(
        select=None if select is None else known(select),
        extend_select=known(extend_select),
        ignore=known(ignore),
        safety=Safety.HARDENING if safety is None else safety,
        offline=offline,
        context=context,
        target=target,
        refresh=refresh,
        checksums=checksums,
    )
    return engine.fix(source, options, registry)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
