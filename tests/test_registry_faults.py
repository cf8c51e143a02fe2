"""Registries that are out of order, slow, or hostile: each costs little, and says why."""

from __future__ import annotations

import gzip
import logging
import resource
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.registry import Registry, Settings
from tests.registry.images import OCI_INDEX, OCI_MANIFEST, digest_of, image, index
from tests.registry.network import Authority, name_hosts
from tests.registry.standin import Handler, Standin


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        cache=tmp_path / "cache",
        credentials=False,
        pause=0.01,
        connect_time=1.0,
        read_time=0.5,
        request_time=1.0,
        longest_pause=1.5,
    )


def reference(text: str) -> ImageReference:
    found = parse_reference(text)
    assert found is not None
    return found


def reason(standin: Standin, settings: Settings, name: str = "app:1") -> str:
    """Why there is no digest, without the registry's name in front."""
    with Registry(settings) as registry:
        found = registry.digest(reference(f"{standin.address}/{name}"))
    assert found.digest is None
    assert found.media_type is None
    assert found.reason is not None
    start = f"{standin.address} "
    assert found.reason.startswith(start)
    return found.reason.removeprefix(start)


def found(standin: Standin, settings: Settings) -> str | None:
    with Registry(settings) as registry:
        return registry.digest(reference(f"{standin.address}/app:1")).digest


# Too many requests, and failures of the server.


def test_429_with_retry_after_is_waited_for(standin: Standin, settings: Settings) -> None:
    pushed = standin.add("app", "1", image())
    standin.fail("HEAD", lambda it: it.reply(429, Retry_After="1"), times=1)
    started = time.monotonic()
    assert found(standin, settings) == pushed.digest
    assert time.monotonic() - started >= 1.0
    assert standin.count("HEAD") == 2


def test_429_with_a_date(standin: Standin, settings: Settings) -> None:
    pushed = standin.add("app", "1", image())
    standin.fail("HEAD", lambda it: it.reply(429, Retry_After=formatdate(usegmt=True)), times=1)
    assert found(standin, settings) == pushed.digest


@pytest.mark.parametrize("after", ["", "soon", "-1", "1e9", "99999999999999999999"])
def test_429_without_a_usable_retry_after_backs_off(
    after: str, standin: Standin, settings: Settings
) -> None:
    pushed = standin.add("app", "1", image())
    standin.fail("HEAD", lambda it: it.reply(429, Retry_After=after), times=2)
    assert found(standin, settings) == pushed.digest
    assert standin.count("HEAD") == 3


def test_429_for_good_is_given_up(standin: Standin, settings: Settings) -> None:
    standin.fail("HEAD", lambda it: it.reply(429))
    assert reason(standin, settings) == "takes no more requests for now (429)"
    assert standin.count("HEAD") == 3


def test_429_that_asks_for_an_hour_ends_the_questions(standin: Standin, settings: Settings) -> None:
    """Waiting is no use, and neither is asking for all the others."""
    standin.fail("HEAD", lambda it: it.reply(429, Retry_After="3600"))
    names = [reference(f"{standin.address}/app:{number}") for number in range(100)]
    started = time.monotonic()
    with Registry(settings) as registry:
        registry.prefetch(names)
        reasons = {registry.digest(each).reason for each in names}
    assert time.monotonic() - started < 5
    assert reasons == {f"{standin.address} takes no more requests for the next 3600 s (429)"}
    assert standin.count("HEAD") == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_500_once_is_tried_again(status: int, standin: Standin, settings: Settings) -> None:
    pushed = standin.add("app", "1", image())
    standin.fail("HEAD", lambda it: it.reply(status), times=1)
    assert found(standin, settings) == pushed.digest


def test_500_for_one_image_leaves_the_others(standin: Standin, settings: Settings) -> None:
    standin.any_name = True
    standin.fail("/bad/", lambda it: it.reply(500))
    names = [reference(f"{standin.address}/{name}:1") for name in ("good", "bad", "better")]
    with Registry(settings) as registry:
        registry.prefetch(names)
        good, bad, better = (registry.digest(each) for each in names)
    assert bad.reason == f"{standin.address} is out of order (500)"
    assert good.digest
    assert better.digest


def test_500_for_everything_is_not_tried_for_ever(standin: Standin, settings: Settings) -> None:
    standin.fail("HEAD", lambda it: it.reply(500))
    names = [reference(f"{standin.address}/app:{number}") for number in range(100)]
    with Registry(settings) as registry:
        registry.prefetch(names)
        assert {registry.digest(each).reason for each in names} == {
            f"{standin.address} is out of order (500)"
        }
    # the first image's three attempts, two more failures, and what is under way by then
    assert standin.count("HEAD") <= 3 + 2 + settings.connections - 1


# Connections.


def test_a_cut_connection_is_tried_again(standin: Standin, settings: Settings) -> None:
    pushed = standin.add("app", "1", image())
    standin.fail("HEAD", Handler.cut, times=2)
    assert found(standin, settings) == pushed.digest


def test_a_connection_that_is_always_cut(standin: Standin, settings: Settings) -> None:
    standin.fail("HEAD", Handler.cut)
    assert reason(standin, settings) == "breaks off the connection"


def test_a_body_that_is_cut_off(standin: Standin, settings: Settings) -> None:
    def half(handler: Handler) -> None:
        handler.reply(200, b"{", Content_Type=OCI_MANIFEST, Content_Length="1000")
        handler.cut()

    standin.fail("HEAD", lambda it: it.reply(405))
    standin.fail("GET .*manifests", half)
    assert reason(standin, settings) == "breaks off in the middle of an answer"
    assert standin.count("GET", "manifests") == 3


def test_a_closed_port_costs_nothing_and_is_asked_once(settings: Settings) -> None:
    with Standin(any_name=True) as good:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{closed.getsockname()[1]}"
        names = [reference(f"{address}/app:{number}") for number in range(50)]
        fine = reference(f"{good.address}/app")
        with Registry(settings) as registry:
            registry.prefetch([*names, fine])
            reasons = {registry.digest(each).reason for each in names}
            assert registry.digest(fine).digest
    assert reasons == {f"{address} cannot be reached: the connection is refused"}


def test_a_registry_that_is_silent_costs_its_time_once(settings: Settings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        names = [reference(f"{address}/app:{number}") for number in range(50)]
        started = time.monotonic()
        with Registry(settings) as registry:
            registry.prefetch(names)
            reasons = {registry.digest(each).reason for each in names}
        took = time.monotonic() - started
    assert took < 10
    assert len(reasons) == 1
    assert "cannot be reached" in str(reasons) or "does not answer" in str(reasons)


def test_a_name_that_is_looked_up_for_ever(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No time limit holds in there; the run goes on without the answer."""
    end = threading.Event()
    real = socket.getaddrinfo

    def look_up(host: str, *arguments: object) -> object:
        if host == "hangs.invalid":
            end.wait(30)
            raise socket.gaierror
        return real(host, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    names = [reference(f"hangs.invalid/app:{number}") for number in range(20)]
    try:
        with Standin(any_name=True) as good, Registry(settings) as registry:
            fine = reference(f"{good.address}/app")
            started = time.monotonic()
            registry.prefetch([*names, fine])
            assert time.monotonic() - started < 15
            assert registry.digest(fine).digest
            assert {registry.digest(each).reason for each in names} == {
                "hangs.invalid cannot be reached: it does not answer in time"
            }
    finally:
        end.set()


def test_headers_that_never_end(standin: Standin, settings: Settings) -> None:
    def drip(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    standin.fail("HEAD", drip)
    started = time.monotonic()
    assert reason(standin, settings) == "cannot be reached: it does not answer in time"
    assert time.monotonic() - started < 10


def test_the_time_for_the_whole_run(standin: Standin, settings: Settings) -> None:
    standin.any_name = True

    def late(handler: Handler) -> bool:
        time.sleep(0.2 if handler.command == "HEAD" else 0)
        return False

    standin.faults.append(late)
    names = [reference(f"{standin.address}/app:{number}") for number in range(60)]
    started = time.monotonic()
    with Registry(settings._replace(total_time=0.7, connections=2)) as registry:
        registry.prefetch(names)
        answers = [registry.digest(each) for each in names]
        again = registry.digest(reference(f"{standin.address}/another"))
    assert time.monotonic() - started < 5
    reasons = {answer.reason for answer in [*answers, again]}
    assert reasons == {None, "the 0.7 s that a run may wait for registries are over"}
    assert answers[0].digest
    assert again.digest is None
    time.sleep(0.5)
    asked = standin.count("HEAD")
    time.sleep(0.5)
    assert standin.count("HEAD") == asked < 20  # and nobody goes on with it


# Bodies.


def test_a_slow_body(standin: Standin, settings: Settings) -> None:
    def drip(handler: Handler) -> None:
        handler.reply(200, b"{", Content_Type=OCI_MANIFEST, Content_Length="1000")
        for _ in range(200):
            time.sleep(0.1)
            handler.wfile.write(b" ")
            handler.wfile.flush()

    standin.fail("HEAD", lambda it: it.reply(405))
    standin.fail("GET .*manifests", drip)
    started = time.monotonic()
    assert reason(standin, settings) == "takes longer than 1 s to send an answer"
    assert time.monotonic() - started < 10


def test_a_body_that_stops(standin: Standin, settings: Settings) -> None:
    def stop(handler: Handler) -> None:
        handler.reply(200, b"{", Content_Type=OCI_MANIFEST, Content_Length="1000")
        time.sleep(2)

    standin.fail("HEAD", lambda it: it.reply(405))
    standin.fail("GET .*manifests", stop)
    assert reason(standin, settings) == "stops in the middle of an answer for 0.5 s"


@pytest.mark.parametrize("said", [True, False], ids=["with-length", "without"])
def test_a_body_of_a_gigabyte_is_not_taken(
    said: bool, standin: Standin, settings: Settings
) -> None:
    sent = [0]

    def flood(handler: Handler) -> None:
        length = {"Content_Length": str(1 << 30)} if said else {"Transfer_Encoding": "chunked"}
        handler.reply(200, b"", Content_Type=OCI_MANIFEST, **length)
        block = b" " * (1 << 20)
        for _ in range(1 << 10):
            handler.wfile.write(block if said else b"%x\r\n%b\r\n" % (len(block), block))
            sent[0] += len(block)

    standin.fail("HEAD", lambda it: it.reply(405))
    standin.fail("GET .*manifests", flood)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert reason(standin, settings) == "sends more than the 4 MiB that an answer may have"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10  # KiB
    assert sent[0] < 64 << 20
    assert standin.count("GET", "manifests") == 1


def test_an_error_of_a_gigabyte(standin: Standin, settings: Settings) -> None:
    """Nobody reads it; the status says enough."""
    standin.fail(".", lambda it: it.reply(404, Content_Length=str(1 << 30)))
    assert reason(standin, settings) == "knows no such image or tag"


def test_a_compressed_body_is_not_unpacked(standin: Standin, settings: Settings) -> None:
    packed = gzip.compress(b" " * (64 << 20))

    def bomb(handler: Handler) -> None:
        handler.reply(200, packed, Content_Type=OCI_MANIFEST, Content_Encoding="gzip")

    standin.fail("HEAD", lambda it: it.reply(405))
    standin.fail("GET .*manifests", bomb)
    # It is the digest of what was sent, for there is no other.
    assert found(standin, settings) == digest_of(packed)


def test_a_wrong_digest_header_is_noticed(standin: Standin, settings: Settings) -> None:
    pushed = image()

    def lie(handler: Handler) -> None:
        other = digest_of(b"something else")
        handler.reply(200, pushed.body, Content_Type=OCI_MANIFEST, Docker_Content_Digest=other)

    standin.fail("HEAD", lambda it: it.reply(405))
    standin.fail("GET .*manifests", lie)
    expected = "sends a content that does not have the digest it is said to have"
    assert reason(standin, settings) == expected


@pytest.mark.parametrize(
    "header", ["sha256:abc", "md5:" + "0" * 32, "sha256:" + "0" * 63 + "\u00e9", "x", "sha256:" * 9]
)
def test_a_digest_header_that_is_none_is_not_taken(
    header: str, standin: Standin, settings: Settings
) -> None:
    pushed = image()

    def answer(handler: Handler) -> None:
        handler.reply(200, pushed.body, Content_Type=OCI_MANIFEST, Docker_Content_Digest=header)

    standin.fail("manifests", answer)
    assert found(standin, settings) == pushed.digest


def test_a_configuration_with_another_content_is_no_configuration(
    standin: Standin, settings: Settings
) -> None:
    standin.add("app", "1", image({"User": "real"}))
    standin.fail("blobs", lambda it: it.reply(200, b'{"config": {"User": "forged"}}'))
    with Registry(settings) as registry:
        assert registry.config(reference(f"{standin.address}/app:1")) is None


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"config": 3}', b'{"manifests": {}}',
     b'{"config": {"digest": 3, "mediaType": []}}', b'{"manifests": [3, {"platform": 4}]}'],
    ids=lambda body: repr(body[:20]),
)  # fmt: skip
@pytest.mark.parametrize("media_type", [OCI_MANIFEST, OCI_INDEX])
def test_malformed_json_is_no_configuration(
    media_type: str, body: bytes, standin: Standin, settings: Settings
) -> None:
    def answer(handler: Handler) -> None:
        handler.reply(200, body, Content_Type=media_type, Docker_Content_Digest=digest_of(body))

    standin.fail("manifests", answer)
    with Registry(settings) as registry:
        name = reference(f"{standin.address}/app:1")
        assert registry.digest(name).digest == digest_of(body)
        assert registry.config(name) is None


@pytest.mark.parametrize(
    "config",
    [{"User": 3}, {"Env": "A=b"}, {"Env": [1]}, {"Cmd": {}},
     {"Labels": ["a"]}, {"Labels": {"a": 1}},
     {"ExposedPorts": [80]}, {"Healthcheck": "x"}, {"Healthcheck": {"Test": "x"}}],
    ids=str,
)  # fmt: skip
def test_malformed_configurations_are_none(
    config: dict[str, object], standin: Standin, settings: Settings
) -> None:
    standin.add("app", "1", image(config))
    with Registry(settings) as registry:
        assert registry.config(reference(f"{standin.address}/app:1")) is None


@pytest.mark.parametrize("body", [b"{", b'{"tags": 3}', b'{"tags": null}', b'{"tags": [3, "a b"]}'])
def test_malformed_lists_of_tags_are_empty(
    body: bytes, standin: Standin, settings: Settings
) -> None:
    standin.fail("tags/list", lambda it: it.reply(200, body))
    with Registry(settings) as registry:
        assert registry.tags(reference(f"{standin.address}/app:1")) == []


def test_an_index_without_end_is_left(standin: Standin, settings: Settings) -> None:
    inner = index({"linux/amd64": image()})
    for _ in range(10):
        inner = index({"linux/amd64": inner})
    standin.add("app", "1", inner)
    with Registry(settings) as registry:
        assert registry.config(reference(f"{standin.address}/app:1")) is None
    assert standin.count("GET", "manifests") == 3


def test_something_else_than_an_image_has_no_configuration(
    standin: Standin, settings: Settings
) -> None:
    chart = image()
    body = chart.body.replace(b"oci.image.config", b"cncf.helm.config")
    standin.add("app", "1", chart._replace(body=body))
    with Registry(settings) as registry:
        assert registry.config(reference(f"{standin.address}/app:1")) is None
    assert standin.count("GET", "blobs") == 0


def test_a_huge_list_of_tags_is_cut_short(standin: Standin, settings: Settings) -> None:
    number = [0]

    def page(handler: Handler) -> None:
        number[0] += 1
        tags = ", ".join(f'"{number[0]}.{each}"' for each in range(1000))
        handler.reply(
            200, f'{{"tags": [{tags}]}}'.encode(),
            Link=f'</v2/app/tags/list?n=1000&last={number[0]}>; rel="next"',
        )  # fmt: skip

    standin.fail("tags/list", page)
    with Registry(settings) as registry:
        assert len(registry.tags(reference(f"{standin.address}/app:1"))) == 20_000
    assert standin.count("GET", "tags/list") == 20


def test_a_list_of_tags_that_goes_in_a_circle(standin: Standin, settings: Settings) -> None:
    link = '<http://127.0.0.1:1/v2/app/tags/list?last=a>; rel="next"'
    standin.fail("tags/list", lambda it: it.reply(200, b'{"tags": ["a"]}', Link=link))
    with Registry(settings) as registry:
        registry.tags(reference(f"{standin.address}/app:1"))
    assert standin.count("GET", "tags/list") == 2


# Redirects.


def test_a_redirect_is_followed(standin: Standin, settings: Settings) -> None:
    with Standin() as other:
        pushed = other.add("moved", "1", image())
        standin.fail("HEAD", lambda it: it.reply(307, Location=f"{other.url}/v2/moved/manifests/1"))
        assert found(standin, settings) == pushed.digest


def test_a_redirect_loop_ends(standin: Standin, settings: Settings) -> None:
    standin.fail("HEAD", lambda it: it.reply(302, Location=it.path))
    assert reason(standin, settings) == "redirects more than 5 times"
    assert standin.count("HEAD") == 6


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("", "redirects more than 5 times"),
        ("file:///etc/passwd", "names an address that cannot be asked"),
        ("ftp://127.0.0.1/", "names an address that cannot be asked"),
        ("http://[", "names an address that is none"),
        ("http://127.0.0.1:99999/", "names an address that is none"),
        ("http://user:secret@127.0.0.1/", "names an address that cannot be asked"),
        ("http://elsewhere.test/", "redirects to an address without encryption"),
        ("https://a..b/", "names an address that is none"),
    ],
)
def test_a_redirect_to_nowhere(
    location: str, expected: str, standin: Standin, settings: Settings
) -> None:
    standin.fail("HEAD", lambda it: it.reply(302, Location=location))
    assert reason(standin, settings) == expected


# TLS.


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def secure(authority: Authority) -> Iterator[Standin]:
    with Standin(authority.context("registry.test")) as running:
        yield running


def test_a_private_authority_is_trusted_where_it_is_named(
    secure: Standin, settings: Settings, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_hosts(monkeypatch)
    pushed = secure.add("app", "1", image())
    name = reference(f"registry.test:{secure.port}/app:1")
    with Registry(settings) as registry:
        assert registry.digest(name).reason == (
            f"registry.test:{secure.port} shows a certificate that is not trusted"
        )
    assert secure.requests == []
    with Registry(settings._replace(ca=authority.path)) as registry:
        assert registry.digest(name).digest == pushed.digest
        # It vouches for one name only.
        other = registry.digest(reference(f"other.test:{secure.port}/app:1"))
        assert str(other.reason).endswith("shows a certificate that is not trusted")


def test_an_insecure_host_is_one_that_the_settings_name(
    secure: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_hosts(monkeypatch)
    pushed = secure.add("app", "1", image())
    name = f"registry.test:{secure.port}"
    with Registry(settings._replace(insecure=frozenset({name}))) as registry:
        assert registry.digest(reference(f"{name}/app:1")).digest == pushed.digest
        other = registry.digest(reference(f"other.test:{secure.port}/app:1"))
        assert other.digest is None
    # What an impostor may have said is not believed by a run that asks for proof.
    with Registry(settings._replace(offline=True)) as registry:
        assert registry.digest(reference(f"{name}/app:1")).digest is None


def test_plain_http_is_for_this_machine_and_for_hosts_that_the_settings_name(
    standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_hosts(monkeypatch)
    pushed = standin.add("app", "1", image())
    name = f"registry.test:{standin.port}"
    with Registry(settings) as registry:
        assert registry.digest(reference(f"{name}/app:1")).digest is None
    assert [asked for asked in standin.requests if asked.path.startswith("/v2/app")] == []
    with Registry(settings._replace(insecure=frozenset({name}))) as registry:
        assert registry.digest(reference(f"{name}/app:1")).digest == pushed.digest
    with Registry(settings) as registry:
        local = reference(f"localhost:{standin.port}/app:1")
        assert registry.digest(local).digest == pushed.digest


def test_tls_on_this_machine_is_found(
    settings: Settings, authority: Authority, tmp_path: Path
) -> None:
    with Standin(authority.context("127.0.0.1")) as secure:
        pushed = secure.add("app", "1", image())
        assert found(secure, settings._replace(ca=authority.path)) == pushed.digest


def test_a_ca_file_that_is_none(secure: Standin, settings: Settings, tmp_path: Path) -> None:
    rubbish = tmp_path / "ca.pem"
    rubbish.write_text("rubbish")
    for path in (rubbish, tmp_path / "missing"):
        with Registry(settings._replace(ca=path)) as registry:
            answer = registry.digest(reference("registry.test/app:1"))
        assert answer.reason == (
            "registry.test cannot be verified: the trusted certificates cannot be read"
        )


# Proxies.


def test_the_environments_proxy_is_used(
    standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_hosts(monkeypatch)
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    seen: list[str] = []

    def proxy(handler: Handler) -> bool:
        if handler.path.startswith("http://registry.test/"):
            seen.append(handler.path)
            handler.path = handler.path.removeprefix("http://registry.test")
        return False

    pushed = standin.add("app", "1", image())
    standin.faults.append(proxy)
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://user:geheim@{standin.address}")
    insecure = settings._replace(insecure=frozenset({"registry.test"}))
    with Registry(insecure) as registry:
        assert registry.digest(reference("registry.test/app:1")).digest == pushed.digest
        # To encrypt, a proxy must open a tunnel, which this one does not.
        answer = registry.digest(reference("other.test/app:1"))
    assert seen
    assert answer.reason == (
        "other.test cannot be reached through the proxy that the environment names"
    )
    count = len(seen)
    assert found(standin, settings) == pushed.digest  # this machine is not asked through it
    assert len(seen) == count
    assert not any(asked.path.startswith(f"http://{standin.address}") for asked in standin.requests)


def test_nothing_of_what_a_server_says_is_repeated(
    standin: Standin, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = b'{"errors": [{"code": "DENIED", "message": "geheim\\u001b[31m"}]}'
    for status in (400, 401, 403, 404, 418, 429, 500):
        standin.faults.clear()
        standin.fail("HEAD", lambda it, status=status: it.reply(status, said, X="geheim"))  # type: ignore[misc]
        assert "geheim" not in reason(standin, settings)
    assert "geheim" not in caplog.text
