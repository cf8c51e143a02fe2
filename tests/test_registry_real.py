"""Against the registry program: the same answers from the real thing."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixer.dockerfile.reference import ImageReference, parse_reference
from fixer.registry import Registry, Settings
from tests.registry.images import (
    DOCKER_INDEX,
    DOCKER_MANIFEST,
    OCI_INDEX,
    OCI_MANIFEST,
    Image,
    delete,
    image,
    index,
    push,
)
from tests.registry.network import Authority
from tests.registry.program import missing, running_registry, serve
from tests.registry.tokens import ISSUER, SERVICE, TokenServer

BASIC = "Basic " + base64.b64encode(b"anna:correct horse").decode()
# What htpasswd makes of "correct horse".
HTPASSWD = "anna:$2y$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2\n"
#: As it was: the settings of a test point elsewhere, and the docker client finds buildx by them.
ENVIRONMENT = dict(os.environ)
PLATFORMS = ("linux/amd64", "linux/arm64/v8", "linux/arm/v7")


@pytest.fixture(scope="module")
def url() -> str:
    return f"http://{running_registry()}"


@pytest.fixture
def repository(url: str) -> Iterator[str]:
    """The name of a repository that nobody else uses; its manifests are deleted in the end."""
    name = f"fixer-tests/{uuid.uuid4().hex}"
    yield name
    with Registry(Settings(use_cache=False, credentials=False)) as registry:
        tags = registry.tags(reference(f"{running_registry()}/{name}"))
        found = [registry.digest(reference(f"{running_registry()}/{name}:{tag}")) for tag in tags]
    delete(url, name, {each.digest for each in found if each.digest})


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("REGISTRY_AUTH_FILE", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    return Settings(cache=tmp_path / "cache")


def reference(text: str) -> ImageReference:
    found = parse_reference(text)
    assert found is not None
    return found


def login(tmp_path: Path, address: str, password: str = "correct horse") -> None:
    folder = tmp_path / "docker"
    folder.mkdir(exist_ok=True)
    auth = base64.b64encode(f"anna:{password}".encode()).decode()
    (folder / "config.json").write_text(json.dumps({"auths": {address: {"auth": auth}}}))


def platforms(media_type: str = OCI_INDEX, **more: str) -> Image:
    inner = OCI_MANIFEST if media_type == OCI_INDEX else DOCKER_MANIFEST
    each = {name: image({"User": name, **more}, name, inner) for name in PLATFORMS}
    return index(each, media_type)


@pytest.mark.parametrize("media_type", [OCI_INDEX, DOCKER_INDEX])
def test_an_index(media_type: str, url: str, repository: str, settings: Settings) -> None:
    pushed = platforms(media_type)
    push(url, repository, ["1"], pushed)
    name = reference(f"{running_registry()}/{repository}:1")
    with Registry(settings) as registry:
        registry.prefetch([name], configs=True)
        assert registry.digest(name) == (pushed.digest, media_type, None)
        for platform in PLATFORMS:
            config = registry.config(name, platform)
            assert config is not None
            assert (config.platform, config.user) == (platform, platform)


@pytest.mark.parametrize("media_type", [OCI_MANIFEST, DOCKER_MANIFEST])
def test_an_image(media_type: str, url: str, repository: str, settings: Settings) -> None:
    pushed = image({"User": "app"}, media_type=media_type)
    push(url, repository, ["1"], pushed)
    name = reference(f"{running_registry()}/{repository}:1")
    with Registry(settings) as registry:
        assert registry.digest(name) == (pushed.digest, media_type, None)
        config = registry.config(name)
        assert config is not None
        assert config.user == "app"
        assert registry.digest(name._replace(tag="2")).reason == (
            f"{running_registry()} knows no such image or tag"
        )


def test_as_a_mirror_of_docker_hub(url: str, repository: str, settings: Settings) -> None:
    pushed = platforms()
    push(url, repository, ["1"], pushed)
    mirrors = (("docker.io", (running_registry(),)),)
    with Registry(settings._replace(mirrors=mirrors)) as registry:
        assert registry.digest(reference(f"{repository}:1")).digest == pushed.digest


def test_a_tag_that_moves_between_two_runs(url: str, repository: str, settings: Settings) -> None:
    name = reference(f"{running_registry()}/{repository}:1")
    before, after = platforms(), platforms(WorkingDir="/new")
    push(url, repository, ["1"], before)
    with Registry(settings) as registry:
        assert registry.digest(name).digest == before.digest
    push(url, repository, ["1"], after)
    with Registry(settings) as registry:  # young enough
        assert registry.digest(name).digest == before.digest
    with Registry(settings._replace(max_age=0)) as registry:
        assert registry.digest(name).digest == after.digest
        old = registry.config(name._replace(digest=before.digest))
        new = registry.config(name)
        assert old is not None
        assert new is not None
        assert (old.workdir, new.workdir) == ("", "/new")
    with Registry(settings) as registry:
        assert registry.digest(name).digest == after.digest


def test_tags(url: str, repository: str, settings: Settings) -> None:
    same, other = platforms(), platforms(WorkingDir="/other")
    push(url, repository, ["3.12-slim", "3.12.4-slim", "3.12.4-slim-bookworm"], same)
    push(url, repository, ["3.12.3-slim", "3.12.4"], other)
    name = reference(f"{running_registry()}/{repository}:3.12-slim")
    with Registry(settings) as registry:
        assert len(registry.tags(name)) == 5
        assert registry.same_digest_tags(name) == ["3.12.4-slim-bookworm", "3.12.4-slim"]


def test_buildx_says_the_same(url: str, repository: str, settings: Settings) -> None:
    """An index that buildx has made, and the digest that it shows for it."""
    if shutil.which("docker") is None:
        missing("no docker client")
    one = f"{running_registry()}/{repository}"
    push(url, repository, ["amd64"], image({"User": "a"}))
    push(url, repository, ["arm64"], image({"User": "b"}, "linux/arm64"))
    buildx = ["docker", "buildx", "imagetools"]
    subprocess.run(
        [*buildx, "create", "-t", f"{one}:both", f"{one}:amd64", f"{one}:arm64"],
        env=ENVIRONMENT, check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    shown = subprocess.run(
        [*buildx, "inspect", f"{one}:both", "--format", "{{json .Manifest}}"],
        env=ENVIRONMENT, check=True, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    with Registry(settings) as registry:
        name = reference(f"{one}:both")
        assert registry.digest(name).digest == json.loads(shown.stdout)["digest"]
        config = registry.config(name, "linux/arm64")
        assert config is not None
        assert config.user == "b"


def test_htpasswd(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "images"
    pushed = platforms()
    with serve(folder) as address:
        push(f"http://{address}", "team/app", ["1"], pushed)
    passwords = tmp_path / "htpasswd"
    passwords.write_text(HTPASSWD)
    with serve(folder, {"htpasswd": {"realm": "here", "path": str(passwords)}}) as address:
        name = reference(f"{address}/team/app:1")
        with Registry(settings) as registry:
            assert registry.digest(name).reason == (
                f"{address} has no such image, or gives it only after a login"
            )
        login(tmp_path, address, "wrong")
        with Registry(settings) as registry:
            assert registry.digest(name).reason == (
                f"{address} has no such image, or does not give it to the login that is stored"
            )
        login(tmp_path, address)
        with Registry(settings) as registry:
            registry.prefetch([name], configs=True)
            assert registry.digest(name).digest == pushed.digest
            assert registry.config(name, "linux/arm64") is not None
            assert registry.tags(name) == ["1"]


def test_tokens_and_tls_of_a_private_authority(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "images"
    pushed = platforms()
    with serve(folder) as address:
        for number in range(4):
            push(f"http://{address}", f"team/app{number}", ["1", "2"], pushed)
    authority = Authority(tmp_path)
    signing, tls = authority.issue("tokens.test"), authority.issue("127.0.0.1")
    with TokenServer(signing, authority.context("127.0.0.1"), BASIC) as server:
        token = {
            "realm": f"{server.url}/token",
            "service": SERVICE,
            "issuer": ISSUER,
            "rootcertbundle": str(authority.path),
        }
        with serve(folder, {"token": token}, tls) as address:
            names = [
                reference(f"{address}/team/app{number}:{tag}")
                for number in range(4)
                for tag in "12"
            ]
            with Registry(settings) as registry:
                reason = registry.digest(names[0]).reason
                assert reason == f"{address} shows a certificate that is not trusted"
            trusting = settings._replace(ca=authority.path)
            with Registry(trusting) as registry:
                reason = registry.digest(names[0]).reason
                assert reason == f"{address} gives no access without a login"
            login(tmp_path, address, "wrong")
            with Registry(trusting) as registry:
                reason = registry.digest(names[0]).reason
                assert reason == (
                    f"{address} does not accept the credentials that are stored for it"
                )
            login(tmp_path, address)
            server.requests.clear()
            with Registry(trusting) as registry:
                registry.prefetch(names, configs=True)
                assert {registry.digest(name).digest for name in names} == {pushed.digest}
                assert all(registry.config(name) for name in names)
                missing = registry.digest(names[0]._replace(repository="team/missing"))
                assert missing.reason == f"{address} knows no such image or tag"
            assert len(server.requests) == 5  # one for each repository
