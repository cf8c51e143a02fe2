"""Lists of commands out of which those about sudo are taken: the others run as they did."""

from __future__ import annotations

import shutil
import subprocess

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fixer.dockerfile.document import Document
from fixer.engine import Options, fix

SUDOERS = "echo S >> /etc/sudoers"
COMMANDS = st.sampled_from(
    [
        SUDOERS,
        SUDOERS,
        "echo S | tee -a /etc/sudoers",
        f"sh -c 'echo nested && {SUDOERS}'",
        f"sh -c '{SUDOERS}'",
        "echo plain",
        "true",
        "false",
        "{ echo group; }",
        "(echo subshell)",
        "! true",
    ]
)
LINES = st.lists(
    st.tuples(COMMANDS, st.sampled_from(["&&", "&&", "&&", "||", ";", "|| true &&"])),
    min_size=2,
    max_size=6,
)
HEADS = st.sampled_from(["", "set -e; ", "set -ex && "])


def as_lines(head: str, lines: list[tuple[str, str]]) -> str:
    text = head
    for command, operator in lines[:-1]:
        text += f"{command} {operator} \\\n    "
    return f"RUN {text}{lines[-1][0]}\n"


def as_heredoc(head: str, lines: list[tuple[str, str]]) -> str:
    ends = {"&&": " &&\n", "||": " ||\n", ";": "\n", "|| true &&": " || true\n"}
    body = "".join(command + ends[operator] for command, operator in lines[:-1])
    first = "set -e\n" if head else ""
    return f"RUN <<EOF\n{first}{body}{lines[-1][0]}\nEOF\n"


def outcome(source: bytes) -> tuple[str, int]:
    """What the RUN of a Dockerfile prints and returns, nothing of it about sudo being done."""
    for instruction in Document(source).instructions:
        if instruction.keyword == "RUN":
            heredocs = instruction.heredocs
            text = instruction.value
            if heredocs:
                text = heredocs[0].content(instruction.raw).decode()
            text = text.replace("echo S | tee -a /etc/sudoers", "true").replace(SUDOERS, "true")
            shell = shutil.which("dash") or "sh"
            done = subprocess.run([shell, "-c", text], capture_output=True, text=True, timeout=20)
            return done.stdout, done.returncode
    return "", 0


@settings(max_examples=250)
@given(write=st.sampled_from([as_lines, as_heredoc]), head=HEADS, lines=LINES)
def test_the_other_commands_run_as_they_did(write, head, lines) -> None:  # type: ignore[no-untyped-def]
    before = f'FROM debian:12\n{write(head, lines)}CMD ["/app"]\n'.encode()
    result = fix(before, Options(select=frozenset(("sudoers",))))
    assert result.problem is None
    assume(result.changed)
    printed, code = outcome(before)
    printed_after, code_after = outcome(result.after)
    assert (code == 0) == (code_after == 0)
    if code == 0:  # a build that fails leaves nothing
        assert printed_after == printed
