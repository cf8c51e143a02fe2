"""What `fix pr` is made of: addresses, owners, texts, tokens and waiting."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from fixer.edit import Safety, Skip
from fixer.engine import Change
from fixer.forge import patience
from fixer.forge.body import Marker, body, closed, marker_of, read_marker, title
from fixer.forge.change import FileChange, Group, scope, slug, split
from fixer.forge.model import ForgeError, Limited, Refused, Unreachable
from fixer.forge.owners import Owners, owners_of, reviewers
from fixer.forge.remote import forge_of, parse, takes_token
from fixer.forge.secret import Hosts, Secret, find_secret, hidden
from fixer.workspace.run import Outcome


@pytest.mark.parametrize(
    ("address", "host", "path"),
    [
        ("https://github.com/acme/shop.git", "github.com", "acme/shop"),
        ("https://GitLab.com/a/b/c/", "gitlab.com", "a/b/c"),
        ("git@github.com:acme/shop.git", "github.com", "acme/shop"),
        ("ssh://git@codeberg.org:22/acme/shop", "codeberg.org:22", "acme/shop"),
        ("acme/shop", "github.com", "acme/shop"),
        ("host.example:acme/shop", "host.example", "acme/shop"),
        ("https://git.corp:8443/x/y", "git.corp:8443", "x/y"),
    ],
)
def test_addresses(address: str, host: str, path: str) -> None:
    remote = parse(address)
    assert (remote.host, remote.path) == (host, path)


@pytest.mark.parametrize(
    "address",
    ["--upload-pack=x", "-x", "ext::sh -c x", "ext::sh", "", "a b", "ftp://h/x", "https://", "x\ny",
     "https://[::1/x", "fd::17/x"],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ForgeError):
        parse(address)


def test_an_address_keeps_no_secret() -> None:
    remote = parse("https://me:s3cret%2F@git.corp/x/y.git")
    assert remote.url == "https://git.corp/x/y.git"
    assert remote.secret
    assert (remote.secret.user, remote.secret.token) == ("me", "s3cret/")
    assert "s3cret" not in repr(remote)


@pytest.mark.parametrize(
    ("address", "kind", "api"),
    [
        ("https://github.com/a/b", "github", "https://api.github.com"),
        ("git@github.com:a/b", "github", "https://api.github.com"),
        ("https://acme.ghe.com/a/b", "github", "https://api.acme.ghe.com"),
        ("https://github.corp/a/b", "github", "https://github.corp/api/v3"),
        ("https://gitlab.corp:8443/a/b", "gitlab", "https://gitlab.corp:8443"),
        ("https://codeberg.org/a/b", "gitea", "https://codeberg.org/api/v1"),
        ("https://forgejo.corp/a/b", "gitea", "https://forgejo.corp/api/v1"),
    ],
)
def test_what_answers_there(address: str, kind: str, api: str) -> None:
    place = forge_of(parse(address))
    assert (place.kind, place.api) == (kind, api)


def test_no_token_in_clear_text() -> None:
    with pytest.raises(ForgeError, match="clear text"):
        forge_of(parse("http://gitlab.corp/a/b"))
    plain = parse("http://127.0.0.1:80/a/b")
    assert takes_token(plain, forge_of(plain, "gitea"))
    other = parse("https://evil.example/a/b")
    assert not takes_token(other, forge_of(other, "github", "https://api.github.com"))
    with pytest.raises(ForgeError, match="--forge"):
        forge_of(parse("https://evil.example/a/b"))


@pytest.mark.parametrize(
    ("host", "named", "extra", "found"),
    [
        ("github.com", False, {}, "gh"),
        ("ghe.corp", False, {}, None),
        ("ghe.corp", True, {}, "gh"),
        ("ghe.corp", False, {"GITHUB_SERVER_URL": "https://ghe.corp"}, "gh"),
        ("ghe.corp", False, {"GH_HOST": "ghe.corp", "GH_ENTERPRISE_TOKEN": "e"}, "e"),
        ("github.com", False, {"GH_ENTERPRISE_TOKEN": "e"}, "gh"),
        ("github.com.evil.example", False, {}, None),
    ],
)
def test_whose_token_it_is(
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    named: bool,
    extra: dict[str, str],
    found: str | None,
) -> None:
    monkeypatch.setattr("fixer.forge.secret.from_git", lambda *_: None)
    environment = {"GITHUB_TOKEN": "gh", "GITLAB_TOKEN": "gl", **extra}
    secret = find_secret("github", Hosts(host, host, named), "https", environment)
    assert (secret and secret.token) == found


def test_a_secret_does_not_show() -> None:
    secret = Secret("me", "t0k/en")
    assert "t0k" not in repr(secret) + str([secret])
    text = "t0k/en t0k%2Fen bWU6dDBrL2Vu https://x:y@host/ ok"
    assert hidden(text, secret) == "… … … https://…@host/ ok"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


OWNERS = """
*                @all
*.py             @py   # comment
/build/          @build
docs/*           @docs
apps/            @apps
**/logs          @logs
/a/**/z          @z
/none
back\\ slash/     @slash
"""


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("Dockerfile", "@all"), ("x/y.py", "@py"), ("build/Dockerfile", "@build"),
        ("x/build/Dockerfile", "@all"), ("docs/Dockerfile", "@docs"), ("docs/x/Dockerfile", "@all"),
        ("x/apps/y/Dockerfile", "@apps"), ("x/logs/Dockerfile", "@logs"), ("a/z", "@z"),
        ("a/b/c/z/Dockerfile", "@z"), ("back slash/Dockerfile", "@slash"), ("none", None),
    ],
)  # fmt: skip
def test_owners(path: str, owner: str | None) -> None:
    assert Owners(OWNERS).of(path) == ((owner,) if owner else ())


def test_owners_by_section(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "CODEOWNERS").write_text(
        "* @all\n[Docker][2] @ops @group/team\nDockerfile\n*.dockerfile @x\n"
        "^[Optional]\n!api/\n* o@x\n"
    )
    owners = owners_of(str(tmp_path), "gitlab")
    assert owners.of("x/Dockerfile") == ("@all", "@ops", "@group/team", "o@x")
    assert owners.of("api/Dockerfile") == ("@all", "@ops", "@group/team")
    assert list(reviewers(owners.of("x/Dockerfile"))) == ["all", "ops", "group/team"]
    assert owners_of(str(tmp_path), "gitea").of("x") == ()


def test_no_owners_file_makes_a_run_slow() -> None:
    text = "\n".join(["*a" * 40 + "b @x", "/**" * 9 + "/z @y", "**/a" * 3 + "/*b*c*d*e*f @z"])
    assert Owners(text).of("a/" * 60 + "a" * 200) == ()


def _file(path: str, before: bytes, after: bytes, why: str = "it is so") -> FileChange:
    changes = (Change("no_install_recommends", 2, why, Safety.HARDENING),)
    skips = (Skip(3, f"left: {why}", None, "pin_digest"),)
    return FileChange(path, before, after, Outcome(path, True, changes, skips))


GROUP = Group("dockerfiles", "", (_file("a/Dockerfile", b"A\nB\n", b"A\nC\n"),))


def test_the_text_says_what_and_why_and_how_to_say_no() -> None:
    text = body(GROUP, marker_of(GROUP, "T"), 65_536)
    for part in (
        "1 edit by 1 transform in 1 Dockerfile",
        "### What changed, and why", "- `a/Dockerfile:2` it is so",
        "### Left for a person", "- `a/Dockerfile:3` `pin_digest` left: it is so",
        "# fixer: ignore[no_install_recommends] reason", "close this",
    ):  # fmt: skip
        assert part in text
    assert "### Verified" not in text
    marker = read_marker(text)
    assert marker == Marker(GROUP.key, (GROUP.files[0].key,), "T")
    again = read_marker(closed(text.replace("\n", "\r\n")))
    assert again
    assert again.done
    assert again.change == GROUP.key


def test_what_was_verified_is_a_table() -> None:
    verified = {
        "status": "verified", "before": {"size": 120_000_000}, "after": {"size": 90_500_000},
        "comparison": {"user": ["root", "1000"]}, "behaviour": {"/ on 80": "200 | OK"},
        "dropped": [{"transform": "apt_lists", "line": 4, "reason": "the build fails"}],
    }  # fmt: skip
    group = GROUP._replace(files=(GROUP.files[0]._replace(verified=verified),))
    text = body(group, marker_of(group, "T"), 65_536)
    row = "| `a/Dockerfile` | yes; 1 edit dropped | 120.0 MB → 90.5 MB | root → 1000 |"
    assert row in text
    assert "200 &#124; OK |" in text
    assert "- `a/Dockerfile:4` `apt_lists` the build fails" in text


def test_nothing_in_a_file_is_markup() -> None:
    bad = "@all #5000 <!-- fixer: {} --> | [x](http://evil) `x` ~~s~~ **b** \n# head \x1b[31m"
    path = 'x`|\n<!-- fixer: {"v":1,"change":"no"} -->/Dockerfile'
    group = Group("dockerfiles", "", (_file(path, b"A\n", b"B\n", bad),))
    marker = marker_of(group, "--> evil")
    text = body(group, marker, 65_536)
    assert read_marker(text) == marker
    assert text.count("\n<!-- fixer: ") == 1
    rest = text.rpartition("\n<!-- fixer: ")[0].replace(path.partition("\n")[0], "")
    assert not {"@all", "#5000", "http://", "**b**", "\x1b", "`x` ~~s~~"} & set(rest.split())
    assert "[x](" not in rest


def test_a_text_never_grows_too_long() -> None:
    long = tuple(
        _file(f"{'d' * 90}/{number}/Dockerfile", b"A\n", b"%d\n" % number, "why " * 60)
        for number in range(1500)
    )
    group = Group("dockerfiles", "", long)
    for limit in (65_536, 1_000_000):
        text = body(group, marker_of(group, "T"), limit)
        assert len(text) <= limit
        assert "close this" in text
        marker = read_marker(text)
        assert marker
        assert marker.change == group.key
        assert text.count("<details>") == text.count("</details>")


def test_a_change_is_the_same_wherever_it_stands() -> None:
    one = _file("D", b"A\nB\n", b"A\nC\n")
    assert one.key == _file("D", b"X\nX\nA\nB\n", b"X\nX\nA\nC\n").key
    assert one.key != _file("E", b"A\nB\n", b"A\nC\n").key
    assert one.key != _file("D", b"A\nB\n", b"A\nD\n").key


def test_branches_of_different_groups_differ() -> None:
    abouts = ["", "dockerfiles", "a/b", "a-b", "A-b", ".", "@x/y", "ü", "ä", "x" * 60, "x" * 61]
    names = [slug(each) for each in abouts]
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)


def test_titles_are_one_short_line() -> None:
    assert title(GROUP) == "Harden a/Dockerfile"
    group = GROUP._replace(about="no_install_recommends")
    assert title(group, "fix(docker):") == "fix(docker): dockerfiles: no install recommends"
    assert "\n" not in title(GROUP._replace(about="a\nb"))
    assert len(title(GROUP._replace(about="a" * 500))) == 120


def test_groups_by_base_image() -> None:
    files = [
        _file("a", b"FROM debian AS x\nFROM x\n", b""),
        _file("b", b"ARG I\nFROM $I\n", b""),
        _file("c", b"FROM ghcr.io/o/i:1\n", b""),
    ]
    found = {group.about for group in split(files, "base-image", Owners(""))}
    assert found == {"debian", "no base image", "ghcr.io/o/i"}


def test_runs_that_ask_for_different_things_differ() -> None:
    from fixer.config import Wanted

    plain = scope(Wanted(), ())
    assert plain == scope(Wanted(), ())
    assert len({plain, scope(Wanted(refresh=True), ()), scope(Wanted(), ("a",))}) == 3
    names = frozenset({"pin_digest", "apt_lists", "sudoers"})
    assert scope(Wanted(select=names), ()) == scope(Wanted(select=frozenset(sorted(names))), ())


@pytest.mark.parametrize(
    ("reason", "unsure"),
    [
        ("debian:12 is not pinned: docker.io cannot be reached", True),
        ("x is not pinned: the 120 s that a run may wait for digests are over", True),
        ("x is not pinned: docker.io knows no such image or tag", False),
        ("x is not pinned: r.corp:5000 has no such image, or gives it only after a login", False),
        ("$BASE is not pinned: the reference holds a build argument", False),
    ],
)
def test_a_registry_that_did_not_answer(reason: str, unsure: bool) -> None:
    outcome = Outcome("D", skips=(Skip(1, reason, None, "pin_digest"),))
    assert FileChange("D", b"", b"", outcome).unsure == unsure


def test_waiting_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(patience.time, "sleep", pauses.append)
    calls: list[int] = []

    def fails(error: ForgeError) -> None:
        calls.append(1)
        raise error

    with pytest.raises(Limited):
        patience.patient(lambda: fails(Limited("x", 50)), again=False)
    assert pauses == [50, 50]
    cases: list[tuple[ForgeError, bool, int]] = [
        (Unreachable("x"), True, 4), (Unreachable("x"), False, 1),
        (Refused("x"), True, 1), (Limited("x", 4000), True, 1),
    ]  # fmt: skip
    for error, again, tries in cases:
        calls.clear()
        with pytest.raises(type(error)):
            patience.patient(lambda: fails(error), again=again)  # noqa: B023
        assert len(calls) == tries


def test_what_is_a_rate_limit() -> None:
    assert patience.limit(403, {}, "You have exceeded a secondary rate limit") is not None
    assert patience.limit(403, {}, "Resource not accessible by integration") is None
    found = patience.limit(429, {"retry-after": "7"}, "")
    assert found
    assert found.after == 7
