"""The entry point of the installed script: arguments in, exit code out.

Plain arguments, as a hook or a reviewer gives them, are read here; all others by click in
`fixer.cli`, which takes as long to load as ten files to fix. Both make the same `Invocation`.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from fixer.invocation import (
    BROKEN_PIPE,
    DONE,
    FAILED,
    INTERRUPTED,
    WOULD_CHANGE,
    Failure,
    Invocation,
    Scope,
    end_in_order,
    fix_files,
    say,
)

#: The commands that have a name, which is told from a path by being the first argument.
COMMANDS = frozenset("list explain verify report pr review lsp fleet".split())
#: The plain options. What they set is said by `plain`.
_LEVELS = {"--safe": "SAFE", "--hardening": "HARDENING", "--unsafe": "UNSAFE"}
_SHORT = {"-q": "--quiet", "-v": "--verbose"}
_FLAGS = {"--diff", "--check", "--offline", "--no-cache", "--quiet", "--verbose", *_LEVELS}


def main() -> None:
    """Run the command and exit."""
    # A stream that the caller has closed swallows what is written to it.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    arguments = sys.argv[1:]
    # Loading leaves no garbage, nor does what comes after it (fixer.invocation).
    gc.disable()
    # With these nothing is written, and `signal` takes a millisecond to load.
    if not {"--diff", "--check"}.intersection(arguments):
        end_in_order()
    try:
        asked = plain(arguments, os.environ)
        if asked is None:
            gc.enable()
            from fixer.cli import run

            code = run()
        else:
            code = fix_files(asked)
        sys.stdout.flush()
    except Failure as error:
        say(f"Error: {error}")
        code = FAILED
    except KeyboardInterrupt:
        say("fix: interrupted")
        code = INTERRUPTED
    except BrokenPipeError:
        code = BROKEN_PIPE
    except OSError as error:
        say(f"fix: error: {error}")
        code = FAILED
    if code not in (DONE, WOULD_CHANGE):
        _give_up_output()
    with suppress(OSError):
        sys.stderr.flush()
    # All is written. To free every object one by one would take as long as to fix several files.
    os._exit(code)


def plain(arguments: Sequence[str], environment: Mapping[str, str]) -> Invocation | None:
    """What `arguments` ask for, or None where they are not all plain."""
    if "FIXER_OFFLINE" in environment or "_FIX_COMPLETE" in environment:
        return None
    if arguments and arguments[0] in COMMANDS:
        return None
    paths = [each for each in arguments if not each.startswith("-")]
    options = [_SHORT.get(each, each) for each in arguments if each.startswith("-")]
    if not _FLAGS.issuperset(options) or {"--quiet", "--verbose"}.issubset(options):
        return None
    from fixer.config import Wanted

    wanted = Wanted(offline=True if "--offline" in options else None)
    levels = [_LEVELS[each] for each in options if each in _LEVELS]
    if levels:
        from fixer.edit import Safety

        wanted = wanted._replace(safety=Safety[levels[-1]])
    return Invocation(
        tuple(paths) or (os.curdir,),
        wanted,
        diff="--diff" in options,
        check="--check" in options,
        quiet="--quiet" in options,
        verbose="--verbose" in options,
        scope=Scope(cache="--no-cache" not in options),
    )


def _give_up_output() -> None:
    """Let what could not be written be forgotten, or Python would try again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
