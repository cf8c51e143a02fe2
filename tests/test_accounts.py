"""Which accounts a Dockerfile makes, and with which numbers."""

from __future__ import annotations

import pytest

from fixer.dockerfile.accounts import Account, accounts
from fixer.dockerfile.document import Document


def made(run: str, base: str = "debian:12", before: str = "") -> dict[str, Account]:
    source = f"FROM {base}\n{before}RUN {run}\n"
    return accounts(Document(source.encode()).stages[-1]).users


def numbers(account: Account) -> tuple[int | None, int | None]:
    return (
        account.uid.number if account.uid else None,
        account.gid.number if account.gid else None,
    )


@pytest.mark.parametrize(
    ("run", "uid", "gid"),
    [
        ("useradd web", None, None),
        ("useradd -u 2000 web", 2000, 2000),
        ("useradd --uid=2000 web", 2000, 2000),
        ("useradd -mu 2000 web", 2000, 2000),
        ("useradd -u2000 web", 2000, 2000),
        ("useradd --uid 2000 --gid 3000 web", 2000, 3000),
        ("useradd -u '2000' -g \"3000\" web", 2000, 3000),
        ("useradd -u 2000 -N web", 2000, 100),
        ("useradd -u 2000 -g users web", 2000, 100),
        ("useradd -u 2000 -g root web", 2000, 0),
        ("useradd -u 2000 -g elsewhere web", 2000, None),
        ("groupadd -g 3000 team && useradd -u 2000 -g team web", 2000, 3000),
        ("groupadd team && useradd -u 2000 -g team web", 2000, None),
        ("groupadd -g 2000 team && useradd -u 2000 web", 2000, None),
        ("useradd web && usermod -u 2000 web", 2000, None),
        ("useradd -u 2000 web && groupmod -g 3000 web", 2000, 3000),
        ("adduser --uid 2000 --disabled-password --gecos '' web", 2000, 2000),
        ("adduser --system --uid 2000 web", 2000, 65534),
        ("adduser --system --group --uid 2000 web", 2000, 2000),
        ("addgroup --gid 3000 team && adduser --uid 2000 --ingroup team web", 2000, 3000),
        ("echo web:x:2000:3000::/srv:/bin/sh >> /etc/passwd", 2000, 3000),
        ("id web || useradd -u 2000 web", 2000, 2000),
    ],
)
def test_an_account_on_debian(run: str, uid: int | None, gid: int | None) -> None:
    assert numbers(made(run)["web"]) == (uid, gid)


@pytest.mark.parametrize(
    ("run", "uid", "gid"),
    [
        ("adduser -D web", None, None),
        ("adduser -D -u 2000 web", 2000, 2000),
        ("adduser -S -u 2000 web", 2000, 65533),
        ("addgroup -g 3000 team && adduser -D -u 2000 -G team web", 2000, 3000),
        ("adduser -D -u 2000 -g 'The web' web", 2000, 2000),
    ],
)
def test_an_account_on_alpine(run: str, uid: int | None, gid: int | None) -> None:
    assert numbers(made(run, "alpine:3.20")["web"]) == (uid, gid)


def test_a_link_to_useradd_has_its_flags() -> None:
    assert numbers(made("adduser -u 2000 -g 100 web", "rockylinux:9")["web"]) == (2000, 100)


def test_a_build_argument_keeps_its_name() -> None:
    account = made("useradd -u ${UID} web", before="ARG UID=1500\n")["web"]
    assert account.uid is not None
    assert account.uid == (1500, "${UID}")


def test_a_variable_without_a_value_is_no_number() -> None:
    assert made("useradd -u ${UID} web", before="ARG UID\n")["web"].uid is None


@pytest.mark.parametrize(
    "run",
    [
        "useradd -G video,audio web",
        "useradd web && usermod -aG video web && gpasswd -a web audio",
        "useradd web && adduser web video && addgroup web audio",
    ],
)
def test_supplementary_groups(run: str) -> None:
    assert made(run)["web"].groups == ("video", "audio")


def test_the_accounts_of_the_base() -> None:
    assert numbers(made("true", "node:20")["node"]) == (1000, 1000)
    assert made("true", "node:20")["node"].command is None


def test_accounts_of_a_parent_stage() -> None:
    source = b"FROM debian:12 AS base\nRUN useradd -u 2000 web\nFROM base\nCMD true\n"
    known = accounts(Document(source).stages[-1])
    assert numbers(known.users["web"]) == (2000, 2000)
    assert [account.name for account in known.made] == ["web"]


def test_accounts_that_are_copied_with_their_file() -> None:
    source = (
        b"FROM debian:12 AS build\nRUN useradd -u 2000 web\n"
        b"FROM scratch\nCOPY --from=build /etc/passwd /etc/group /etc/\n"
    )
    known = accounts(Document(source).stages[-1])
    assert numbers(known.users["web"]) == (2000, 2000)
    assert known.made == []


def test_an_account_for_a_program_is_told() -> None:
    assert made("useradd -r web")["web"].system
    assert made("useradd -s /usr/sbin/nologin web")["web"].system
    assert not made("useradd -m -s /bin/bash web")["web"].system
