"""TOML and INI files that somebody else wrote."""

from __future__ import annotations

import time

import pytest

from fixer.formats import ini, toml


def test_what_is_toml_is_read() -> None:
    assert toml(b'[a.b]\nc = ["1.2.3", "' + b"4.5." * 100 + b'"]\n')["a"]["b"]["c"][0] == "1.2.3"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"a", "Expected '='"),
        (b"\xff = 1", "can't decode"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"a" + b".a" * 100_000 + b" = 1", "too many parts"),
    ],
    ids=["not", "bytes", "deep", "long"],
)
def test_what_is_no_toml_is_refused_in_time(text: bytes, reason: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match=reason):
        toml(text)
    # a name of so many parts takes tomllib some minutes
    assert time.process_time() - start < 10


def test_what_is_ini_is_read() -> None:
    assert ini("[a]\nb: c\n").get("a", "b") == "c"
    assert ini("[a]\nb\n", allow_no_value=True).get("a", "b") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a", "no section headers"),
        ("[a]\n[a]\n", "already exists"),
        ("[a]\n" + "b\n" * 400_000, "too long"),
    ],
    ids=["not", "twice", "long"],
)
def test_what_is_no_ini_is_refused_in_time(text: str, reason: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueError, match=reason):
        ini(text)
    # so many lines that are none take configparser a quarter of a minute
    assert time.process_time() - start < 10
