"""Asking a registry in this process: the protocol, one request for each question, the cache."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixer import __version__
from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.registry import Lookup, Registry, Settings
from tests.registry.images import (
    DOCKER_INDEX,
    DOCKER_MANIFEST,
    OCI_INDEX,
    OCI_MANIFEST,
    Image,
    image,
    index,
)
from tests.registry.network import name_hosts
from tests.registry.standin import Handler, Standin


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def settings(standin: Standin, tmp_path: Path) -> Settings:
    """The stand-in is asked for what is Docker Hub's."""
    return Settings(
        mirrors=(("docker.io", (standin.address,)),),
        cache=tmp_path / "cache",
        credentials=False,
        pause=0.01,
    )


def reference(text: str) -> ImageReference:
    found = parse_reference(text)
    assert found is not None
    return found


def platforms(media_type: str = OCI_INDEX) -> Image:
    inner = OCI_MANIFEST if media_type == OCI_INDEX else DOCKER_MANIFEST
    names = ("linux/amd64", "linux/arm64/v8")
    return index({each: image({"User": each}, each, inner) for each in names}, media_type)


@pytest.mark.parametrize("media_type", [OCI_INDEX, DOCKER_INDEX])
def test_the_digest_is_the_index_not_one_platform(
    media_type: str, standin: Standin, settings: Settings
) -> None:
    pushed = standin.add("library/python", "3.12-slim", platforms(media_type))
    with Registry(settings) as registry:
        found = registry.digest(reference("python:3.12-slim"))
    assert found == Lookup(pushed.digest, media_type, None)
    assert [asked.method for asked in standin.requests] == ["GET", "HEAD"]
    assert standin.requests[0].path == "/v2/"
    # The digest is that of the bytes as they lie in the registry.
    assert {asked.headers["accept-encoding"] for asked in standin.requests} == {"identity"}
    assert {asked.headers["user-agent"] for asked in standin.requests} == {
        f"dockerfile-fixer/{__version__}"
    }


@pytest.mark.parametrize("media_type", [OCI_MANIFEST, DOCKER_MANIFEST])
def test_an_image_of_one_platform(media_type: str, standin: Standin, settings: Settings) -> None:
    pushed = standin.add("library/app", "latest", image(media_type=media_type))
    with Registry(settings) as registry:
        assert registry.digest(reference("app")) == Lookup(pushed.digest, media_type, None)


@pytest.mark.parametrize("status", [200, 405, 501])
def test_the_body_is_asked_for_where_head_says_no_digest(
    status: int, standin: Standin, settings: Settings
) -> None:
    pushed = standin.add("library/app", "1", image())
    standin.fail("HEAD .*/manifests/", lambda it: it.reply(status, Content_Type=OCI_MANIFEST))
    standin.fail(
        "GET .*/manifests/", lambda it: it.reply(200, pushed.body, Content_Type=OCI_MANIFEST)
    )
    with Registry(settings) as registry:
        assert registry.digest(reference("app:1")).digest == pushed.digest
    assert standin.count("GET", "/manifests/1$") == 1


def test_an_old_form_of_manifest_is_not_pinned(standin: Standin, settings: Settings) -> None:
    old = "application/vnd.docker.distribution.manifest.v1+prettyjws"
    digest = image().digest
    standin.fail(
        "/manifests/", lambda it: it.reply(200, Content_Type=old, Docker_Content_Digest=digest)
    )
    with Registry(settings._replace(mirrors=())) as registry:
        found = registry.digest(reference(f"{standin.address}/app:1"))
    assert found.digest is None
    assert found.reason == (
        f"{standin.address} has the image only in a form without a digest that could be pinned"
    )


def test_what_is_not_there(standin: Standin, settings: Settings) -> None:
    with Registry(settings) as registry:
        found = registry.digest(reference(f"{standin.address}/app:1"))
    assert found == Lookup(None, None, f"{standin.address} knows no such image or tag")
    assert len(standin.requests) == 2


def test_a_reference_with_tag_and_digest_is_asked_for_its_tag(
    standin: Standin, settings: Settings
) -> None:
    pushed = standin.add("library/app", "1", image())
    old = f"sha256:{'0' * 64}"
    with Registry(settings) as registry:
        assert registry.digest(reference(f"app:1@{old}")).digest == pushed.digest
        count = len(standin.requests)
        assert registry.digest(reference(f"app@{old}")) == Lookup(old)
    assert len(standin.requests) == count


def test_docker_hub_is_asked_at_its_own_host(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = name_hosts(monkeypatch)
    with Registry(settings._replace(mirrors=())) as registry:
        found = registry.digest(reference("python:3"))
    assert set(names) == {"registry-1.docker.io"}
    assert found.reason == "docker.io cannot be reached: its name is not known"


def test_a_mirror_with_a_path(standin: Standin, settings: Settings) -> None:
    pushed = standin.add("hub/library/app", "1", image())
    mirror = f"{standin.address}/hub"
    with Registry(settings._replace(mirrors=(("docker.io", (mirror,)),))) as registry:
        assert registry.digest(reference("app:1")).digest == pushed.digest


def test_the_registry_itself_is_asked_for_what_its_mirrors_lack(settings: Settings) -> None:
    with Standin() as mirror, Standin() as origin:
        pushed = origin.add("app", "1", image())
        mirrors = ((origin.address, (mirror.address,)),)
        with Registry(settings._replace(mirrors=mirrors)) as registry:
            assert registry.digest(reference(f"{origin.address}/app:1")).digest == pushed.digest
            found = registry.digest(reference(f"{origin.address}/app:2"))
        assert mirror.count("HEAD") == origin.count("HEAD") == 2
        assert found.reason == "; ".join(
            f"{each.address} knows no such image or tag" for each in (mirror, origin)
        )


@pytest.mark.parametrize("mirror", ["https://a.b", "u:p@a.b", "mirror", "a.b/?x", "a.b/c d", ""])
def test_a_mirror_that_is_none(mirror: str) -> None:
    with pytest.raises(ValueError, match="no host"):
        Registry(Settings(mirrors=(("docker.io", (mirror,)),)))


def test_a_thousand_places_make_a_hundred_requests(standin: Standin, settings: Settings) -> None:
    standin.any_name = True
    places = [reference(f"repo{number % 50}/app:{number % 2}") for number in range(1000)]
    assert len(set(places)) == 50
    places += [reference(f"repo{number % 50}/app:2.{number % 2}") for number in range(1000)]
    with Registry(settings) as registry:
        registry.prefetch(places[:700])
        registry.prefetch(places)
        first = [registry.digest(each) for each in places]
    assert all(found.digest for found in first)
    heads = [asked.path for asked in standin.requests if asked.method == "HEAD"]
    assert len(heads) == len(set(heads)) == len(set(places)) == 100
    assert len(standin.requests) == 101

    with Registry(settings) as registry:  # a second run
        registry.prefetch(places)
        assert [registry.digest(each) for each in places] == first
    assert len(standin.requests) == 101


def test_an_old_answer_is_asked_for_again(standin: Standin, settings: Settings) -> None:
    standin.add("library/app", "1", image())
    for _ in range(2):
        with Registry(settings._replace(max_age=0)) as registry:
            before = registry.digest(reference("app:1"))
            assert registry.digest(reference("app:1")) == before
    assert standin.count("HEAD") == 2
    moved = standin.add("library/app", "1", image({"User": "new"}))
    with Registry(settings._replace(max_age=0)) as registry:
        assert registry.digest(reference("app:1")).digest == moved.digest != before.digest


def test_failures_are_not_kept_for_the_next_run(standin: Standin, settings: Settings) -> None:
    with Registry(settings) as registry:
        assert registry.digest(reference("app:1")).digest is None
    pushed = standin.add("library/app", "1", image())
    with Registry(settings) as registry:
        assert registry.digest(reference("app:1")).digest == pushed.digest


def test_without_a_cache_nothing_is_written(standin: Standin, settings: Settings) -> None:
    standin.add("library/app", "1", image())
    with Registry(settings._replace(use_cache=False)) as registry:
        assert registry.digest(reference("app:1")).digest
    assert settings.cache is not None
    assert not settings.cache.exists()


def test_offline_opens_no_socket_and_answers_from_the_cache(
    standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.add("library/app", "1", image({"User": "app"}))
    with Registry(settings) as registry:
        registry.prefetch([reference("app:1")], configs=True)
        known = registry.digest(reference("app:1"))

    def no_socket(*arguments: object, **options: object) -> None:
        raise AssertionError("a socket")

    monkeypatch.setattr("socket.socket", no_socket)
    monkeypatch.setattr("socket.getaddrinfo", no_socket)
    with Registry(settings._replace(offline=True)) as registry:
        registry.prefetch([reference("app:1"), reference("app:2")], configs=True)
        assert registry.digest(reference("app:1")) == known
        config = registry.config(reference("app:1"))
        assert config is not None
        assert config.user == "app"
        assert registry.digest(reference("app:2")).reason == "registries are not asked offline"
        assert registry.config(reference("app:2")) is None
        assert registry.tags(reference("app:2")) == []


def test_what_one_process_learnt_another_need_not_ask(standin: Standin, settings: Settings) -> None:
    standin.add("library/app", "1", image({"User": "app"}))
    references = [reference("app:1"), reference("app:2")]
    with Registry(settings) as registry:
        registry.prefetch(references, configs=True)
        answers = [registry.digest(each) for each in references]
        known = pickle.loads(pickle.dumps(registry.known()))
    count = len(standin.requests)
    with Registry(settings._replace(use_cache=False, offline=True), known) as other:
        assert [other.digest(each) for each in references] == answers
        config = other.config(references[0])
        assert config is not None
        assert config.user == "app"
    assert len(standin.requests) == count


def test_the_configuration_of_a_platform(standin: Standin, settings: Settings) -> None:
    config = {
        "User": "1000:1000",
        "Entrypoint": ["/entry"],
        "Cmd": ["serve", "--now"],
        "Env": ["PATH=/bin", "EMPTY=", "EQUALS=a=b"],
        "WorkingDir": "/srv",
        "ExposedPorts": {"8080/tcp": {}, "53/udp": {}},
        "Volumes": {"/data": {}},
        "Labels": {"org.opencontainers.image.version": "1.2"},
        "OnBuild": ["RUN true"],
        "Shell": ["/bin/bash", "-c"],
        "StopSignal": "SIGQUIT",
        "Healthcheck": {"Test": ["CMD", "probe"], "Interval": 1000},
    }
    arm = image(config, "linux/arm64/v8", created="2026-01-02T03:04:05Z")
    standin.add("library/app", "1", index({"linux/amd64": image(), "linux/arm64/v8": arm}))
    app = reference("app:1")
    for _ in range(2):
        with Registry(settings) as registry:
            found = registry.config(app, "linux/arm64")
            assert found is not None
            assert found._asdict() == {
                "platform": "linux/arm64/v8",
                "digest": arm.digest,
                "user": "1000:1000",
                "entrypoint": ("/entry",),
                "cmd": ("serve", "--now"),
                "env": {"PATH": "/bin", "EMPTY": "", "EQUALS": "a=b"},
                "workdir": "/srv",
                "exposed_ports": ("53/udp", "8080/tcp"),
                "volumes": ("/data",),
                "labels": {"org.opencontainers.image.version": "1.2"},
                "onbuild": ("RUN true",),
                "shell": ("/bin/bash", "-c"),
                "stop_signal": "SIGQUIT",
                "healthcheck": ("CMD", "probe"),
                "created": "2026-01-02T03:04:05Z",
                "size": len(b"a layer"),
            }
    # Head, index, manifest and configuration, each once for both runs; and two greetings at most.
    assert len(standin.requests) <= 6
    with Registry(settings) as registry:
        bare = registry.config(app)
        assert bare is not None
        assert (bare.user, bare.entrypoint, bare.cmd, bare.shell) == ("", None, None, None)
        assert registry.config(app, "windows/amd64") is None


@pytest.mark.parametrize(
    ("has", "wanted", "is_there"),
    [
        ("linux/arm64", "linux/arm64/v8", True),
        ("linux/arm64/v8", "linux/arm64", True),
        ("linux/arm/v7", "linux/arm", True),
        ("linux/arm/v6", "linux/arm/v7", False),
        ("linux/arm64", "linux/arm", False),
        ("linux/amd64/v3", "linux/amd64", True),
        ("windows/amd64", "linux/amd64", False),
    ],
)
def test_platforms(
    has: str, wanted: str, is_there: bool, standin: Standin, settings: Settings
) -> None:
    standin.add("library/app", "1", index({"unknown/unknown": image(), has: image({}, has)}))
    with Registry(settings) as registry:
        assert (registry.config(reference("app:1"), wanted) is not None) is is_there


def test_a_reference_by_digest_has_the_configuration_of_that(
    standin: Standin, settings: Settings
) -> None:
    old = standin.add("library/app", "1", image({"User": "old"}))
    standin.add("library/app", "1", image({"User": "new"}))
    with Registry(settings) as registry:
        found = registry.config(reference(f"app:1@{old.digest}"))
    assert found is not None
    assert found.user == "old"
    assert standin.count("HEAD") == 0


def test_tags_of_many_pages(standin: Standin, settings: Settings) -> None:
    same = image()
    for number in range(2500):
        standin.add("library/app", f"{number:04}", same)
    with Registry(settings) as registry:
        assert registry.tags(reference("app")) == [f"{number:04}" for number in range(2500)]
        assert registry.tags(reference("other")) == []
    assert standin.count("GET", "app/tags/list") == 3


@pytest.mark.parametrize(
    ("tag", "others", "expected"),
    [
        (
            "3.12-slim",
            {"3.12.4-slim-bookworm": 1, "3.12.4-slim": 1, "3.12.3-slim": 0, "3.12.4": 0, "3.12": 1},
            ["3.12.4-slim-bookworm", "3.12.4-slim"],
        ),
        ("latest", {"1.27.1": 1, "1.27.0": 0, "1.27.1-alpine": 0, "1": 1}, ["1.27.1", "1"]),
        ("3", {"3.20.1": 1, "3.20": 1, "4": 1, "31": 1, "edge": 1}, ["3.20.1", "3.20"]),
        ("20-alpine", {"20.5.0-alpine3.20": 1, "20.5.0": 1}, ["20.5.0-alpine3.20"]),
        ("bookworm-slim", {"bookworm-20240612-slim": 1, "12": 1}, ["bookworm-20240612-slim"]),
        ("1.2.3", {"1.2": 1, "1": 1, "latest": 1}, []),
    ],
)
def test_the_more_exact_tags_of_the_same_digest(
    tag: str, others: dict[str, int], expected: list[str], standin: Standin, settings: Settings
) -> None:
    here, elsewhere = image(), image({"User": "other"})
    standin.add("library/app", tag, here)
    for other, same in others.items():
        standin.add("library/app", other, here if same else elsewhere)
    with Registry(settings) as registry:
        assert registry.same_digest_tags(reference(f"app:{tag}")) == expected
    assert standin.count("HEAD") <= 7


def test_one_request_may_be_answered_while_another_waits(settings: Settings) -> None:
    """A registry that is slow holds up nobody else."""
    with Standin(any_name=True) as slow, Standin(any_name=True) as fast:
        order: list[str] = []
        all_fast = threading.Event()

        def late(handler: Handler) -> bool:
            if handler.command == "HEAD":
                all_fast.wait(5)
                order.append("slow")
            return False

        def at_once(handler: Handler) -> bool:
            if handler.command == "HEAD":
                order.append("fast")
                if order.count("fast") == 4:
                    all_fast.set()
            return False

        slow.faults.append(late)
        fast.faults.append(at_once)
        with Registry(settings) as registry:
            registry.prefetch(
                [reference(f"{each.address}/app:{n}") for n in range(4) for each in (slow, fast)]
            )
        assert order == ["fast"] * 4 + ["slow"] * 4


def test_no_thread_is_left_and_the_settings_can_be_handed_on(
    standin: Standin, settings: Settings
) -> None:
    """Other processes may be forked from this one, or spawned."""
    standin.any_name = True
    before = threading.active_count()
    with Registry(settings) as registry:
        registry.prefetch([reference(f"app:{number}") for number in range(40)], configs=True)
        ours = [each for each in threading.enumerate() if each.name == "registry"]
        assert ours == []
    assert threading.active_count() <= before + settings.connections  # the stand-in's own
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(settings) == hash(settings._replace())


def test_importing_it_loads_nothing() -> None:
    code = (
        "import sys, fixer.registry as r; r.Registry(r.Settings()); "
        "print([m for m in ('requests', 'urllib3', 'sqlite3', 'ssl', 'socket', 'platformdirs') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
