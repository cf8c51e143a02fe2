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


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "VOLUME /data\n",
            " (a volume that is in use at /data stays root's until it is given over)",
        ),
        ("EXPOSE 80\n", " (port 80 needs Docker 20.10, or Kubernetes 1.22 with the safe sysctl"),
        ("EXPOSE 8080\n", ""),
    ],
)
def test_what_a_change_of_user_asks_of_who_runs_the_image(lines: str, told: str) -> None:
    text = f"FROM python:3.12-slim\nCOPY app.py /app/\n{lines}CMD python /app/app.py\n"
    (change,) = fix_text(text, select=["nonroot_user"]).changes
    _, _, rest = change.why.partition("instead of root")
    assert rest.startswith(told)
    assert bool(rest) == bool(told)


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("FROM nginx:1.27\nCOPY dist /usr/share/nginx/html\n", "80"),
        ('FROM python:3.12\nCMD ["uvicorn", "app:app", "--port", "80"]\n', "80"),
        ('FROM python:3.12\nCMD ["uvicorn", "app:app", "--port", "8000"]\n', None),
        ('FROM python:3.12\nEXPOSE 8080\nCMD ["uvicorn", "app:app", "--port", "80"]\n', None),
    ],
)
def test_a_port_that_only_the_program_names_is_told(text: str, port: str | None) -> None:
    (change,) = fix_text(text, select=["nonroot_user"]).changes
    assert ("needs Docker 20.10" in change.why) == (port is not None)
    assert port is None or f"(port {port} needs" in change.why
