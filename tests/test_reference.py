"""Image references, by the grammar of `distribution/reference`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixer.dockerfile.reference import ImageReference, parse_reference

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("debian", ("docker.io", "library/debian", None, None)),
        ("debian:12", ("docker.io", "library/debian", "12", None)),
        (f"debian@{DIGEST}", ("docker.io", "library/debian", None, DIGEST)),
        (f"debian:12@{DIGEST}", ("docker.io", "library/debian", "12", DIGEST)),
        ("docker.io/debian", ("docker.io", "library/debian", None, None)),
        ("docker.io/library/debian", ("docker.io", "library/debian", None, None)),
        ("index.docker.io/debian", ("docker.io", "library/debian", None, None)),
        ("a/b", ("docker.io", "a/b", None, None)),
        ("a/b/c:d", ("docker.io", "a/b/c", "d", None)),
        ("localhost/a", ("localhost", "a", None, None)),
        ("localhost:5000/a:1", ("localhost:5000", "a", "1", None)),
        ("r.io/a", ("r.io", "a", None, None)),
        ("host:80/a/b", ("host:80", "a/b", None, None)),
        ("MyHost/a", ("MyHost", "a", None, None)),
        ("a__b/c-d.e_f", ("docker.io", "a__b/c-d.e_f", None, None)),
        ("a---b", ("docker.io", "library/a---b", None, None)),
        ("a:B_c.d-1", ("docker.io", "library/a", "B_c.d-1", None)),
        ("a:" + "x" * 128, ("docker.io", "library/a", "x" * 128, None)),
        ("[::1]:5000/a", ("[::1]:5000", "a", None, None)),
        (".io/a", None),
        ("a b.io/c", None),
        ("-a.io/b", None),
        ("a.io:b/c", None),
        ("", None),
        ("Debian", None),
        ("a/B", None),
        ("a:", None),
        ("a:.b", None),
        ("a:" + "x" * 129, None),
        ("a@sha256:abc", None),
        ("a:b:c", None),
        ("a b", None),
        ("a//b", None),
        ("/a", None),
        ("a/", None),
        ("-a", None),
        ("a..b", None),
        ("a___b", None),
        ("$A", None),
        ("a:$B", None),
        ("é", None),
        ("a:é", None),
        ("0123456789abcdef" * 4, None),
    ],
)
def test_parts(text: str, reference: tuple[str, str, str | None, str | None] | None) -> None:
    assert parse_reference(text) == (ImageReference(*reference) if reference else None)


@pytest.mark.parametrize(
    ("text", "familiar"),
    [
        ("debian", "debian"),
        ("library/debian:1", "debian"),
        ("docker.io/a/b", "a/b"),
        ("r.io/library/a", "r.io/library/a"),
    ],
)
def test_familiar_name(text: str, familiar: str) -> None:
    reference = parse_reference(text)
    assert reference is not None
    assert reference.familiar == familiar


@given(st.text(alphabet="aB0._-/:@$ é", max_size=30))
def test_any_text_is_a_reference_or_none(text: str) -> None:
    reference = parse_reference(text)
    if reference is not None:
        again = f"{reference.registry}/{reference.repository}"
        again += f":{reference.tag}" if reference.tag else ""
        again += f"@{reference.digest}" if reference.digest else ""
        assert parse_reference(again) == reference
