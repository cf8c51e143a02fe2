"""Words, flags, arrays and variables, as BuildKit reads them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixer.dockerfile.words import (
    WordError,
    expand,
    parse_json,
    split_flags,
    split_separated,
    split_words,
)

# Splitting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("  ", []),
        ("a  b\tc", ["a", "b", "c"]),
        ("a='b c' d", ["a='b c'", "d"]),
        ('a="b \\" c" d', ['a="b \\" c"', "d"]),
        ("a='b \\' c'", ["a='b \\'", "c'"]),
        ("a=b\\ c d", ["a=b\\ c", "d"]),
        ("a='b c", ["a='b c"]),
        ('a="b c', ['a="b c']),
        ("a\\", ["a"]),
        ('"a\\', ['"a']),
        ("\\", []),
        ("a\u2003b", ["a", "b"]),
        ("a\x1cb", ["a\x1cb"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [word.text for word in split_words(text, "\\")] == words


def test_words_with_a_backtick_for_the_escape() -> None:
    assert [w.text for w in split_words('a` b c\\ d "e`" f"', "`")] == [
        "a` b",
        "c\\",
        "d",
        '"e`" f"',
    ]


def test_quotes_do_not_hold_separated_words_together() -> None:
    words = split_separated(' "a  b"\tc\u00a0d', 10)
    assert [word.text for word in words] == ['"a', 'b"', "c\u00a0d"]
    assert [(word.start, word.end) for word in words] == [(11, 13), (15, 17), (18, 21)]


@pytest.mark.parametrize(
    ("text", "flags", "rest"),
    [
        ("a --b", [], "a --b"),
        ("--a b", ["--a"], "b"),
        ("--a=b  --c d --e", ["--a=b", "--c"], "d --e"),
        ("--a=\"b c\"'d'e f", ["--a=b cde"], "f"),
        ("--a=b\\ c d", ["--a=b c"], "d"),
        ("--a='b\\'c' d", ["--a=b'c"], "d"),
        ("-- --a", [], " --a"),
        ("--a -- b", ["--a"], " b"),
        ("--a", ["--a"], ""),
        ("-a", [], "-a"),
    ],
)
def test_flags(text: str, flags: list[str], rest: str) -> None:
    found, end = split_flags(text)
    assert [flag.text for flag in found] == flags
    assert text[end:] == rest


@given(st.text(alphabet="ab=-'\"\\` \t\né\u2003"))
def test_words_and_flags_stand_where_they_say(text: str) -> None:
    for escape in "\\`":
        for word in split_words(text, escape):
            assert text[word.start : word.end] == word.text
    for word in split_separated(text):
        assert text[word.start : word.end] == word.text
    flags, end = split_flags(text)
    places = [place for flag in flags for place in (flag.start, flag.end)]
    assert places == sorted(places)
    assert end >= max(places, default=0)
    for flag in flags:
        assert text[flag.start : flag.start + 2] == "--"
        assert flag.text == flag.text[:2] + flag.name + flag.text[2 + len(flag.name) :]


@pytest.mark.parametrize(
    ("text", "strings"),
    [
        ('["a", "b c"]', ["a", "b c"]),
        ('\u2003[ "\\u00e9\\n" ] ', ["é\n"]),
        ("[]", []),
        ('["a",]', None),
        ("['a']", None),
        ('["a"] b', None),
        ('{"a": "b"}', None),
        ('"a"', None),
        ("[NaN]", None),
        ("[" * 100_000, None),
        ("", None),
    ],
)
def test_array(text: str, strings: list[str] | None) -> None:
    assert parse_json(text) == strings


@pytest.mark.parametrize("text", ["[1]", '["a", null]', '[["a"]]', '[{"a": "b"}]', "[true]"])
def test_array_of_anything_but_strings_is_refused(text: str) -> None:
    with pytest.raises(WordError):
        parse_json(text)


# Variables ---------------------------------------------------------------------------------------

ENVIRONMENT = {"A": "1", "EMPTY": "", "CALLER": None, "é": "no name"}


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("a b", "a b"),
        ("$A", "1"),
        ("x${A}y$A.z", "x1y1.z"),
        ("$AB", ""),
        ("${A}B", "1B"),
        ("'$A'", "$A"),
        ('"$A b"', "1 b"),
        ("\\$A", "$A"),
        ('"\\$A"', "$A"),
        ('"\\a\\"\\\\"', '\\a"\\'),
        ("a\\b", "ab"),
        ("'a\\'b", "a\\b"),
        ("$", "$"),
        ("a$ b", "a$ b"),
        ("$é", "$é"),
        ("${A:-b}", "1"),
        ("${NONE:-b}", "b"),
        ("${EMPTY:-b}", "b"),
        ("${EMPTY-b}", ""),
        ("${NONE-b}", "b"),
        ("${A:+b}", "b"),
        ("${EMPTY:+b}", ""),
        ("${EMPTY+b}", "b"),
        ("${NONE+b}", ""),
        ("${NONE:-${A}c}", "1c"),
        ("${NONE:-'$A }'}", "$A }"),
        ("${A:?b}", "1"),
        ("$1$@", ""),
    ],
)
def test_variables(text: str, expanded: str) -> None:
    assert expand(text, ENVIRONMENT) == (expanded, True)


@pytest.mark.parametrize(
    "text",
    ["$CALLER", "a${CALLER}b", "${CALLER:-$CALLER}", '"$CALLER"', "${A#1}", "${A/1/2}", "${A%%1}"],
)
def test_what_only_the_caller_knows_is_uncertain(text: str) -> None:
    assert not expand(text, ENVIRONMENT).certain


def test_a_default_stands_for_what_only_the_caller_knows() -> None:
    assert expand("${CALLER:-b}", ENVIRONMENT).text == "b"


def test_backtick_for_the_escape() -> None:
    assert expand("C:\\a`$A\\$A", ENVIRONMENT, "`").text == "C:\\a$A\\1"


@pytest.mark.parametrize(
    "text", ["'a", '"a', "${A", "${}", "${A!b}", "${:a}", "${A:b}", "${A:-b", '"${A"']
)
def test_what_buildkit_cannot_expand(text: str) -> None:
    with pytest.raises(WordError):
        expand(text, ENVIRONMENT)


@given(st.text(alphabet="AB$${}:-+?'\"\\ é#"))
def test_any_text_expands_or_is_refused(text: str) -> None:
    try:
        expand(text, ENVIRONMENT)
    except WordError as error:
        assert str(error)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(WordError):
        expand("${B:-" * 50_000 + "}" * 50_000, {})


@given(
    st.lists(st.text(st.sampled_from("ab \"\\\t\x00é'[],{}0\udcff"), max_size=6), max_size=3).map(
        lambda words: json.dumps(words, ensure_ascii=False)
    )
    | st.text(st.sampled_from('[]", \t\\a1\x1f'), max_size=14).map(lambda text: f"[{text}")
)
def test_an_exec_form_is_read_as_json_is(text: str) -> None:
    """However it is read: plain arrays without the module."""
    try:
        wanted = json.loads(text)
    except ValueError:
        wanted = None
    if wanted is not None and not all(isinstance(each, str) for each in wanted):
        with pytest.raises(WordError):
            parse_json(text)
    else:
        assert parse_json(text) == wanted
