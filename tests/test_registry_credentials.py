"""Credentials: found where Docker and Podman keep them, sent to their own host, never shown."""

from __future__ import annotations

import base64
import json
import logging
import pickle
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.registry import Registry, Settings
from fixer.registry.authorization import Challenge, challenges
from fixer.registry.credentials import Credential, Credentials
from tests.registry.images import image
from tests.registry.network import Authority, name_hosts
from tests.registry.standin import Handler, Standin

SECRET = "geheim-0123456789"
BASIC = "Basic " + base64.b64encode(f"anna:{SECRET}".encode()).decode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any credential."""
    for name in ("DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Settings:
    return Settings(cache=tmp_path / "cache", pause=0.01, read_time=2, request_time=4)


def reference(text: str) -> ImageReference:
    found = parse_reference(text)
    assert found is not None
    return found


def auth(user: str = "anna", password: str = SECRET) -> dict[str, str]:
    return {"auth": base64.b64encode(f"{user}:{password}".encode()).decode()}


def docker(home: Path, config: object) -> None:
    write(home / ".docker" / "config.json", config)


def write(path: Path, config: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(config))


def install(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A credential program, written in Python, on the PATH."""
    folder.mkdir(exist_ok=True)
    path = folder / f"docker-credential-{name}"
    path.write_text(f"#!{sys.executable}\nimport sys, json, time, os\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


def seen(found: Credential | None) -> tuple[str, str] | None:
    return None if found is None else (found.user, found.password or found.identity)


class Tokens:
    """Makes a stand-in demand a token, and another one give it out."""

    def __init__(self, registry: Standin, server: Standin, life: int | None = 300) -> None:
        self.given = 0
        self.valid: set[str] = set()
        self.life = life
        self._realm = f"{server.url}/token"
        registry.faults.append(self._guard)
        server.fail("/token", self._give)
        self._server = server

    @property
    def asked(self) -> list[dict[str, list[str]]]:
        """What each token was asked with."""
        return [parse_qs(urlsplit(each.path).query) for each in self._server.requests]

    def _guard(self, handler: Handler) -> bool:
        kind, _, token = handler.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer" and token in self.valid:
            return False
        demand = f'Bearer realm="{self._realm}",service="the registry"'
        if not handler.path.endswith("/v2/"):
            name = handler.path.removeprefix("/v2/").partition("/manifests")[0]
            demand += f',scope="repository:{name}:pull",error="invalid_token"'
        handler.reply(401, b"{}", WWW_Authenticate=demand)
        return True

    def _give(self, handler: Handler) -> None:
        self.given += 1
        token = f"{SECRET}.{self.given}"
        self.valid.add(token)
        life = {} if self.life is None else {"expires_in": self.life}
        handler.reply(200, json.dumps({"token": token, **life}).encode())


# What is demanded.


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('Bearer realm="https://a/b",service="s",scope="repository:a/b:pull,push"',
         [("bearer", "https://a/b", "s", "repository:a/b:pull,push")]),
        ("bearer Realm=https://a/b , service=s", [("bearer", "https://a/b", "s", "")]),
        ('Basic realm="a, b=c", Bearer realm="https://x",service="q\\"uo"',
         [("basic", "", "", ""), ("bearer", "https://x", 'q"uo', "")]),
        ("Basic", [("basic", "", "", "")]),
        ("Negotiate abc==, Basic realm=x", [("basic", "", "", "")]),
        ("Bearer service=s", []),
        ('Bearer realm="unclosed', []),
        ("", []),
        ("=,=,,\"\"", []),
    ],
)  # fmt: skip
def test_challenges(header: str, expected: list[tuple[str, ...]]) -> None:
    assert list(challenges(header)) == [Challenge(*each) for each in expected]


# Tokens.


def test_a_token_for_each_repository_and_one_head_for_each_tag(
    standin: Standin, settings: Settings
) -> None:
    standin.any_name = True
    names = [f"{standin.address}/repo{number % 5}/app:{number}" for number in range(20)]
    with Standin() as server:
        tokens = Tokens(standin, server)
        with Registry(settings) as registry:
            registry.prefetch([reference(name) for name in names], configs=True)
            assert all(registry.digest(reference(name)).digest for name in names)
            assert all(registry.config(reference(name)) for name in names)
        asked = sorted((each["service"], each["scope"]) for each in tokens.asked)
    assert asked == [
        (["the registry"], [f"repository:repo{number}/app:pull"]) for number in range(5)
    ]
    assert standin.count("HEAD") == 20
    assert all("authorization" not in each.headers for each in server.requests)


def test_a_token_that_is_not_taken_any_more_is_renewed(
    standin: Standin, settings: Settings
) -> None:
    standin.any_name = True
    with Standin() as server:
        tokens = Tokens(standin, server)
        with Registry(settings) as registry:
            assert registry.digest(reference(f"{standin.address}/app:1")).digest
            tokens.valid.clear()
            assert registry.digest(reference(f"{standin.address}/app:2")).digest
            assert registry.digest(reference(f"{standin.address}/app:3")).digest
    assert tokens.given == 2


@pytest.mark.parametrize(("life", "given"), [(None, 1), (3, 2), (0, 2), (60, 1)])
def test_a_token_is_used_as_long_as_it_lives(
    life: int | None, given: int, standin: Standin, settings: Settings
) -> None:
    standin.any_name = True
    with Standin() as server:
        tokens = Tokens(standin, server, life)
        with Registry(settings) as registry:
            for number in range(2):
                assert registry.digest(reference(f"{standin.address}/app:{number}")).digest
    assert tokens.given == given


def test_a_registry_whose_greeting_demands_nothing(standin: Standin, settings: Settings) -> None:
    standin.any_name = True
    with Standin() as server:
        standin.fail("GET /v2/$", lambda it: it.reply(200))
        Tokens(standin, server)
        with Registry(settings) as registry:
            for number in range(3):
                assert registry.digest(reference(f"{standin.address}/app:{number}")).digest
    assert standin.count("HEAD") == 4


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        ("repository:user/image:pull", ["repository:{}:pull"]),
        ("aws", ["aws", "repository:{}:pull"]),
    ],
)
def test_what_a_greeting_names_is_not_taken_for_the_repository(
    greeting: str, expected: list[str], standin: Standin, settings: Settings
) -> None:
    """ghcr.io shows an example in it, and public.ecr.aws something that is needed."""
    standin.any_name = True
    with Standin() as server:
        demand = f'Bearer realm="{server.url}/token",service="s",scope="{greeting}"'
        standin.fail("GET /v2/$", lambda it: it.reply(401, WWW_Authenticate=demand))
        Tokens(standin, server)
        with Registry(settings) as registry:
            for name in ("one", "two"):
                assert registry.digest(reference(f"{standin.address}/{name}:1")).digest
        asked = [parse_qs(urlsplit(each.path).query)["scope"] for each in server.requests]
    assert asked == [[scope.format(name) for scope in expected] for name in ("one", "two")]
    assert standin.count("HEAD") == 2


def test_a_scope_that_is_demanded_is_the_one_that_is_asked_for(
    standin: Standin, settings: Settings
) -> None:
    """A registry may keep an image under another name."""
    standin.any_name = True
    wanted = "repository:remote/app:pull"
    with Standin() as server:
        tokens = Tokens(standin, server)

        def poor(handler: Handler) -> bool:
            if "remote" in handler.path:
                return False
            handler.reply(200, b'{"token": "poor"}')
            return True

        server.faults.insert(0, poor)

        def guard(handler: Handler) -> bool:
            if handler.headers.get("Authorization") != "Bearer poor":
                return False
            realm = f'realm="{server.url}/token",service="s",scope="{wanted}"'
            handler.reply(401, WWW_Authenticate=f"Bearer {realm}")
            return True

        standin.faults.insert(0, guard)
        with Registry(settings) as registry:
            for tag in "123":
                assert registry.digest(reference(f"{standin.address}/app:{tag}")).digest
    assert tokens.given == 1
    assert standin.count("HEAD") == 4


def test_a_stored_login_is_sent_to_the_token_server(
    home: Path, standin: Standin, settings: Settings
) -> None:
    docker(home, {"auths": {standin.address: auth()}})
    standin.any_name = True
    with Standin() as server:
        Tokens(standin, server)
        with Registry(settings) as registry:
            assert registry.digest(reference(f"{standin.address}/app:1")).digest
        assert [each.headers.get("authorization") for each in server.requests] == [BASIC]
    # The registry itself gets the token only.
    assert all("Basic" not in each.headers.get("authorization", "") for each in standin.requests)


def test_an_identity_token_is_exchanged(home: Path, standin: Standin, settings: Settings) -> None:
    docker(home, {"auths": {standin.address: {**auth("<none>", ""), "identitytoken": SECRET}}})
    standin.any_name = True
    with Standin() as server:

        def give(handler: Handler) -> None:
            handler.reply(200, b'{"access_token": "x.1", "expires_in": 300}')

        server.fail("POST /token", give)
        Tokens(standin, server).valid.add("x.1")
        with Registry(settings) as registry:
            assert registry.digest(reference(f"{standin.address}/app:1")).digest
        (asked,) = server.requests
    form = parse_qs(asked.body.decode())
    assert form["grant_type"] == ["refresh_token"]
    assert form["refresh_token"] == [SECRET]
    assert form["scope"] == ["repository:app:pull"]
    assert form["service"] == ["the registry"]
    assert SECRET not in asked.path


def test_a_registry_token_is_sent_as_it_is(
    home: Path, standin: Standin, settings: Settings
) -> None:
    docker(home, {"auths": {standin.address: {"registrytoken": SECRET}}})
    standin.any_name = True
    with Standin() as server:
        tokens = Tokens(standin, server)
        tokens.valid.add(SECRET)
        with Registry(settings) as registry:
            assert registry.digest(reference(f"{standin.address}/app:1")).digest
    assert tokens.given == 0


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, b"", "gives no access without a login"),
        (403, b"", "gives no access without a login"),
        (404, b"", "lets nobody in: its token server answers 404"),
        (500, b"", "lets nobody in: its token server is out of order (500)"),
        (200, b"{", "lets nobody in: its token server sends no JSON object"),
        (200, b"[]", "lets nobody in: its token server sends no JSON object"),
        (200, b"{}", "lets nobody in: its token server sends no token"),
        (200, b'{"token": 3}', "lets nobody in: its token server sends no token"),
        (200, b'{"token": "a\\r\\nX: y"}', "lets nobody in: its token server sends no token"),
    ],
)
def test_a_token_server_out_of_order(
    status: int, body: bytes, expected: str, standin: Standin, settings: Settings
) -> None:
    with Standin() as server:
        server.fail("/token", lambda it: it.reply(status, body))
        Tokens(standin, server)
        with Registry(settings) as registry:
            found = registry.digest(reference(f"{standin.address}/app:1"))
    assert found.reason == f"{standin.address} {expected}"


def test_a_token_that_opens_nothing_is_asked_for_once(standin: Standin, settings: Settings) -> None:
    with Standin() as server:
        tokens = Tokens(standin, server)
        server.faults.clear()
        server.fail("/token", lambda it: it.reply(200, b'{"token": "other"}'))
        with Registry(settings) as registry:
            found = registry.digest(reference(f"{standin.address}/app:1"))
    assert found.reason == (f"{standin.address} has no such image, or gives it only after a login")
    assert tokens.given == 0
    assert len(server.requests) <= 2


# Basic authentication.


def guard_basic(standin: Standin) -> None:
    def guard(handler: Handler) -> bool:
        if handler.headers.get("Authorization") == BASIC:
            return False
        handler.reply(401, WWW_Authenticate='Basic realm="here"')
        return True

    standin.faults.append(guard)


def test_basic_authentication(home: Path, standin: Standin, settings: Settings) -> None:
    docker(home, {"auths": {standin.address: auth()}})
    guard_basic(standin)
    standin.any_name = True
    with Registry(settings) as registry:
        assert registry.digest(reference(f"{standin.address}/app:1")).digest
    assert standin.count("HEAD") == 1


def test_a_login_that_is_wrong_or_missing(home: Path, standin: Standin, settings: Settings) -> None:
    guard_basic(standin)
    name = reference(f"{standin.address}/app:1")
    with Registry(settings) as registry:
        assert registry.digest(name).reason == (
            f"{standin.address} has no such image, or gives it only after a login"
        )
    docker(home, {"auths": {standin.address: auth(password="wrong")}})
    with Registry(settings) as registry:
        assert registry.digest(name).reason == (
            f"{standin.address} has no such image, or does not give it to the login that is stored"
        )
    assert standin.count("HEAD") == 2


# Where credentials lie.


def test_the_names_that_entries_bear(home: Path) -> None:
    docker(
        home,
        {
            "auths": {
                "https://index.docker.io/v1/": auth("hub"),
                "plain.corp": auth("plain"),
                "https://full.corp/v2/": auth("full"),
                "port.corp:5000": auth("port"),
                "named.corp": {"username": "named", "password": SECRET},
                "token.corp": {"identitytoken": SECRET},
                "empty.corp": {},
                "rubbish.corp": {"auth": "%%%"},
                "half.corp": {"auth": base64.b64encode(b"no colon").decode()},
                "number.corp": {"auth": 3, "username": []},
                "list.corp": [],
            }
        },
    )
    credentials = Credentials()
    for host, user in {
        "docker.io": "hub", "plain.corp": "plain", "full.corp": "full", "port.corp:5000": "port",
        "named.corp": "named", "token.corp": "",
    }.items():  # fmt: skip
        assert seen(credentials.of(host)) == (user, SECRET)
    for host in (
        "port.corp", "plain.corp:443", "corp", "evil-plain.corp", "empty.corp", "rubbish.corp",
        "half.corp", "number.corp", "list.corp",
    ):  # fmt: skip
        assert credentials.of(host) is None


def test_the_files_that_are_read(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home / ".config" / "containers" / "auth.json", {"auths": {"a.b": auth("config")}})
    assert seen(Credentials().of("a.b")) == ("config", SECRET)
    runtime = tmp_path / "run"
    write(runtime / "containers" / "auth.json", {"auths": {"a.b": auth("runtime")}})
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert seen(Credentials().of("a.b")) == ("runtime", SECRET)
    write(tmp_path / "named.json", {"auths": {"a.b": auth("named")}})
    monkeypatch.setenv("REGISTRY_AUTH_FILE", str(tmp_path / "named.json"))
    assert seen(Credentials().of("a.b")) == ("named", SECRET)
    docker(home, {"auths": {"a.b": auth("docker")}})
    assert seen(Credentials().of("a.b")) == ("docker", SECRET)
    write(tmp_path / "docker" / "config.json", {"auths": {"c.d": auth("other")}})
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    assert seen(Credentials().of("c.d")) == ("other", SECRET)
    assert seen(Credentials().of("a.b")) == ("named", SECRET)


def test_podmans_entries_for_single_repositories(home: Path) -> None:
    write(
        home / ".config" / "containers" / "auth.json",
        {"auths": {"a.b": auth("all"), "a.b/team": auth("team"), "a.b/team/app": auth("app")}},
    )
    credentials = Credentials()
    for repository, user in {
        "other": "all", "team/x": "team", "team/app": "app", "teams/app": "all",
    }.items():  # fmt: skip
        assert seen(credentials.of("a.b", repository)) == (user, SECRET)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"auths": 3, "credHelpers": [], "x": 1}'])
def test_a_file_that_is_none(text: str, home: Path) -> None:
    docker(home, {})
    (home / ".docker" / "config.json").write_text(text)
    assert Credentials().of("a.b") is None


# Credential programs.

ANSWER = f"print(json.dumps({{'Username': 'anna', 'Secret': '{SECRET}'}}))"


def test_a_credential_program_is_asked_on_its_standard_input(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    script = f"open({str(log)!r}, 'a').write(repr((sys.argv[1:], sys.stdin.read())))\n{ANSWER}"
    install(tmp_path / "bin", "mine", script, monkeypatch)
    docker(home, {"credHelpers": {"a.b": "mine"}, "auths": {"a.b": auth("file")}})
    credentials = Credentials()
    assert credentials.of("c.d") is None
    for _ in range(3):
        assert seen(credentials.of("a.b")) == ("anna", SECRET)
    assert log.read_text() == "(['get'], 'a.b')"
    docker(home, {"credsStore": "mine"})
    assert seen(Credentials().of("docker.io")) == ("anna", SECRET)
    assert log.read_text().endswith("(['get'], 'https://index.docker.io/v1/')")


def test_a_credential_program_may_answer_with_an_identity_token(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"print(json.dumps({{'Username': '<token>', 'Secret': '{SECRET}'}}))"
    install(tmp_path / "bin", "mine", script, monkeypatch)
    docker(home, {"credsStore": "mine"})
    found = Credentials().of("a.b")
    assert found is not None
    assert (found.identity, found.basic) == (SECRET, None)


@pytest.mark.parametrize(
    "script",
    [
        "print('credentials not found in native keychain'); sys.exit(1)",
        f"{ANSWER}; sys.exit(1)",
        "print('rubbish')",
        "print('[]')",
        "print(json.dumps({'Username': 3, 'Secret': None}))",
        "sys.stdout.buffer.write(bytes(range(256)))",
        "os.kill(os.getpid(), 9)",
        "while True: print('x' * 10_000)",
        "os.close(1)",
        "pass",
    ],
)
def test_a_credential_program_that_gives_none(
    script: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then there is no login, or the one in the file."""
    install(tmp_path / "bin", "mine", script, monkeypatch)
    docker(home, {"credsStore": "mine"})
    started = time.monotonic()
    assert Credentials().of("a.b") is None
    docker(home, {"credsStore": "mine", "auths": {"a.b": auth("file")}})
    assert seen(Credentials().of("a.b")) == ("file", SECRET)
    assert time.monotonic() - started < 5


def test_a_credential_program_that_hangs_is_ended_with_all_its_children(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fixer.registry.credentials._PROGRAM_TIME", 0.5)
    script = (
        "import subprocess; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    )
    install(tmp_path / "bin", "mine", script, monkeypatch)
    docker(home, {"credsStore": "mine"})
    started = time.monotonic()
    assert Credentials().of("a.b") is None
    assert time.monotonic() - started < 5


def test_a_credential_program_is_run_only_for_who_demands_a_login(
    home: Path,
    tmp_path: Path,
    standin: Standin,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = tmp_path / "log"
    install(tmp_path / "bin", "mine", f"open({str(log)!r}, 'w')\n{ANSWER}", monkeypatch)
    docker(home, {"credsStore": "mine"})
    standin.any_name = True
    with Registry(settings) as registry:
        assert registry.digest(reference(f"{standin.address}/app:1")).digest
        standin.any_name = False
        assert registry.digest(reference(f"{standin.address}/app:2")).digest is None
    assert not log.exists()
    guard_basic(standin)
    standin.any_name = True
    with Registry(settings) as registry:
        assert registry.digest(reference(f"{standin.address}/app:3")).digest
    assert log.exists()


@pytest.mark.parametrize("name", ["../mine", "mine;true", "a b", "-x", "", 3, None, "missing"])
def test_a_name_that_is_no_program(
    name: object, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", "mine", ANSWER, monkeypatch)
    docker(home, {"credsStore": name, "credHelpers": {"a.b": name}})
    assert Credentials().of("a.b") is None


def test_a_program_in_the_current_folder_is_not_run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", "mine", ANSWER, monkeypatch)
    docker(home, {"credsStore": "mine"})
    monkeypatch.chdir(tmp_path / "bin")
    for path in (".", "", "../bin"):
        monkeypatch.setenv("PATH", path)
        assert Credentials().of("a.b") is None


# A credential stays with its host.


def authorizations(*standins: Standin) -> list[str]:
    return [
        asked.headers["authorization"]
        for standin in standins
        for asked in standin.requests
        if "authorization" in asked.headers
    ]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_credential_does_not_follow_a_redirect_to_another_host(
    status: int, home: Path, standin: Standin, settings: Settings
) -> None:
    docker(home, {"auths": {standin.address: auth()}})
    guard_basic(standin)
    with Standin() as other:
        pushed = other.add("app", "1", image())
        standin.fail("HEAD", lambda it: it.reply(status, Location=f"{other.url}{it.path}"))
        with Registry(settings) as registry:
            assert registry.digest(reference(f"{standin.address}/app:1")).digest == pushed.digest
        assert len(other.requests) == 1
        assert authorizations(other) == []
        assert SECRET not in repr(other.requests)
    assert authorizations(standin) == [BASIC]


def test_a_credential_is_not_sent_back_by_way_of_another_host(
    home: Path, standin: Standin, settings: Settings
) -> None:
    """There and back again is fine: the host is the one that it is for."""
    docker(home, {"auths": {standin.address: auth()}})
    guard_basic(standin)
    pushed = standin.add("app", "1", image())
    with Standin() as other:
        other.fail("HEAD", lambda it: it.reply(302, Location=f"{standin.url}/v2/app/manifests/1"))
        standin.fail("HEAD .*/start", lambda it: it.reply(302, Location=f"{other.url}/"))
        with Registry(settings) as registry:
            found = registry.digest(reference(f"{standin.address}/app:start"))
        assert found.digest == pushed.digest
        assert authorizations(other) == []


def test_a_token_servers_redirect_takes_no_password_along(
    home: Path, standin: Standin, settings: Settings
) -> None:
    docker(home, {"auths": {standin.address: auth()}})
    with Standin() as server, Standin() as other:
        server.fail("/token", lambda it: it.reply(302, Location=f"{other.url}/token"))
        other.fail("/token", lambda it: it.reply(401))
        Tokens(standin, server)
        with Registry(settings) as registry:
            assert registry.digest(reference(f"{standin.address}/app:1")).digest is None
        assert authorizations(server) == [BASIC]
        assert len(other.requests) == 1
        assert authorizations(other) == []


def test_an_identity_token_is_not_redirected(
    home: Path, standin: Standin, settings: Settings
) -> None:
    docker(home, {"auths": {standin.address: {"identitytoken": SECRET}}})
    with Standin() as server, Standin() as other:
        server.fail("/token", lambda it: it.reply(307, Location=f"{other.url}/token"))
        Tokens(standin, server)
        with Registry(settings) as registry:
            found = registry.digest(reference(f"{standin.address}/app:1"))
        assert str(found.reason).endswith("redirects a request that holds a credential")
        assert other.requests == []


def test_a_mirror_gets_its_own_credential_only(
    home: Path, standin: Standin, settings: Settings
) -> None:
    docker(
        home,
        {"auths": {"https://index.docker.io/v1/": auth("hub"), standin.address: auth("mirror")}},
    )
    standin.fail("HEAD", lambda it: it.reply(401, WWW_Authenticate="Basic"))
    mirrors = (("docker.io", (standin.address,)),)
    with Registry(settings._replace(mirrors=mirrors, total_time=0.5)) as registry:
        registry.digest(reference("app:1"))
    sent = [base64.b64decode(each.split()[1]).decode() for each in authorizations(standin)]
    assert sent == [f"mirror:{SECRET}"]


def test_a_credential_is_not_sent_in_clear_to_another_machine(
    home: Path, standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_hosts(monkeypatch)
    name = f"registry.test:{standin.port}"
    docker(home, {"auths": {name: auth()}})
    guard_basic(standin)
    standin.any_name = True
    with Registry(settings) as registry:
        assert registry.digest(reference(f"{name}/app:1")).digest is None
    assert authorizations(standin) == []
    # Whoever names the host as insecure has decided otherwise.
    with Registry(settings._replace(insecure=frozenset({name}))) as registry:
        assert registry.digest(reference(f"{name}/app:1")).digest
    assert authorizations(standin) == [BASIC]


def test_a_token_server_in_clear_is_not_asked_for_a_registry_with_tls(
    home: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even on this machine: a stranger would have us ask services of ours."""
    name_hosts(monkeypatch)
    authority = Authority(tmp_path)
    with Standin(authority.context("registry.test")) as secure, Standin() as server:
        name = f"registry.test:{secure.port}"
        docker(home, {"auths": {name: auth()}})
        Tokens(secure, server)
        with Registry(settings._replace(ca=authority.path)) as registry:
            found = registry.digest(reference(f"{name}/app:1"))
        assert found.reason == f"{name} names a token server without encryption"
        assert server.requests == []


def test_netrc_is_not_read(
    home: Path, standin: Standin, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home / ".netrc"
    path.write_text(f"default login anna password {SECRET}\n")
    path.chmod(0o600)
    monkeypatch.setenv("NETRC", str(path))
    standin.any_name = True
    with Registry(settings) as registry:
        assert registry.digest(reference(f"{standin.address}/app:1")).digest
    assert authorizations(standin) == []


def test_credentials_can_be_switched_off(home: Path, standin: Standin, settings: Settings) -> None:
    docker(home, {"auths": {standin.address: auth()}})
    guard_basic(standin)
    with Registry(settings._replace(credentials=False)) as registry:
        assert registry.digest(reference(f"{standin.address}/app:1")).digest is None
    assert authorizations(standin) == []


def test_cookies_are_not_kept(standin: Standin, settings: Settings) -> None:
    standin.any_name = True
    standin.fail("GET /v2/$", lambda it: it.reply(200, Set_Cookie="session=1; Path=/"))
    with Registry(settings) as registry:
        assert registry.digest(reference(f"{standin.address}/app:1")).digest
    assert all("cookie" not in asked.headers for asked in standin.requests)


# A credential is never shown.


def test_secrets_never_show(
    home: Path,
    standin: Standin,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    standin.any_name = True
    docker(home, {"auths": {standin.address: auth(), "127.0.0.1:1": auth()}})
    shown: list[Any] = []
    with Standin() as server:
        Tokens(standin, server)
        with Registry(settings) as registry:
            names = [reference(f"{standin.address}/app:1"), reference("127.0.0.1:1/app:1")]
            registry.prefetch(names, configs=True)
            standin.fail("HEAD", lambda it: it.reply(500, SECRET.encode(), X=SECRET))
            names.append(reference(f"{standin.address}/app:2"))
            shown += [registry.digest(name) for name in names]
            assert shown[0].digest
            shown += [registry, registry.known(), vars(registry)]
            shown += [pickle.dumps(registry.known()).decode("latin-1")]
    shown += [caplog.text, *capfd.readouterr()]
    found = Credentials().of(standin.address)
    assert found is not None
    assert SECRET in str(found.password)  # it was there to be shown
    shown += [found, [found], str(found), f"{found}"]
    with pytest.raises(TypeError) as error:
        pickle.dumps(found)
    shown.append(error.value)
    assert settings.cache is not None
    files = [path.read_bytes() for path in settings.cache.iterdir()]
    assert files
    encoded = BASIC.split()[1]
    for each in [*map(repr, shown), *map(str, files)]:
        assert SECRET not in each
        assert encoded not in each
