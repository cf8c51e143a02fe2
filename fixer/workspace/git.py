"""Which files git says have changed. Only git's own data is read: no filter, hook or program that a
repository configures is run."""

from __future__ import annotations

import os
import subprocess

#: Settings of a repository that would have git start other programs.
_INERT = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat",
    "-c", "diff.external=", "-c", "submodule.recurse=false",
)  # fmt: skip
#: In seconds.
_PATIENCE = 120


class GitError(Exception):
    """Git is not there, this is no repository, or it does not know the revision."""


def changed(folder: str, since: str | None = None) -> set[str]:
    """The real paths of files that differ from where `since` and HEAD parted, those that git does
    not track yet among them; where it is None, of those that are staged. Raises GitError."""
    top = os.path.realpath(_git(folder, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
    shown = ["diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", "--diff-filter=d"]
    if since is None:
        names = _git(top, *shown, "--cached").split(b"\0")
    else:
        if since.startswith("-"):
            raise GitError(f"{since!r} is no revision")
        try:
            base = _git(top, "merge-base", since, "HEAD").decode().strip()
        except GitError:  # nothing in common, or it is a tree
            base = _git(top, "rev-parse", "--verify", "--end-of-options", since).decode().strip()
        names = _git(top, *shown, base, "--").split(b"\0")
        names += _git(top, "ls-files", "-z", "--others", "--exclude-standard").split(b"\0")
    return {os.path.join(top, os.fsdecode(name)) for name in names if name}


def _git(folder: str, *arguments: str) -> bytes:
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", folder, *_INERT, *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=_PATIENCE, check=False
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(f"git failed: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        raise GitError(said[0].removeprefix("fatal: "))
    return done.stdout
