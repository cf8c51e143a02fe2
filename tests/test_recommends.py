"""What is lost without recommended packages: the data, the rules on it, and how both are made."""

from __future__ import annotations

import hashlib
import lzma
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from fixer.facts import make_recommends as make
from fixer.facts.recommends import Evidence, Verdict, covered, lost
from fixer.facts.recommends_index import DATA, Archives, archives, releases_of
from fixer.facts.recommends_policy import Policy, policy

READ = Evidence(opaque=False)
UNREAD = Evidence()


def names(packages: str, release: str | None = "bookworm", present: str = "") -> set[str]:
    return {lost.name for lost in loss(packages, release, present).packages}


def loss(packages: str, release: str | None = "bookworm", present: str = ""):  # type: ignore[no-untyped-def]
    return lost(packages.split(), release, present.split())


def verdict(
    packages: str, evidence: Evidence = UNREAD, release: str | None = "bookworm"
) -> Verdict:
    return loss(packages, release).judge(evidence)


def running(*commands: str, text: str = "") -> Evidence:
    return Evidence(frozenset(commands), text, opaque=False)


# --- What is lost --------------------------------------------------------------------------------


def test_says_who_recommended_it() -> None:
    found = {lost.name: lost.by for lost in loss("curl").packages}
    assert found["ca-certificates"] == ("libcurl4",)
    assert found["publicsuffix"] == ("libpsl5",)


def test_what_only_comes_with_something_lost_is_not_listed() -> None:
    assert "openssl" not in names("curl")


@pytest.mark.parametrize(
    "packages", ["jq", "tzdata", "unzip", "bash coreutils", "libssl-dev:amd64"]
)
def test_nothing_is_lost_where_nothing_is_recommended(packages: str) -> None:
    # libc-dev-bin's manuals are all that any -dev package loses.
    assert not names(packages, present="libc6-dev") - {"libssl-doc"}


def test_what_the_list_leads_to_by_itself_is_not_lost() -> None:
    assert "ca-certificates" not in names("curl ca-certificates")
    assert "ca-certificates" not in names("curl python3-pip")  # which depends on it


def test_what_is_there_already_is_not_lost_and_loses_nothing() -> None:
    assert "ca-certificates" not in names("curl", present="ca-certificates")
    assert not names("curl", present="curl")
    assert "gcc" in names("cmake")
    assert "gcc" not in names("cmake", present="build-essential")


@pytest.mark.parametrize(
    "word", ["curl=7.88.1-10", "curl/bookworm-updates", "curl:arm64", "curl=${V}", '"curl"']
)
def test_only_the_name_of_a_word_counts(word: str) -> None:
    assert names(word) == names("curl")


def test_flags_and_their_values_are_no_packages() -> None:
    found = loss("-y -t bookworm-backports -o Dpkg::Use-Pty=0 --no-upgrade curl")
    assert found.unknown == ()
    assert {lost.name for lost in found.packages} == names("curl")


@pytest.mark.parametrize(
    "word", ["$BUILD_DEPS", "./local.deb", "/tmp/x.deb", "@pkgs", "$(cat x)", "example-agent", "x^"]
)
def test_what_is_no_known_package_is_unknown(word: str) -> None:
    found = lost(["jq", word], "bookworm")
    assert found.unknown == (word,)
    assert not found.judge(READ).understood


def test_a_variable_within_a_name_stands_for_a_version() -> None:
    assert loss("postgresql-client-$V postgresql-${V}").unknown == ()
    assert names("postgresql-${V}") == names("postgresql-15")
    assert loss("$V-client").unknown == ("$V-client",)


def test_a_version_that_the_archive_lacks_is_taken_from_the_nearest() -> None:
    assert names("postgresql-99") == names("postgresql-15")
    assert "libclang-rt-16-dev" in names("clang-16")
    # Its own name is not known to exist, so it is never named.
    assert verdict("clang-99").doubt


def test_a_package_of_another_release_is_known() -> None:
    assert loss("php8.1-cli", "bookworm").unknown == ()  # jammy's


def test_a_name_that_one_package_provides_is_that_package() -> None:
    assert loss("libz-dev").unknown == ()
    assert names("libz-dev") == names("zlib1g-dev")


def test_packages_of_other_repositories() -> None:
    found = loss("docker-ce docker-ce-cli containerd.io")
    assert found.unknown == ()
    assert {"ca-certificates", "docker-buildx-plugin", "git"} <= {x.name for x in found.packages}
    assert loss("yarn google-chrome-stable msodbcsql18").unknown == ()


def test_releases_differ() -> None:
    assert "bash-completion" in names("curl", "trixie")
    assert "bash-completion" not in names("curl", "bookworm")


def test_an_open_release_loses_what_any_of_them_does() -> None:
    each = {name: names("curl git", name) for name in covered()}
    assert names("curl git", None) == set().union(*each.values())
    debian = set().union(*(each[r] for r in ("bullseye", "bookworm", "trixie", "forky")))
    assert names("curl git", "debian") == debian
    assert names("curl git", "alpine") == names("curl git", None)


def test_the_nearest_release_stands_in() -> None:
    assert names("curl", "buster") == names("curl", "bullseye")
    assert names("curl", "mantic") == names("curl", "noble")
    assert names("curl", "sid") == names("curl", "forky")
    assert releases_of("jammy")[1]
    assert not releases_of("buster")[1]


def test_the_data_is_dated() -> None:
    assert all(len(date) == 10 and date > "2025" for date in covered().values())


# --- What is missed ------------------------------------------------------------------------------


@pytest.mark.parametrize("packages", ["curl", "wget", "git", "libcurl4-openssl-dev", "nodejs"])
@pytest.mark.parametrize("release", [None, "focal", "trixie"])
def test_certificates_always_stay(packages: str, release: str | None) -> None:
    found = verdict(packages, READ, release)
    assert "ca-certificates" in found.add
    assert found.understood


@pytest.mark.parametrize(
    ("packages", "evidence", "added"),
    [
        ("gcc", READ, "libc6-dev"),
        ("rustc", READ, "ca-certificates cargo"),
        ("autoconf", UNREAD, "automake"),
        ("autoconf", running("autoreconf"), "automake"),
        ("cmake", running("cmake"), "ca-certificates gcc libc6-dev make"),
        ("cmake build-essential", running("cmake"), "ca-certificates"),
        ("python3-pip", running("pip3"), "build-essential python3-dev"),
        ("python3-pip", running("python3", text="python3 -m pip install x"),
         "build-essential python3-dev"),
        ("git", running("git", text="git clone git@example.com:a/b"),
         "ca-certificates openssh-client"),
        ("git", running("git", text="git clone https://example.com/a"), "ca-certificates"),
        ("git", UNREAD, "ca-certificates openssh-client"),
        ("gpg", running("gpg", text="gpg --dearmor"), ""),
        ("gpg", Evidence(frozenset({"gpg"}), "gpg --dearmor"), ""),
        ("gpg", running("gpg", text="gpg --import key"), "gnupg"),
        ("gpg", UNREAD, "gnupg"),
        ("xvfb", running("xvfb-run"), "xauth"),
        ("openssh-client", UNREAD, ""),
        ("build-essential", READ, ""),
        ("build-essential", running("gpg"), "gnupg"),
        ("imagemagick", running("gs"), "ghostscript"),
        ("r-base", running("Rscript"), "r-base-dev"),
        ("gcc-aarch64-linux-gnu", READ, "libc6-dev-arm64-cross"),
        ("zip", running("unzip"), "unzip"),
        ("zip", running("zip"), ""),
        ("systemd", UNREAD, "dbus"),
        ("docker.io", READ, "ca-certificates"),
        ("fontconfig vim-tiny htop nginx", UNREAD, ""),
    ],
)  # fmt: skip
def test_what_is_leaned_on_is_added(packages: str, evidence: Evidence, added: str) -> None:
    found = verdict(packages, evidence)
    assert found.understood, found
    assert found.add == tuple(added.split())
    assert not {*found.without} & {*found.add}


def test_what_comes_with_another_addition_is_not_named() -> None:
    found = verdict("python3-pip cmake", running("pip", "cmake"))
    assert found.add == ("build-essential", "python3-dev") or "gcc" not in found.add
    assert "make" not in found.add


def test_the_package_of_a_command_that_came_by_chance() -> None:
    # openssh-server recommends ssh-import-id, which depends on wget.
    alone = running("wget")
    assert "wget" in verdict("openssh-server", alone, "jammy").add
    elsewhere = Evidence(frozenset({"wget"}), "", False, frozenset({"wget"}))
    assert "wget" not in verdict("openssh-server", elsewhere, "jammy").add


def test_what_nobody_knows_is_in_doubt() -> None:
    for evidence in (READ, UNREAD):
        found = verdict("python3-pandas", evidence)
        assert found.doubt
        assert not found.understood
    assert not verdict("ubuntu-standard", UNREAD, "jammy").understood


def test_only_what_exists_is_added() -> None:
    # apt of xenial knows no libclang-rt packages, and neither does every other release.
    found = verdict("libclang-dev clang", running("clang", text="-fsanitize=address"), None)
    assert not any("clang-rt" in name for name in found.add)
    assert any("clang-rt" in name for name in found.doubt)
    assert "libc6-dev" in verdict("gcc", READ, "buster").add


def test_another_name_is_tried_where_the_first_does_not_exist_everywhere() -> None:
    assert "fonts-liberation" in verdict("graphviz", running("dot"), None).add


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ((), "nothing less is installed"),
        (("a",), "no longer installed: a"),
        (("a", "b"), "no longer installed: a and b"),
        (("a", "b", "c"), "no longer installed: a, b and c"),
        (("a", "b", "c", "d"), "no longer installed: a, b and 2 more"),
    ],
)
def test_sentence(without: tuple[str, ...], sentence: str) -> None:
    assert Verdict((), without, (), ()).sentence() == sentence


def test_the_sentence_names_what_is_in_doubt() -> None:
    assert Verdict((), ("b",), ("a",), ()).sentence() == "no longer installed: a and b"


# --- The table of rules --------------------------------------------------------------------------


def test_every_line_of_the_table_can_be_read() -> None:
    for line in (DATA / "recommends-policy.txt").read_text().splitlines():
        kind, *words = line.split() or ["#"]
        if kind.startswith("#"):
            continue
        assert kind in ("commands", "keep", "weigh", "drop", "doubt"), line
        assert len(words) >= 2, line
        assert line.count('"') % 2 == 0, line


def test_the_table_speaks_of_packages_that_exist() -> None:
    known = archives()
    missing = set()
    for line in (DATA / "recommends-policy.txt").read_text().splitlines():
        kind, *words = line.split() or ["#"]
        if kind in ("commands", "keep", "weigh"):
            missing |= {
                name
                for name in words[0].split(",")
                if "*" not in name and name[0] != "@" and known.number(name) is None
            }
    assert missing == set()


def test_the_first_rule_that_fits_decides() -> None:
    table = Policy(
        """
        drop   b   =a*   tool "text"
        weigh  b   a     !known
        keep   *b* @libs
        doubt  *   *
        """
    )

    def kind(package: str, by: str, section: str = "net", named: bool = False) -> str:
        rule = table.rule((package, "devel"), (by, section), named)
        assert rule is not None
        return rule.verdict

    assert kind("b", "ax", named=True) == "drop"
    assert kind("b", "a") == "weigh"
    assert kind("b", "c", "libs") == "keep"
    assert kind("abc", "c", "libs") == "keep"
    assert kind("b", "c") == "doubt"
    rule = table.rule(("b", "devel"), ("a", "net"), False)
    assert rule is not None
    assert rule.misses(frozenset(), "", True)
    assert not rule.misses(frozenset({"known"}), "", True)
    assert not rule.misses(frozenset(), "", False)


def test_a_command_is_known_by_its_package_and_the_table() -> None:
    assert {"openssh-client", "ssh", "scp"} <= policy().commands("openssh-client")
    assert policy().packages("ssh") == ["ssh", "openssh-client"]


# --- How the data is made ------------------------------------------------------------------------

INDEX = """\
Package: base
Version: 1
Priority: required

Package: apt
Version: 1
Depends: base

Package: app
Version: 2:1.0-1
Section: universe/net
Depends: base, libapp (>= 1), shell | other-shell, missing
 | shell
Recommends: helper, doc (>= 2) | old-doc, nowhere, virtual, base

Package: libapp
Version: 1.5
Section: libs
Depends: ring-a
Recommends: ring-b

Package: ring-a
Version: 1
Depends: ring-b

Package: ring-b
Version: 1
Depends: ring-c
Recommends: extra

Package: ring-c
Version: 1
Depends: ring-a, deep

Package: deep
Version: 1
Recommends: helper

Package: helper
Version: 1

Package: doc
Version: 1
Section: doc

Package: old-doc
Version: 1

Package: shell
Version: 1
Recommends: history

Package: other-shell
Version: 1

Package: history
Version: 1

Package: extra
Version: 1
Provides: only-one, shared (= 3)

Package: provider-b
Version: 1
Provides: virtual, shared

Package: provider-a
Version: 1
Priority: extra
Provides: virtual
"""


@pytest.fixture
def small(tmp_path: Path) -> Archives:
    """An archive of one release, through the file."""
    archive = make.Archive.of(make.parse_index(INDEX))
    rows = make.reduce(archive)
    make.verify(archive, rows, every=1)
    release = make.Release("one", "debian", "1", (), ())
    sections = {name: package.section for name, package in archive.packages.items()}
    path = tmp_path / "small.bin"
    path.write_bytes(make.encode([(release, "2026-01-02")], [rows], sections))
    return Archives(path)


def lost_in(data: Archives, *packages: str) -> set[str]:
    release = data.releases[0]
    numbers = [number for name in packages if (number := data.number(name)) is not None]
    there = data.installed(numbers, release)
    groups = (group for row in there.values() for group in row.recommends)
    return {data.name(group[0]) for group in groups if there.keys().isdisjoint(group)}


def test_recommended_packages_as_apt_chooses_them(small: Archives) -> None:
    # The version of doc does not do; of two providers the more important one is taken; what the
    # ring of dependencies recommends is lost wherever one enters it.
    assert lost_in(small, "app") == {"helper", "old-doc", "provider-b", "extra", "history"}
    assert lost_in(small, "ring-c") == {"extra", "helper"}


def test_an_alternative_in_the_list_counts(small: Archives) -> None:
    assert "history" not in lost_in(small, "app", "other-shell")
    assert "provider-b" not in lost_in(small, "app", "provider-a")
    assert lost_in(small, "app", "helper", "old-doc", "virtual") == lost_in(
        small, "app", "old-doc", "helper"
    )


def test_a_virtual_name_is_known_if_there_is_no_choice(small: Archives) -> None:
    release = small.releases[0]
    only = small.number("only-one")
    assert only is not None
    assert small.number("extra") in small.installed([only], release)
    assert small.number("virtual") is None
    assert small.number("shared") is None


def test_names_sections_and_releases_survive(small: Archives) -> None:
    assert [(r.name, r.distribution, r.date) for r in small.releases] == [
        ("one", "debian", "2026-01-02")
    ]
    number = small.number("libapp")
    assert number is not None
    assert small.name(number) == "libapp"
    assert small.section(number) == "libs"
    assert small.number("app-not") is None
    assert {small.name(n) for n in small.starting("ring-")} == {"ring-a", "ring-b", "ring-c"}


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"recommends 0\npackages 0 0\nsections none\n\n")
    with pytest.raises(ValueError, match="not of this version"):
        Archives(tmp_path / "x")


def test_many_dependencies_fit_into_a_row(tmp_path: Path) -> None:
    count = 100
    leaves = "".join(
        f"\nPackage: x{i}\nVersion: 1\nRecommends: y{i}\n\nPackage: y{i}\nVersion: 1\n"
        for i in range(count)
    )
    depends = ", ".join(f"x{i}" for i in range(count))
    index = f"Package: apt\nVersion: 1\n\nPackage: all\nVersion: 1\nDepends: {depends}\n{leaves}"
    archive = make.Archive.of(make.parse_index(index))
    release = make.Release("one", "debian", "1", (), ())
    path = tmp_path / "x"
    path.write_bytes(make.encode([(release, "2026-01-02")], [make.reduce(archive)], {}))
    assert lost_in(Archives(path), "all") == {f"y{i}" for i in range(count)}


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.0~rc1", "1.0"),
        ("1.0", "1.0-1"),
        ("1.0-1", "1.0-1+b1"),
        ("1.9", "1.10"),
        ("9", "1:1"),
        ("1.0a", "1.0.1"),
        ("1.0~~", "1.0~"),
        ("2.0-1", "2.0-1ubuntu1"),
        ("1.2.3-4", "1.2.3-10"),
    ],
)
def test_versions_are_ordered_as_dpkg_orders_them(lower: str, higher: str) -> None:
    assert make.version_key(lower) < make.version_key(higher)


def test_equal_versions() -> None:
    assert make.version_key("1.0") == make.version_key("0:1.0-0")


def test_the_highest_version_counts() -> None:
    index = "Package: a\nVersion: 1.10\nRecommends: b\n\nPackage: a\nVersion: 1.9\n"
    assert make.Archive.of(make.parse_index(index)).packages["a"].version == "1.10"


def test_a_difference_to_the_archive_is_found() -> None:
    archive = make.Archive.of(make.parse_index(INDEX))
    rows = make.reduce(archive)
    rows["deep"] = make.Row()
    with pytest.raises(AssertionError, match="helper"):
        make.verify(archive, rows, every=1)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=tmp_path)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def publish(folder: Path, index: bytes, hashed: bytes) -> None:
    suite = folder / "dists" / "one"
    (suite / "main/binary-amd64").mkdir(parents=True)
    (suite / "main/binary-amd64/Packages.xz").write_bytes(index)
    (suite / "InRelease").write_text(
        "Codename: one\nDate: Fri, 02 Jan 2026 03:04:05 UTC\nSHA256:\n"
        f" {hashlib.sha256(hashed).hexdigest()} {len(hashed)} main/binary-amd64/Packages.xz\n"
    )


def test_indexes_are_fetched_and_kept(mirror: tuple[Path, str]) -> None:
    folder, address = mirror
    data = lzma.compress(INDEX.encode())
    publish(folder, data, data)
    release = make.Release("one", "debian", "1", ((address, "one"),), ("main",))
    cache = folder / "cache"
    cache.mkdir()
    packages, date = make.download(release, cache, [])
    assert date == "2026-01-02"
    assert {"app", "ring-a"} <= {package.name for package in packages}
    (folder / "dists/one/InRelease").unlink()
    assert make.download(release, cache, [])[1] == date


def test_an_index_that_was_tampered_with_is_refused(mirror: tuple[Path, str]) -> None:
    folder, address = mirror
    publish(folder, lzma.compress(b"Package: evil\nVersion: 1\n"), lzma.compress(INDEX.encode()))
    release = make.Release("one", "debian", "1", ((address, "one"),), ("main",))
    with pytest.raises(ValueError, match="not what InRelease says"):
        make.download(release, None, [])


def test_an_index_without_end_is_refused(
    mirror: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = mirror
    data = lzma.compress(INDEX.encode())
    publish(folder, data, data)
    monkeypatch.setattr(make, "MAX_DOWNLOAD", 100)
    release = make.Release("one", "debian", "1", ((address, "one"),), ("main",))
    with pytest.raises(ValueError, match="larger than 100 bytes"):
        make.download(release, None, [])


def test_the_same_indexes_give_the_same_bytes() -> None:
    release = make.Release("one", "debian", "1", (), ())

    def made() -> bytes:
        archive = make.Archive.of(make.parse_index(INDEX))
        return make.encode([(release, "2026-01-02")], [make.reduce(archive)], {})

    assert made() == made()


def test_the_data_stays_small() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("recommends*")) < 6_000_000
