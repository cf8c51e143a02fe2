"""Reasons name words of the file, but no texts, which may hold what is nobody's business."""

from __future__ import annotations

import pytest

from fixer import fix_text

PASSWORD = "hunter2Xk29"


@pytest.mark.parametrize(
    "command",
    [
        f'CMD bash -c "server --password={PASSWORD} --name $NAME && tail -f /var/log/x"',
        f"CMD server --password={PASSWORD}$SUFFIX",
        f'CMD "$START --password={PASSWORD}"',
    ],
)
def test_no_text_is_told(command: str) -> None:
    result = fix_text(f"FROM debian:bookworm-slim\nRUN touch /x\n{command}\n")
    assert result.skips or result.changes
    assert not [skip for skip in result.skips if PASSWORD in skip.reason]
    assert not [change for change in result.changes if PASSWORD in change.why]


def test_text_of_a_shell_in_double_quotes_is_judged() -> None:
    """What the outer shell fills in leaves the rest of the text as it is."""
    text = 'FROM debian:bookworm-slim\nCMD bash -c "echo \\"$GREETING\\" && /usr/sbin/sshd -D"\n'
    reasons = " ".join(s.reason for s in fix_text(text).skips if s.transform == "nonroot_user")
    assert "CMD runs sshd" in reasons


def test_a_number_in_a_variable_is_settled() -> None:
    """Nothing is left for a person where USER is a number already, by whatever name."""
    text = "FROM debian:bookworm-slim\nARG UID=1000\nRUN useradd -u $UID app\nUSER app\n"
    once = fix_text(text, select=["numeric_user"])
    assert "USER $UID" in once.after.decode()
    assert not once.skips
