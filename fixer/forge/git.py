"""Running git on repositories that nobody vouches for.

No shell, no prompt, no hook, no submodule, no filter; only the user's own configuration counts.
A token reaches git through its environment, by a credential program that answers for one host.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from fixer.forge.model import ForgeError, Unreachable
from fixer.forge.secret import Secret, hidden

#: How long one command may take, in seconds: the first fetch of a large repository is the longest.
_TIME = 1800.0
_CONFIGURATION = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.autocrlf": "false",
    "core.askPass": "",
    "protocol.ext.allow": "never",
    "submodule.recurse": "false",
    "fetch.recurseSubmodules": "false",
    "push.recurseSubmodules": "no",
    "push.gpgSign": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "advice.detachedHead": "false",
}
#: These would lead git elsewhere, make it ask somebody, or make it write down what it sends.
_DROPPED = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES "
    "GIT_COMMON_DIR GIT_NAMESPACE GIT_PREFIX GIT_CURL_VERBOSE GIT_ASKPASS SSH_ASKPASS "
    "GIT_EXTERNAL_DIFF GIT_QUARANTINE_PATH GIT_SHALLOW_FILE GIT_REPLACE_REF_BASE "
    "GIT_CONFIG".split()
)
_ANSWER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" '
    '"$FIXER_GIT_USER" "$FIXER_GIT_TOKEN"; }; f'
)
_CUT = (
    "could not resolve host",
    "failed to connect",
    "connection",
    "timed out",
    "early eof",
    "unexpected disconnect",
    "empty reply",
    "hung up",
    "rpc failed",
)


def environment() -> dict[str, str]:
    """The environment for git: nothing that leads it astray, and nobody to ask."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _DROPPED and not name.startswith("GIT_TRACE")
    }
    return {
        **kept,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
        "GCM_INTERACTIVE": "never",
    }


class GitError(ForgeError):
    """A git command that failed: what git said, without any secret."""


class Git:
    """git in one folder. `secret` is told to `host`, a scheme and a host, alone."""

    def __init__(self, folder: str, secret: Secret | None = None, host: str = "") -> None:
        self.folder = folder
        self._secret = secret
        self._environment = environment()
        if secret is not None and host:
            count = int(self._environment.get("GIT_CONFIG_COUNT") or 0)
            # An empty value takes away all credential programs before it: none may store this one.
            for value in ("", _ANSWER):
                self._environment[f"GIT_CONFIG_KEY_{count}"] = f"credential.{host}.helper"
                self._environment[f"GIT_CONFIG_VALUE_{count}"] = value
                count += 1
            self._environment["GIT_CONFIG_COUNT"] = str(count)
            self._environment["FIXER_GIT_USER"] = secret.user or "oauth2"
            self._environment["FIXER_GIT_TOKEN"] = secret.token
        self._fixed = ["git", "--no-pager", "--no-replace-objects", "--literal-pathspecs"]
        for name, value in _CONFIGURATION.items():
            self._fixed += ["-c", f"{name}={value}"]

    def __call__(
        self, *arguments: str, text: bytes = b"", extra: Mapping[str, str] | None = None
    ) -> bytes:
        """Run one command, with `text` on its standard input; what it prints. Raises GitError."""
        code, output, said = self._run([*self._fixed, *arguments], text, extra or {})
        if code == 0:
            return output
        message = hidden(said.decode("utf-8", "replace").strip(), self._secret)
        lines = [line for line in message.splitlines() if line.strip()]
        short = "; ".join(lines[-3:]) or f"it ended with {code}"
        if any(word in message.lower() for word in _CUT):
            raise Unreachable(f"git {arguments[0]}: {short}")
        raise GitError(f"git {arguments[0]}: {short}")

    def line(self, *arguments: str) -> str:
        """What a command prints, as one line of text."""
        return self(*arguments).decode("utf-8", "replace").strip()

    def _run(
        self, command: Sequence[str], text: bytes, extra: Mapping[str, str]
    ) -> tuple[int, bytes, bytes]:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                cwd=self.folder, env={**self._environment, **extra},
                start_new_session=True,  # ssh has no terminal to ask at
            )  # fmt: skip
        except OSError as error:
            raise GitError(f"git cannot be run: {error}") from error
        try:
            output, said = process.communicate(text, timeout=_TIME)
        except subprocess.TimeoutExpired as error:
            raise Unreachable(f"git {command[-1]}: no end after {_TIME:.0f} seconds") from error
        finally:
            if process.poll() is None:
                _end(process)
        return process.returncode, output, said


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process, and what it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGTERM)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
    if process.poll() is None:
        process.kill()
        process.wait()
