"""Checksums of what ADD fetches: faulty and hostile servers, the command, and a real build."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import socket
import subprocess
import threading
import time
import tracemalloc
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fixer import Safety
from fixer.config import ConfigError
from fixer.engine import Options, fix
from fixer.registry import Lookup, Registry, Settings
from fixer.registry.download import Downloads
from fixer.workspace.settings import settings as user_settings
from tests.registry.network import Authority, name_hosts
from tests.registry.program import missing
from tests.registry.standin import Handler, Standin
from tests.stub_registry import StubRegistry

if TYPE_CHECKING:
    from tests.conftest import Run

CONTENT = b"#!/bin/sh\necho tool\n" * 100
DIGEST = "sha256:" + hashlib.sha256(CONTENT).hexdigest()
#: Docker's command finds BuildKit in the home folder, which is another one in most tests.
ENVIRONMENT = {**os.environ, "DOCKER_BUILDKIT": "1"}


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        running.fail("GET /tool-1.0", lambda it: it.reply(200, CONTENT, Content_Type="text/plain"))
        yield running


@pytest.fixture
def settings(standin: Standin, tmp_path: Path) -> Settings:
    return Settings(
        cache=tmp_path / "cache", pause=0.01, connect_time=1.0, read_time=0.5, file_time=1.0,
        private_hosts=frozenset({standin.address}), file_size=1 << 20,
    )  # fmt: skip


def answer(settings: Settings, url: str) -> Lookup:
    with Registry(settings) as registry:
        return registry.file(url)


def reason(standin: Standin, settings: Settings, fault: Callable[[Handler], None]) -> str:
    """Why there is no digest of a file that `fault` answers, without the host's name in front."""
    standin.fail("GET /file", fault)
    found = answer(settings, f"{standin.url}/file")
    assert found.digest is None
    assert found.reason is not None
    start = f"{standin.address} "
    assert found.reason.startswith(start)
    return found.reason.removeprefix(start)


# What is answered --------------------------------------------------------------------------------


def test_the_digest_is_that_of_the_file(standin: Standin, settings: Settings) -> None:
    assert answer(settings, f"{standin.url}/tool-1.0?x=1") == Lookup(DIGEST, "text/plain")
    (asked,) = standin.requests
    assert (asked.method, asked.path) == ("GET", "/tool-1.0?x=1")
    assert set(asked.headers) == {"host", "user-agent", "accept-encoding"}


def test_what_is_packed_for_the_way_is_unpacked(standin: Standin, settings: Settings) -> None:
    """So does the builder; but of `x-gzip` it knows nothing."""
    packed = gzip.compress(CONTENT[:500]) + gzip.compress(CONTENT[500:])
    standin.fail("/packed", lambda it: it.reply(200, packed, Content_Encoding="gzip"))
    standin.fail("/other", lambda it: it.reply(200, packed, Content_Encoding="x-gzip"))
    standin.fail("/file.gz", lambda it: it.reply(200, packed))
    as_sent = "sha256:" + hashlib.sha256(packed).hexdigest()
    assert answer(settings, f"{standin.url}/packed").digest == DIGEST
    assert answer(settings, f"{standin.url}/other").digest == as_sent
    assert answer(settings, f"{standin.url}/file.gz").digest == as_sent


def test_an_empty_file_is_one(standin: Standin, settings: Settings) -> None:
    standin.fail("/empty", lambda it: it.reply(200, b""))
    digest = "sha256:" + hashlib.sha256(b"").hexdigest()
    assert answer(settings, f"{standin.url}/empty").digest == digest


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int, standin: Standin, settings: Settings) -> None:
    standin.fail("/old", lambda it: it.reply(status, Location="../tool-1.0"))
    assert answer(settings, f"{standin.url}/a/old").digest == DIGEST


def test_not_for_ever(standin: Standin, settings: Settings) -> None:
    assert (
        reason(standin, settings, lambda it: it.reply(302, Location="/file"))
        == "redirects more than 5 times"
    )
    assert len(standin.requests) == 6


def test_nothing_is_kept_of_a_large_file(standin: Standin, settings: Settings) -> None:
    """The server's pieces are one and the same."""
    size, piece = 64 << 20, bytes(1 << 16)

    def send(handler: Handler) -> None:
        handler.reply(200, Content_Length=str(size))
        for _ in range(size // len(piece)):
            handler.wfile.write(piece)

    standin.fail("/large", send)
    larger = settings._replace(file_size=size, file_time=60)
    tracemalloc.start()
    try:
        found = answer(larger, f"{standin.url}/large")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    expected = hashlib.sha256()
    for _ in range(size // len(piece)):
        expected.update(piece)
    assert found.digest == f"sha256:{expected.hexdigest()}"
    assert peak < 16 << 20


# Faults ------------------------------------------------------------------------------------------


def test_what_is_not_there(standin: Standin, settings: Settings) -> None:
    assert reason(standin, settings, lambda it: it.reply(404)) == "has no such file"
    assert len(standin.requests) == 1


@pytest.mark.parametrize("status", [204, 206, 401, 403, 410])
def test_what_is_not_given(status: int, standin: Standin, settings: Settings) -> None:
    assert reason(standin, settings, lambda it: it.reply(status)) == f"answers {status}"


def test_a_server_out_of_order_is_asked_three_times(standin: Standin, settings: Settings) -> None:
    assert reason(standin, settings, lambda it: it.reply(500)) == "is out of order (500)"
    assert len(standin.requests) == 3


def endless(handler: Handler) -> None:
    handler.reply(200, Transfer_Encoding="chunked")
    while True:
        handler.wfile.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")


BOMB = gzip.compress(bytes(100 << 20))


def bomb(handler: Handler) -> None:
    handler.reply(200, BOMB, Content_Encoding="gzip")


@pytest.mark.parametrize("fault", [endless, bomb])
def test_a_body_without_an_end(
    fault: Callable[[Handler], None], standin: Standin, settings: Settings
) -> None:
    long = settings._replace(file_time=30)
    assert reason(standin, long, fault) == "sends more than the 1 MiB that an answer may have"


def test_what_is_too_large_is_not_fetched(standin: Standin, settings: Settings) -> None:
    sent = []

    def fault(handler: Handler) -> None:
        handler.reply(200, Content_Length=str(3 << 20))
        for _ in range(3 << 4):
            handler.wfile.write(bytes(1 << 16))
            sent.append(1)

    assert reason(standin, settings, fault) == "would send 3 MiB, and 1 MiB is the most"


def test_a_slow_body(standin: Standin, settings: Settings) -> None:
    def fault(handler: Handler) -> None:
        handler.reply(200, Content_Length="1000")
        for _ in range(1000):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    started = time.monotonic()
    assert reason(standin, settings, fault) == "takes longer than 1 s to send an answer"
    assert time.monotonic() - started < 3


def test_a_body_that_stops(standin: Standin, settings: Settings) -> None:
    done = threading.Event()

    def fault(handler: Handler) -> None:
        handler.reply(200, b"abc", Content_Length="1000")
        done.wait(5)

    try:
        assert reason(standin, settings, fault) == "stops in the middle of an answer for 0.5 s"
    finally:
        done.set()


@pytest.mark.parametrize("kind", ["length", "chunks", "packed"])
def test_a_cut_body_has_no_digest(kind: str, standin: Standin, settings: Settings) -> None:
    def fault(handler: Handler) -> None:
        if kind == "length":
            handler.reply(200, CONTENT, Content_Length=str(len(CONTENT) + 1))
        elif kind == "chunks":
            handler.reply(200, b"3\r\nabc\r\n", Transfer_Encoding="chunked")
        else:
            packed = gzip.compress(CONTENT)
            handler.reply(
                200, packed[:-9], Content_Encoding="gzip", Content_Length=str(len(packed))
            )
        handler.cut()

    assert reason(standin, settings, fault) == "breaks off in the middle of an answer"
    assert len(standin.requests) == 3


def test_a_body_whose_end_would_not_show(standin: Standin, settings: Settings) -> None:
    def fault(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\nabc")
        handler.wfile.flush()
        handler.cut()

    assert reason(standin, settings, fault) == "does not say how long the file is"


def test_all_files_of_a_run_have_their_time(standin: Standin, settings: Settings) -> None:
    def slow(handler: Handler) -> None:
        time.sleep(0.4)
        handler.reply(200, b"x")

    standin.fail("/slow", slow)
    names = [f"{standin.url}/slow/{number}" for number in range(40)]
    with Registry(settings._replace(files_time=0.6, connections=2)) as registry:
        registry.prefetch_files(names)
        last = registry.file(names[-1])
    assert last.reason == "the 0.6 s that a run may wait for files are over"
    assert len(standin.requests) < 10


# Who is asked ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0.0.0.0", "[::1]",
     "[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::a00:1]",
     "[2002:7f00:1::]", "10.0.0.1", "172.16.0.1", "192.168.1.1",
     "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "[fe80::1]", "[fd00::1]"],
)  # fmt: skip
def test_what_only_this_network_can_see_is_not_asked(
    host: str, standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("a connection is made")

    monkeypatch.setattr(socket.socket, "connect", connect)
    here = settings._replace(private_hosts=frozenset())
    for scheme in ("http", "https"):
        found = answer(here, f"{scheme}://{host}:{standin.port}/tool-1.0")
        assert found.reason == (
            f"{host}:{standin.port} is not asked: its address is not a public one, and your "
            "configuration does not name it"
        )


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "2002:101:101::"]
)
def test_what_everybody_can_see_is_asked(address: str) -> None:
    assert Downloads(Settings()).addresses(address, 443) == [address]


def test_a_name_that_leads_there_is_not_asked_either(
    standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_hosts(monkeypatch)
    inner = f"inner.test:{standin.port}"
    found = answer(settings, f"http://{inner}/tool-1.0")
    assert "is not asked" in str(found.reason)
    assert standin.requests == []
    standin.fail("/away", lambda it: it.reply(302, Location=f"http://{inner}/tool-1.0"))
    assert "is not asked" in str(answer(settings, f"{standin.url}/away").reason)
    assert [asked.path for asked in standin.requests] == ["/away"]
    named = settings._replace(private_hosts=frozenset({standin.address, "Inner.TEST"}))
    assert answer(named, f"http://{inner}/tool-1.0").digest == DIGEST
    assert answer(named, f"{standin.url}/away").digest == DIGEST


def test_one_private_address_among_several_is_enough(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = socket.AF_INET, socket.SOCK_STREAM, 6, ""
    found = [(*kind, (address, 80)) for address in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "is not asked" in str(answer(settings, "http://two.example/tool-1.0").reason)


def test_a_name_is_looked_up_once_for_the_check_and_the_connection(
    standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a second answer could lead elsewhere."""
    real, names, reached = socket.getaddrinfo, [], []

    def look_up(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host == "files.example":
            names.append(host)
            host = "1.1.1.1" if len(names) == 1 else "127.0.0.1"
        return real(host, port, *arguments, **options)

    def connect(_: object, address: Any) -> None:
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket.socket, "connect", connect)
    found = answer(settings, f"http://files.example:{standin.port}/tool-1.0")
    assert "the connection is refused" in str(found.reason)
    assert names == ["files.example"]
    assert reached == ["1.1.1.1"]


def test_the_next_address_is_tried(
    standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host != "files.test":
            return real(host, port, *arguments, **options)
        return [*real("127.0.0.9", port, type=socket.SOCK_STREAM),
                *real("127.0.0.1", port, type=socket.SOCK_STREAM)]  # fmt: skip

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    named = settings._replace(private_hosts=frozenset({"files.test"}))
    assert answer(named, f"http://files.test:{standin.port}/tool-1.0").digest == DIGEST


def test_a_proxy_is_not_sent_there_either(
    standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_hosts(monkeypatch)
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://{standin.address}")
    standin.fail("GET http://files.example/", lambda it: it.reply(200, CONTENT))
    # only the proxy knows the name
    assert answer(settings, "http://files.example/tool").digest == DIGEST
    for host in ("inner.test", "127.0.0.2"):
        assert "is not asked" in str(answer(settings, f"http://{host}/tool").reason)
    assert len(standin.requests) == 1


def test_encrypted(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name_hosts(monkeypatch)
    authority = Authority(tmp_path)
    with Standin(authority.context("files.test")) as secure, Standin() as plain:
        secure.fail("/tool", lambda it: it.reply(200, CONTENT))
        away = f"http://files.test:{plain.port}/tool"
        secure.fail("/away", lambda it: it.reply(302, Location=away))
        base = f"https://files.test:{secure.port}"
        named = settings._replace(private_hosts=frozenset({"files.test"}), use_cache=False)
        trusting = named._replace(ca=authority.path)
        assert answer(trusting, f"{base}/tool").digest == DIGEST
        found = answer(trusting, f"{base}/away")
        assert str(found.reason).endswith("redirects to an address without encryption")
        assert plain.requests == []
        # also where a registry of that name may be an impostor
        careless = named._replace(insecure=frozenset({"files.test"}))
        found = answer(careless, f"{base}/tool")
        assert str(found.reason).endswith("shows a certificate that is not trusted")


@pytest.mark.parametrize(
    "url", ["http://user:secret@127.0.0.1/x", "http://", "file:///etc/passwd", "http://[x/"]
)
def test_urls_that_are_not_asked(url: str, settings: Settings) -> None:
    found = answer(settings, url)
    assert found.digest is None
    assert "secret" not in str(found.reason).partition("@")[2]


# Once --------------------------------------------------------------------------------------------


def test_a_url_is_asked_once_and_not_again_in_the_next_run(
    standin: Standin, settings: Settings, tmp_path: Path
) -> None:
    url = f"{standin.url}/tool-1.0?token=secret"
    with Registry(settings) as registry:
        registry.prefetch_files([url, url])
        assert registry.file(url).digest == DIGEST
    assert answer(settings, url) == Lookup(DIGEST, "text/plain")
    assert answer(settings._replace(offline=True), url).digest == DIGEST
    assert len(standin.requests) == 1
    for path in (tmp_path / "cache").iterdir():
        assert b"secret" not in path.read_bytes()
    assert answer(settings._replace(max_age=0), url).digest == DIGEST
    assert len(standin.requests) == 2


def test_offline_nothing_is_fetched(standin: Standin, settings: Settings) -> None:
    found = answer(settings._replace(offline=True), f"{standin.url}/tool-1.0")
    assert found.digest is None
    assert standin.requests == []


# The transform -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "safety"),
    [
        ("tool-1.4.2.tar.gz", Safety.HARDENING),
        ("o/r/releases/download/v12/tool", Safety.HARDENING),
        ("2024-05-01/tool", Safety.HARDENING),
        ("o/r/0123456789abcdef0123456789abcdef01234567/tool.sh", Safety.HARDENING),
        ("tool", Safety.UNSAFE),
        ("arm64v8/tool-x86_64", Safety.UNSAFE),
        ("api/v2/tool", Safety.UNSAFE),
        ("o/r/releases/latest/download/tool-1.4", Safety.UNSAFE),
        ("o/r/HEAD/tool-1.4", Safety.UNSAFE),
        ("nightly/2024-05-01/tool", Safety.UNSAFE),
        ("o/r/-/archive/v1.4/r-v1.4.tar.gz", Safety.UNSAFE),
    ],
)
def test_how_sure_it_is_that_a_file_stays(path: str, safety: Safety) -> None:
    url = f"https://1.2.example/{path}"
    stub: Any = StubRegistry({url: {"digest": "a1"}})
    options = Options(select=frozenset(["add_checksum"]), checksums=True, safety=Safety.UNSAFE)
    result = fix(f"FROM a\nADD {url} /\n".encode(), options, stub)
    assert [change.safety for change in result.changes] == [safety]


@pytest.mark.parametrize(
    ("directive", "changes"),
    [
        ("docker/dockerfile:1", True),
        ("docker/dockerfile:1.6", True),
        ("docker/dockerfile:1.10.0@sha256:" + "a1" * 32, True),
        ("docker/dockerfile:1.5-labs", True),
        ("docker.io/docker/dockerfile:1.5.2", False),
        ("docker/dockerfile:1.4-labs", False),
        ("docker/dockerfile:1.2@sha256:" + "a1" * 32, False),
    ],
)
def test_the_syntax_must_know_checksums(directive: str, changes: bool) -> None:
    url = "https://dl.example/tool-1.0"
    stub: Any = StubRegistry({url: {"digest": "a1"}})
    options = Options(select=frozenset(["add_checksum"]), checksums=True)
    result = fix(f"# syntax={directive}\nFROM a\nADD {url} /\n".encode(), options, stub)
    assert result.changed is changes
    if not changes:
        assert "1.6 does" in result.skips[0].reason
        assert url not in stub.asked


@pytest.mark.parametrize(
    "source",
    ['"https://user:secret@dl.example/tool-1.0"', "https://dl.example/tool-1.0?key=secret"],
)
def test_what_may_be_secret_in_a_url_is_not_repeated(source: str) -> None:
    stub: Any = StubRegistry({})
    options = Options(select=frozenset(["add_checksum"]), checksums=True)
    result = fix(f"FROM a\nADD {source} /\n".encode(), options, stub)
    assert [skip.reason.partition(" gets no checksum: ")[0] for skip in result.skips] == [
        "https://dl.example/tool-1.0"
    ]


# The command -------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, standin: Standin, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIXER_OFFLINE", "0")
    config = tmp_path / "config.toml"
    config.write_text(f'[checksums]\nhosts = ["{standin.address}"]\n')
    monkeypatch.setenv("FIXER_CONFIG", str(config))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_run_fetches_each_file_once(run: Run, here: Path, standin: Standin) -> None:
    source = f"FROM scratch\nADD {standin.url}/tool-1.0 /a\nADD {standin.url}/tool-1.0 /b\n"
    for number in range(80):
        more = f"ADD {standin.url}/tool-1.0/{number % 4} /c\n"
        (here / f"Dockerfile.{number}").write_text(source + more)
    assert run("--diff", "-j3").stdout == ""
    assert standin.requests == []
    patch = run("--diff", "-j3", "--checksums")
    assert patch.exit_code == 0, patch.output
    assert len(re.findall(rf"^\+ADD --checksum={DIGEST} http://", patch.stdout, re.M)) == 240
    assert len(standin.requests) == 5
    assert run("--diff", "-j1", "--checksums").stdout == patch.stdout
    assert len(standin.requests) == 5
    (here / ".fixer.toml").write_text("checksums = true\n")
    assert run("--diff", "-j1").stdout == patch.stdout
    assert run("--diff", "-j1", "--no-checksums").stdout == ""
    assert run("--diff", "-j1", "--offline").stdout == ""


def test_why_there_is_none_is_told(run: Run, here: Path, standin: Standin) -> None:
    (here / "Dockerfile").write_text(f"FROM scratch\nADD {standin.url}/gone-1.0 /a\n")
    done = run("--check", "--checksums", "-v")
    reason = f"{standin.url}/gone-1.0 gets no checksum: {standin.address} has no such file"
    assert reason in done.output


def test_the_settings_are_the_users_own(
    run: Run, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("FIXER_CONFIG", str(path))
    path.write_text('[checksums]\nhosts = ["a.corp"]\nmax-size = 1\nfile-time = 2\ntotal-time=3\n')
    assert user_settings() == Settings(
        private_hosts=frozenset({"a.corp"}), file_size=1 << 20, file_time=2.0, files_time=3.0
    )
    for text, problem in [
        ("max-size = 0", "checksums.max-size must be a number of MiB, and not 0"),
        ("hosts = 'a'", "checksums.hosts must be a list of texts"),
        ("other = 1", "checksums.other is not known"),
    ]:
        path.write_text(f"[checksums]\n{text}\n")
        with pytest.raises(ConfigError, match=re.escape(problem)):
            user_settings()
    # a repository says only whether, not who may be asked
    (here / ".fixer.toml").write_text('checksums = { hosts = ["127.0.0.1"] }\n')
    (here / "Dockerfile").write_text("FROM scratch\n")
    done = run("--diff")
    assert done.exit_code == 2
    assert "checksums must be true or false" in done.stderr


# A real build ------------------------------------------------------------------------------------


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker", "build", "--network", "host", "--no-cache", "-q", "."],
        cwd=folder, capture_output=True, text=True, timeout=120, env=ENVIRONMENT,
    )  # fmt: skip


def test_the_builder_takes_the_file_and_refuses_another(
    run: Run, here: Path, standin: Standin
) -> None:
    try:
        known = subprocess.run(["docker", "version", "-f", "json"], capture_output=True, text=True)
    except FileNotFoundError:
        missing("no docker command")
    if known.returncode or not json.loads(known.stdout).get("Server"):
        missing("no Docker Engine")
    content = [uuid.uuid4().bytes]
    standin.fail("GET /own-1.0", lambda it: it.reply(200, content[0]))
    (here / "Dockerfile").write_text(f"FROM scratch\nADD {standin.url}/own-1.0 /tool\n")
    assert run("--checksums", "--select", "add-checksum").exit_code == 0
    digest = hashlib.sha256(content[0]).hexdigest()
    assert f"ADD --checksum=sha256:{digest} http://" in (here / "Dockerfile").read_text()
    made, content[0] = content[0], b"another"
    bad = build(here)  # first: of a checksum that it has met, the builder asks nobody
    assert bad.returncode != 0
    assert "digest mismatch" in bad.stderr
    content[0] = made
    good = build(here)
    assert good.returncode == 0, good.stderr
    subprocess.run(["docker", "rmi", "-f", good.stdout.strip()], capture_output=True)
