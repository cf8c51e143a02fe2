"""The cache: a file that many processes share, and that is never worth a failed run."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.registry import ImageConfig, Lookup, Registry, Settings
from fixer.registry import cache as cache_module
from fixer.registry.cache import Cache, ConfigKey, DigestKey
from tests.registry.images import OCI_MANIFEST, digest_of, image
from tests.registry.standin import Standin

KEY = DigestKey("docker.io", "library/app", "1")
LOOKUP = Lookup(digest_of(b"1"), OCI_MANIFEST)
CONFIG = ImageConfig(
    "linux/amd64", digest_of(b"2"), user="app", cmd=("a", "b"), env={"A": "b"}, labels={"l": "v"},
    healthcheck=("NONE",), exposed_ports=("80/tcp",), size=7,
)  # fmt: skip
DAY = 86_400.0


@pytest.fixture
def cache_folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache"


@pytest.fixture
def file(cache_folder: Path) -> Path:
    return cache_folder / "registry.sqlite3"


def kept(cache_folder: Path, max_age: float = DAY) -> dict[DigestKey, Lookup]:
    return Cache(cache_folder, max_age).digests([KEY, KEY._replace(tag="2")])


def test_what_was_kept_is_found(cache_folder: Path, file: Path) -> None:
    place = ConfigKey(LOOKUP.digest or "", "linux/amd64")
    assert kept(cache_folder) == {}
    assert not cache_folder.exists()  # asking makes no file
    Cache(cache_folder, DAY).keep({KEY: LOOKUP}, {place: CONFIG})
    assert kept(cache_folder) == {KEY: LOOKUP}
    other = place._replace(platform="linux/arm64")
    assert Cache(cache_folder, 0).configs([place, other]) == {place: CONFIG}
    if os.name == "posix":
        assert stat.S_IMODE(cache_folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_age(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(cache_folder, DAY).keep({KEY: LOOKUP}, {})
    now = time.time()
    for later, found in ((DAY - 60, True), (DAY + 60, False), (-60, False)):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        assert bool(kept(cache_folder)) is found
    monkeypatch.undo()
    assert kept(cache_folder, 0) == {}


def test_digests_that_nobody_asks_for_go_and_configurations_stay(
    cache_folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ConfigKey("d", "p")
    Cache(cache_folder, DAY).keep({KEY: LOOKUP}, {place: CONFIG})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31 * DAY)
    Cache(cache_folder, DAY).keep({KEY._replace(tag="2"): LOOKUP}, {})
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT tag FROM digest").fetchall() == [("2",)]
    assert Cache(cache_folder, DAY).configs([place]) == {place: CONFIG}


def garble(file: Path) -> None:
    Cache(file.parent, DAY).keep({KEY: LOOKUP}, {})
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[:4096] + b"\xaa" * (size - 4096))


def cut(file: Path) -> None:
    Cache(file.parent, DAY).keep({KEY: LOOKUP}, {})
    file.write_bytes(file.read_bytes()[:5000])


def make_newer(file: Path) -> None:
    Cache(file.parent, DAY).keep({KEY: LOOKUP}, {})
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 1000")


def make_other(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE digest (a)")
        connection.execute("PRAGMA user_version = 1")


def rubbish(file: Path) -> None:
    file.write_bytes(b"rubbish" * 1000)


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [rubbish, empty, garble, cut, make_newer, make_other])
def test_a_broken_file_is_dropped(damage: object, cache_folder: Path, file: Path) -> None:
    cache_folder.mkdir(parents=True)
    damage(file)  # type: ignore[operator]
    assert kept(cache_folder) == {}
    Cache(cache_folder, DAY).keep({KEY: LOOKUP}, {})
    assert kept(cache_folder) == {KEY: LOOKUP}


def test_rows_that_cannot_be(cache_folder: Path, file: Path) -> None:
    place = ConfigKey("d", "p")
    for column, value in (("digest", "x"), ("digest", 3), ("asked", "then"), ("asked", b"\xff")):
        Cache(cache_folder, DAY).keep({KEY: LOOKUP}, {place: CONFIG})
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(f"UPDATE digest SET {column} = ?", (value,))
        assert kept(cache_folder) == {}
    for text in ("", "[]", "{}", '{"platform": 1, "nobody": 2}', "[" * 100_000, 3, b"\xff"):
        Cache(cache_folder, DAY).keep({}, {place: CONFIG})
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE config SET config = ?", (text,))
        assert Cache(cache_folder, DAY).configs([place]) == {}


@pytest.mark.skipif(os.name != "posix", reason="there are no such folders elsewhere")
@pytest.mark.parametrize("where", ["/proc/none", "/dev/null/x", "a\0b"])
def test_a_folder_that_cannot_be_written_is_no_cache(where: str) -> None:
    with Standin(any_name=True) as standin:
        settings = Settings(cache=Path(where), credentials=False)
        with Registry(settings) as registry:
            name = ImageReference(standin.address, "app", "1", None)
            registry.prefetch([name], configs=True)
            assert registry.digest(name).digest
            assert registry.config(name)


def test_a_file_that_is_a_folder(cache_folder: Path, file: Path) -> None:
    file.mkdir(parents=True)
    Cache(cache_folder, DAY).keep({KEY: LOOKUP}, {})
    assert kept(cache_folder) == {}
    assert file.is_dir()


def test_the_users_own_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    Cache(None, DAY).keep({KEY: LOOKUP}, {})
    assert [path.parent.name for path in tmp_path.rglob("registry.sqlite3")] == ["dockerfile-fixer"]


def test_a_file_that_is_locked_is_no_cache_for_now(
    cache_folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fixer.registry.cache._PATIENCE", 0.1)
    Cache(cache_folder, DAY).keep({KEY: LOOKUP}, {})
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        Cache(cache_folder, DAY).keep({KEY._replace(tag="2"): LOOKUP}, {})
        connection.execute("ROLLBACK")
    assert kept(cache_folder) == {KEY: LOOKUP}  # and it was not dropped


def _use(cache_folder: Path, worker: int, begin: float) -> None:
    # a busy machine may have one wait longer than anybody at a terminal would
    cache_module._PATIENCE = 30.0
    time.sleep(max(0.0, begin - time.time()))
    cache = Cache(cache_folder, DAY)
    for number in range(30):
        key = KEY._replace(tag=f"{worker}.{number}")
        cache.keep({key: LOOKUP}, {ConfigKey(key.tag, "p"): CONFIG})
        if cache.digests([key]) != {key: LOOKUP}:
            sys.exit(f"{key} is lost")


@pytest.mark.parametrize("damaged", [False, True], ids=["sound", "broken"])
def test_many_processes_at_once(damaged: bool, cache_folder: Path, file: Path) -> None:
    """With a broken file at the start, what one of them wrote may be dropped by another; nothing
    worse happens, and in the end there is a cache."""
    if damaged:
        cache_folder.mkdir(parents=True)
        rubbish(file)
    context = multiprocessing.get_context("spawn")
    begin = time.time() + 1.5
    processes = [
        context.Process(target=_use, args=(cache_folder, worker, begin)) for worker in range(6)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    codes = [process.exitcode for process in processes]
    keys = [KEY._replace(tag=f"{worker}.{number}") for worker in range(6) for number in range(30)]
    found = Cache(cache_folder, DAY).digests(keys)
    if damaged:
        assert set(codes) <= {0, 1}
        cache = Cache(cache_folder, DAY)
        cache.keep({KEY: LOOKUP}, {})
        assert Cache(cache_folder, DAY).digests([KEY]) == {KEY: LOOKUP}
    else:
        assert codes == [0] * 6
        assert len(found) == 180
        assert (
            len(Cache(cache_folder, DAY).configs([ConfigKey(key.tag, "p") for key in keys])) == 180
        )
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_that_many_make_at_once(cache_folder: Path) -> None:
    begin = threading.Barrier(8)

    def use(number: int) -> bool:
        cache = Cache(cache_folder / str(number // 8), DAY)
        key = KEY._replace(tag=str(number))
        begin.wait(30)
        cache.keep({key: LOOKUP}, {})
        return cache.digests([key]) == {key: LOOKUP}

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(8 * 25)))


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


def test_what_a_mirror_said_is_not_taken_for_what_the_registry_says(
    standin: Standin, tmp_path: Path
) -> None:
    mirrored = standin.add("library/app", "1", image({"User": "mirror"}))
    app = parse_reference("app:1")
    assert app is not None
    settings = Settings(cache=tmp_path, credentials=False)
    with Registry(settings._replace(mirrors=(("docker.io", (standin.address,)),))) as registry:
        assert registry.digest(app).digest == mirrored.digest
    offline = settings._replace(offline=True)
    with Registry(offline) as registry:
        assert registry.digest(app).digest is None
    with Registry(offline._replace(mirrors=(("docker.io", (standin.address,)),))) as registry:
        assert registry.digest(app).digest == mirrored.digest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_makes_connections_of_its_own(standin: Standin, tmp_path: Path) -> None:
    standin.any_name = True
    settings = Settings(cache=tmp_path, credentials=False)
    first, second = (ImageReference(standin.address, "app", tag, None) for tag in "12")
    with Registry(settings) as registry:
        assert registry.digest(first).digest
        process = multiprocessing.get_context("fork").Process(
            target=lambda: sys.exit(registry.digest(second).digest is None)
        )
        process.start()
        process.join(30)
        assert process.exitcode == 0
        assert registry.digest(ImageReference(standin.address, "app", "3", None)).digest
    assert standin.count("GET", "/v2/$") == 2  # each greets


def test_questions_that_share_a_key_are_all_answered(tmp_path: Path) -> None:
    """Registries with one mirror, and names of one image."""
    with Standin(any_name=True) as server:
        hosts = ("docker.io", "quay.io")
        settings = Settings(
            mirrors=tuple((host, (server.address,)) for host in hosts),
            cache=tmp_path, credentials=False,
        )  # fmt: skip
        same = [parse_reference(f"{host}/corp/{name}:1") for host in hosts for name in "ab"]
        references = [each for each in same if each is not None]
        digest = server.add("corp/a", "1", image()).digest
        server.add("corp/b", "1", image())
        for _ in range(2):
            with Registry(settings) as registry:
                registry.prefetch(references, configs=True)
                assert {registry.digest(each).digest for each in references} == {digest}
                assert all(registry.config(each) for each in references)
            asked = len(server.requests)
            server.requests.clear()
        assert asked == 0
