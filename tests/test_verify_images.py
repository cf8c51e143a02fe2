"""What is read of an image's archive, and what two images are found to differ in."""

from __future__ import annotations

import gzip
import io
import sqlite3
import struct
import sys
import tarfile
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
import zstandard

from fixer.verify.archive import Image, Reader
from fixer.verify.compare import Group, Moved, Set, compare, is_secret
from fixer.verify.packages import packages
from fixer.verify.process import Failed
from tests.verify.stand_in import archive, entry, layer


def read(*layers: bytes, **more: Any) -> Image:
    return Reader().read(io.BytesIO(archive(*layers, **more)))["it:now"]


# Archives ----------------------------------------------------------------------------------------


def test_layers_lie_over_each_other() -> None:
    image = read(
        layer(
            entry("etc", kind="d"),
            entry("etc/passwd", b"root:x:0:0::/root:/bin/sh\n"),
            entry("gone/deep/a", b"12"),
            entry("emptied/b", b"3"),
            entry("was-folder", kind="d"),
            entry("was-folder/c", b"4"),
            entry("kept", b"5"),
        ),
        layer(
            entry("./etc/.wh.passwd"),
            entry(".wh.gone"),
            entry("emptied/.wh..wh..opq"),
            entry("emptied/new", b"66"),
            entry("was-folder", kind="l", link="/kept"),
            entry("/twin", kind="h", link="emptied/new", mode=0o600),
        ),
        config={"User": "1"},
        history=["ADD x", "RUN y"],
    )
    assert set(image.files) == {"etc", "emptied/new", "was-folder", "kept", "twin"}
    assert image.files["kept"][:5] == ("f", 0o644, 0, 0, 1)
    assert image.files["was-folder"].kind == "l"
    assert image.files["twin"][:5] == ("f", 0o644, 0, 0, 0)
    assert image.files["twin"].digest == image.files["emptied/new"].digest != b""
    assert image.texts == {}
    assert {"etc/passwd", "gone/deep/a", "was-folder/c"} <= image.ever
    assert (image.layers, image.config, image.history[1][0]) == (2, {"User": "1"}, "RUN y")
    assert image.size == len(b"root:x:0:0::/root:/bin/sh\n") + 5 + 2


def test_the_older_and_the_compressed_forms() -> None:
    one = layer(entry("a", b"1"))
    said = b'[{"Config": "c.json", "RepoTags": ["it:now"], "Layers": ["x/layer.tar", "y.tar"]}]'
    whole = layer(
        entry("real.tar", one),
        entry("x/layer.tar", kind="l", link="../real.tar"),
        entry("y.tar", gzip.compress(layer(entry("b", b"2")))),
        entry("c.json", b'{"config": null}'),
        entry("manifest.json", said),
    )
    image = Reader().read(io.BytesIO(whole))["it:now"]
    assert set(image.files) == {"a", "b"}


def test_a_layer_that_zstd_has_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    one = layer(entry("a", bytes(200_000)))
    packed = zstandard.compress(one[:1000]) + zstandard.compress(one[1000:])
    assert read(packed).files["a"] == read(one).files["a"]

    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(Failed, match=r"install dockerfile-fixer\[zstd\]"):
        read(packed)
    both = layer(entry("blobs/sha256/9", packed), *copied(archive(one)))
    assert set(Reader().read(io.BytesIO(both))["it:now"].files) == {"a"}, "it is not of this image"


def copied(data: bytes) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data)) as whole:
        for each in whole:
            file = whole.extractfile(each)
            assert file is not None
            yield each, file.read()


def test_a_layer_that_images_share_is_read_once() -> None:
    reader = Reader()
    reader.read(io.BytesIO(archive(layer(entry("a", b"1")))))
    again = archive(b"not looked at", name="it:then")
    assert set(reader.read(io.BytesIO(again))["it:then"].files) == {"a"}


def test_names_that_lead_outside_lead_nowhere() -> None:
    image = read(layer(entry("../../etc/cron.d/x", b"1"), entry("/../a", b"2"), entry("b/../c")))
    assert set(image.files) == {"etc/cron.d/x", "a", "c"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "cannot be read"),
        (b"nothing of the kind" * 100, "cannot be read"),
        (layer(entry("a", b"1")), "no form that is known"),
        (layer(entry("manifest.json", b"{}")), None),
        (layer(entry("manifest.json", b"[1]")), "no form that is known"),
        (layer(entry("manifest.json", b"[{")), "cannot be read"),
        (archive(b"\x28\xb5\x2f\xfd" + bytes(600)), "cannot be read"),
        (archive(zstandard.compress(layer(entry("a", b"1")))[:-9]), "cannot be read"),
        (archive(b"what is this"), "lacks a layer"),
        (archive(layer(entry("a", bytes(3000))))[:2048], "cannot be read"),
    ],
)
def test_an_archive_that_is_none(data: bytes, reason: str | None) -> None:
    if reason is None:
        assert Reader().read(io.BytesIO(data)) == {}
        return
    with pytest.raises(Failed, match=reason):
        Reader().read(io.BytesIO(data))


def test_there_is_a_bound_on_files() -> None:
    data = archive(layer(*(entry(f"f{number}") for number in range(20))))
    with pytest.raises(Failed, match="more than 10 files"):
        Reader(max_files=10).read(io.BytesIO(data))


def test_there_is_a_bound_on_names() -> None:
    info = tarfile.TarInfo("x" * 2_000_000)
    with pytest.raises(Failed, match="no reasonable name"):
        Reader().read(io.BytesIO(archive(layer(info))))


# Packages ----------------------------------------------------------------------------------------


def rpm_header(name: str, version: str, release: str) -> bytes:
    values, index = b"", b""
    for tag, value in ((1000, name), (1001, version), (1002, release), (1009, "")):
        kind = 6 if tag < 1009 else 4
        index += struct.pack(">IIII", tag, kind, len(values), 1)
        values += value.encode() + b"\0"
    return struct.pack(">II", 4, len(values)) + index + values


def rpm_database(*headers: bytes) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)")
    connection.executemany("INSERT INTO Packages (blob) VALUES (?)", [(each,) for each in headers])
    connection.commit()
    data = connection.serialize()
    return data[:18] + b"\x02\x02" + data[20:]  # as rpm leaves it: with a write-ahead log


def test_each_database_is_read() -> None:
    assert packages(
        {
            "var/lib/dpkg/status": b"Package: jq\nStatus: install ok installed\nVersion: 1.6\n"
            b"Description: x\n .\n\nPackage: old\nStatus: deinstall ok config-files\nVersion: 1\n",
            "var/lib/dpkg/status.d/base": b"Package: base-files\nVersion: 12\n",
            "lib/apk/db/installed": b"C:Q1\nP:musl\nV:1.2-r0\nA:x86_64\n\nP:zlib\nV:1.3\n\n",
            "var/lib/rpm/rpmdb.sqlite": rpm_database(rpm_header("bash", "5.2", "1.fc40")),
            "etc/passwd": b"Package: none\n",
        }
    ) == {
        "jq": "1.6", "base-files": "12", "musl": "1.2-r0", "zlib": "1.3", "bash": "5.2-1.fc40",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b"", b"SQLite format 3\0" + bytes(4000), rpm_database(b"", b"\xff" * 40, b"\0\0\0\1")],
)
def test_a_database_that_is_broken_has_no_packages(data: bytes) -> None:
    assert packages({"var/lib/rpm/rpmdb.sqlite": data}) == {}


# Comparison --------------------------------------------------------------------------------------

BEFORE = read(
    layer(
        entry("app", kind="d", mode=0o755),
        entry("app/main.py", b"1", mode=0o644),
        entry("app/run", b"1", mode=0o777),
        entry("var/lib/apt/lists", kind="d"),
        entry("var/lib/apt/lists/a", b"12345"),
        entry("var/lib/apt/lists/partial/b", b"1"),
        entry("usr/bin", kind="d"),
        entry("usr/bin/sudo", b"12", mode=0o4755),
        entry("usr/bin/tool", b"12", owner=0),
        entry("root/.npmrc", b"//registry/:_authToken=npm_abc"),
        entry("tmp", kind="d", mode=0o1777),
        entry("data", kind="d", mode=0o777),
        entry("etc/passwd", b"root:x:0:0::/root:/bin/sh\nsuper:x:1000:1000::/home/super:/bin/sh\n"),
        entry("etc/shadow", b"root:*:1::::::\nsuper:$6$very$secret:1::::::\n"),
        entry("etc/group", b"root:x:0:\nsudo:x:27:super\n"),
        entry("etc/sudoers", b"# c\nDefaults env_reset\nsuper  ALL=(ALL) NOPASSWD:ALL\n"),
        entry("var/lib/dpkg/status", b"Package: sudo\nVersion: 1\n\nPackage: jq\nVersion: 1.6\n"),
    ),
    layer(entry("root/.wh..npmrc")),
    config={
        "Env": ["PATH=/bin", "DB_PASSWORD=hunter2", "MODE=a"],
        "Cmd": ["sudo", "/app/run"],
        "ExposedPorts": {"22/tcp": {}, "80/tcp": {}},
        "Labels": {"io.buildah.version": "1", "a": "b"},
    },
    history=["RUN |1 NPM_TOKEN=abc /bin/sh -c npm ci", "RUN make PWD=x"],
)
AFTER = read(
    layer(
        entry("app", kind="d", mode=0o755, owner=10001),
        entry("app/main.py", b"1", mode=0o644, owner=10001),
        entry("app/run", b"1", mode=0o755, owner=10001),
        entry("var/lib/apt/lists", kind="d"),
        entry("usr/bin", kind="d"),
        entry("usr/bin/tool", b"12", owner=7),
        entry("tmp", kind="d", mode=0o1777),
        entry("data", kind="d", mode=0o1777),
        entry("home/app/.profile", b"123"),
        entry("etc/passwd", b"root:x:0:0::/root:/bin/sh\napp:x:10001:10001::/:/usr/sbin/nologin\n"),
        entry("etc/shadow", b"root:*:1::::::\napp::1::::::\n"),
        entry("etc/group", b"root:x:0:\nsudo:x:27:\n"),
        entry("var/lib/dpkg/status", b"Package: jq\nVersion: 1.7\n"),
    ),
    config={
        "User": "10001:10001",
        "Env": ["PATH=/bin", "MODE=b"],
        "Cmd": ["/app/run"],
        "ExposedPorts": {"80/tcp": {}},
        "Labels": {"io.buildah.version": "2", "a": "b"},
        "Healthcheck": {},
        "Volumes": None,
    },
)


@pytest.mark.parametrize(
    ("config", "written"),
    [
        ({"Test": ["CMD", "curl", "-f", "http://a"]}, 'CMD ["curl", "-f", "http://a"]'),
        ({"Test": ["CMD-SHELL", "curl -f x || exit 1"], "Interval": 30_000_000_000, "Retries": 2},
         "--interval=30s --retries=2 CMD curl -f x || exit 1"),
        ({"Test": ["CMD", "a"], "Timeout": 500_000_000, "StartPeriod": 90_000_000_000},
         '--timeout=0.5s --start-period=90s CMD ["a"]'),
        ({"Test": ["NONE"]}, "NONE"),
        ({"Test": []}, "NONE"),
        ({"Test": ["CMD-SHELL", 1], "Interval": "x"}, "CMD 1"),
    ],
)  # fmt: skip
def test_a_health_check_is_told_as_a_dockerfile_has_it(
    config: dict[str, object], written: str
) -> None:
    after = BEFORE._replace(config={**BEFORE.config, "Healthcheck": config})
    (setting,) = compare(BEFORE, after).settings
    assert setting == ("health check", "", written)


def test_everything_that_is_another_is_told() -> None:
    made = compare(BEFORE, AFTER)
    assert made.user == ("root", "10001:10001")
    assert made.layers == (2, 1)
    assert {name: (before, after) for name, before, after in made.settings} == {
        "user": ("", "10001:10001"),
        "command": ('["sudo", "/app/run"]', '["/app/run"]'),
        "ports": ("22/tcp 80/tcp", "80/tcp"),
        "variable DB_PASSWORD": ("…", ""),
        "variable MODE": ("a", "b"),
    }
    rules = len(BEFORE.texts["etc/sudoers"])
    assert made.gone == (
        Group("/etc", 1, rules),
        Group("/var/lib/apt/lists", 1, 5),
        Group("/usr/bin", 1, 2),
        Group("/var/lib/apt/lists/partial", 1, 1),
    )
    assert {group.folder for group in made.new} == {"/home"}
    assert made.moved == (
        Moved("/app", 2, "0:0", "10001:10001"),
        Moved("/app", 1, "0:0 0777", "10001:10001 0755"),
        Moved("/data", 1, "0777", "1777"),
    )
    assert made.setuid == Set(("/usr/bin/sudo (setuid)",), ())
    assert made.world_writable == Set(("/app/run", "/data"), ())
    assert made.packages == Set(("sudo",), ())
    assert made.versions == ("jq 1.6 → 1.7",)
    assert made.accounts == Set(
        ("super (1000:1000, /bin/sh, a password set)",),
        ("app (10001:10001, /usr/sbin/nologin, no password needed)",),
    )
    assert made.sudo == Set(
        (
            "/etc/sudoers: super ALL=(ALL) NOPASSWD:ALL",
            "/usr/bin/sudo",
            "super in the group sudo",
        ),
        (),
    )
    assert made.secrets == Set(
        ("/root/.npmrc in a layer below", "NPM_TOKEN in the history", "variable DB_PASSWORD"), ()
    )
    assert made.secrets_left == ()


def test_files_of_an_application_that_hold_something_else_are_told() -> None:
    def image(text: bytes, link: str = "a") -> Image:
        paths = (
            "app/a", "app/b/c", "app/b/d", "usr/src/e", "root/.npmrc",
            # The system's own, and what is another each time that it is made.
            "etc/hostname", "usr/lib/x.so", "app/__pycache__/a.pyc", "app/debug.log",
            "root/.cache/pip/x", "root/.npm/_logs/1", "var/log/apt/term", "var/lib/dpkg/status-old",
        )  # fmt: skip
        return read(
            layer(
                *(entry(path, text) for path in paths),
                entry("app/same", b"1"),
                entry("app/latest", kind="l", link=link),
            )
        )

    assert compare(image(b"1"), image(b"1")).changed == ()
    assert compare(image(b"1"), image(b"22")).changed == (
        Group("/app/b", 2, 4),
        Group("/app/a", 1, 2),
        Group("/root/.npmrc", 1, 2),
        Group("/usr/src/e", 1, 2),
    )
    assert compare(image(b"1"), image(b"1", "b")).changed == (Group("/app/latest", 1, 0),)


def test_a_large_file_takes_no_more_memory_than_a_small_one() -> None:
    stream = io.BytesIO(archive(layer(entry("app/large", bytes(30_000_000)))))
    tracemalloc.start()
    try:
        file = Reader().read(stream)["it:now"].files["app/large"]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert file.size == 30_000_000
    assert len(file.digest) == 16
    assert peak < 2_000_000


def test_no_value_of_a_secret_is_told() -> None:
    said = repr(compare(BEFORE, AFTER)) + repr(compare(AFTER, BEFORE))
    for value in ("hunter2", "abc", "$6$", "very"):
        assert value not in said


def test_an_image_is_like_itself() -> None:
    made = compare(BEFORE, BEFORE)
    changes = (made.settings, made.gone, made.new, made.changed, made.moved, made.versions)
    assert changes == ((),) * 6
    assert not any((made.setuid, made.world_writable, made.packages, made.accounts, made.sudo))
    assert not made.secrets
    assert made.secrets_left


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("DB_PASSWORD", True), ("npm_token", True), ("AWS_SECRET_ACCESS_KEY", True),
        ("APIKEY", True), ("API_KEY", True), ("GITHUB_TOKEN", True), ("PWD", False),
        ("PATH", False), ("TOKENIZERS_PARALLELISM", False), ("AUTHOR", False), ("KEY", False),
        ("GPG_KEY", False), ("SSH_AUTH_SOCK", False),
    ],
)  # fmt: skip
def test_secrets_are_known_by_their_names(name: str, secret: bool) -> None:
    assert is_secret(name) == secret
