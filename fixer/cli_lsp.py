"""The command `fix lsp`: arguments in, exit code out."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from fixer import cli


def command() -> click.Command:
    """The command `lsp`."""
    names = {"select", "extend_select", "ignore", "safety", "offline"}
    shared = [each for each in cli.files.params if each.name in names]
    # Many clients say what this one does anyway.
    stdio = click.Option(["--stdio"], is_flag=True, expose_value=False, hidden=True)
    return click.Command(
        "lsp",
        callback=_serve,
        params=[*shared, stdio],
        options_metavar="[OPTIONS]",
        help="Serve an editor, over standard input and output: diagnostics, quick fixes, and "
        "source.fixAll, in Dockerfiles and in the files beside them. Registries are asked only "
        "with --online, when a file is opened or saved. The editor may set level (safe, "
        "hardening, unsafe), skips (true shows what is left alone) and online.",
        epilog="Exit codes: 0 the editor ended the session; 1 it went away; 2 wrong usage.",
    )


def _serve(offline: bool | None, **said: Any) -> int:
    """Serve until the editor ends the session."""
    from fixer.config import Wanted

    try:
        from fixer.editor.server import Settings, serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        reason = "the language server needs more: pip install 'dockerfile-fixer[lsp]'"
        raise cli.Failure(reason) from error
    # The protocol has standard output for itself: whatever else is written goes elsewhere.
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return serve(Settings(Wanted(**said), online=offline is False), sys.stdin.buffer, sink)
