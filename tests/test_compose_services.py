"""Services of Compose files: what is mounted, what their images need, and what is told of them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from fixer.catalog import kind_of, transforms
from fixer.config import Wanted
from fixer.deploy.compose import ComposeFile, ComposeService, Mount
from fixer.deploy.engine import fix
from fixer.deploy.needs import Needs, image_needs, kept, numbers_of, stage_needs
from fixer.deploy.view import Build, View
from fixer.dockerfile.document import Document
from fixer.edit import Safety
from fixer.engine import Options, Result
from fixer.workspace.plan import plan
from fixer.workspace.run import run
from tests.conftest import ROOT
from tests.registry.standin import Standin
from tests.test_pin import here, standin  # noqa: F401 (fixtures)

NAMES = [name for name in transforms() if kind_of(name) == "compose"]
APPLICATION = ROOT / "cases" / "compose_read_only" / "built_here.context"


def service(text: str, view: View = View()) -> ComposeService:  # noqa: B008 (immutable)
    return ComposeFile.read(f"services:\n  a:\n{text}\n".encode(), view, None).services[0]


def fixed(text: str, *names: str, view: View = View()) -> Result:  # noqa: B008 (immutable)
    select = frozenset(names) if names else None
    result = fix(text.encode(), "compose", Options(select=select), view)
    assert result.problem is None
    return result


def needs(dockerfile: str, context: Path | None = None) -> Needs:
    document = Document(dockerfile.encode())
    document.context = context
    return stage_needs(document.stages[-1])


# Mounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- /data", ("/data", "", "volume", False)),
        ("- data:/data", ("/data", "data", "volume", False)),
        ("- ./x:/data:ro", ("/data", "./x", "bind", True)),
        ("- ./x:/data:ro,z", ("/data", "./x", "bind", True)),
        ("- ${DATA:-./x}:/data", ("/data", "$", "bind", False)),
        ("- $HOME/.aws:/root/.aws", ("/root/.aws", "$/.aws", "bind", False)),
        (r"- C:\data:/data", ("/data", r"C:\data", "bind", False)),
        ("- {type: bind, source: /x, target: /y}", ("/y", "/x", "bind", False)),
        ("- {type: tmpfs, target: /y}", ("/y", "", "tmpfs", False)),
        ("- {source: v, target: /y, read_only: true}", ("/y", "v", "volume", True)),
    ],
)
def test_what_is_mounted_where(text: str, expected: tuple[str, str, str, bool]) -> None:
    assert service(f"    volumes:\n    {text}").mounts == [Mount(*expected, 4)]


@pytest.mark.parametrize("text", ["/run", "[/run]", "['/run:size=1m']"])
def test_a_tmpfs_is_a_mount(text: str) -> None:
    assert service(f"    tmpfs: {text}").writable == ["/run"]


# Well-known images -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "image",
    [
        "postgres",
        "postgres:16-alpine",
        "docker.io/library/postgres:16",
        "library/postgres",
        "postgres:${TAG}",
        "postgres:${TAG:-16}-alpine",
        f"postgres:16@sha256:{'0' * 64}",
    ],
)
def test_a_well_known_image_is_known_by_every_name(image: str) -> None:
    known = image_needs(image)
    assert known is not None
    assert known.root
    assert {"CHOWN", "SETGID", "SETUID"} <= set(known.capabilities)


@pytest.mark.parametrize(
    "image",
    [
        *(
            "ghcr.io/team/postgres",
            "team/postgres:16",
            "${REGISTRY}/postgres",
            "${IMAGE:-postgres}",
        ),
        *("postgres${SUFFIX}", "postgresql", "UPPER/case", "", "localhost/postgres"),
    ],
)
def test_what_is_only_called_alike_is_not_known(image: str) -> None:
    assert image_needs(image) is None


def test_another_program_is_not_judged() -> None:
    assert image_needs("redis", ["redis-server", "--save", ""]) is not None
    assert image_needs("redis", ["--save", ""]) is not None
    assert image_needs("redis", ["sh", "-c", "redis-server"]) is None
    assert image_needs("redis", [], entrypoint=True) is None


def test_what_is_told_of_its_own_folders_is_no_matter() -> None:
    flags = ["--config.file=/etc/prometheus/a.yml", "--storage.tsdb.path=/prometheus"]
    for words in (flags, ["--web.external-url=http://x/y"], ["--log.level=info"]):
        known = image_needs("prom/prometheus", words)
        assert known is not None
        assert known.against_read_only == (), words


def test_who_starts_as_a_user_needs_no_capability() -> None:
    as_user = image_needs("postgres", user="70:70")
    assert as_user is not None
    assert (as_user.root, as_user.user, as_user.capabilities) == (False, "70:70", ())
    for user in ("root", "$WHO"):
        as_root = image_needs("prom/prometheus", user=user)
        assert as_root is not None
        assert as_root.root is not False
        assert as_root.against_dropping == (f"it is told to run as {user}",)


def test_what_holds_since_a_version_is_said_of_no_older_one() -> None:
    assert image_needs("grafana/grafana:4.6.3") is None
    assert image_needs("prom/prometheus:v1.8.2") is None
    for image in ("grafana/grafana", "grafana/grafana:11.1.0", "prom/prometheus:v2.53.0"):
        known = image_needs(image)
        assert known is not None
        assert known.root is False, image


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"mounts": ["/etc/nginx/conf.d"]}, "/etc/nginx/conf.d"),
        ({"variables": {"NGINX_ENVSUBST_OUTPUT_DIR": "/x"}}, "NGINX_ENVSUBST_OUTPUT_DIR"),
        ({"words": ["nginx", "-c", "/x.conf"]}, "/x.conf"),
        ({"words": ["--log=/var/log/x"]}, "/var/log/x"),
        ({"words": ["nginx", "-g", "pid=./x"]}, "./x"),
    ],
)
def test_what_may_have_it_write_elsewhere_is_told(said: dict[str, Any], word: str) -> None:
    plain = image_needs("nginx", mounts=["/usr/share/nginx/html", "/var/cache/nginx", "/tmp"])
    assert plain is not None
    assert plain.against_read_only == ()
    other = image_needs("nginx", **said)
    assert other is not None
    assert word in "; ".join(other.against_read_only)
    assert other.against_dropping == ()


# Images that are built ---------------------------------------------------------------------------

PLAIN = (
    "FROM python:3.12-slim\nCOPY app.py .\nUSER 10001:10001\nCMD ['python', 'app.py']\n".replace(
        "'", '"'
    )
)


def test_a_user_of_its_own_needs_nothing() -> None:
    found = needs(PLAIN, APPLICATION)
    assert (found.root, found.user, found.capabilities) == (False, "10001:10001", ())
    assert found.against_dropping == found.against_no_new_privileges == ()
    assert found.against_read_only == ()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("RUN apt-get install -y sudo", "sudo is installed"),
        ("RUN apk add --no-cache iputils=1", "iputils is installed"),
        ("RUN setcap cap_net_bind_service=+ep /usr/bin/node", "setcap"),
        ("RUN chmod u+s /usr/bin/tool", "setuid"),
        ("RUN chmod 4755 /usr/bin/tool", "setuid"),
    ],
)
def test_programs_that_gain_privileges_speak_against_it(line: str, word: str) -> None:
    found = needs(PLAIN.replace("USER", f"{line}\nUSER"))
    assert word in "; ".join(found.against_dropping)
    assert word in "; ".join(found.against_no_new_privileges)


def test_an_entrypoint_that_drops_root_loses_nothing_by_no_new_privileges() -> None:
    found = needs('FROM debian:12\nCMD ["gosu", "www-data", "server"]\n')
    assert found.root
    assert found.against_no_new_privileges == ()
    assert "its image runs as root" in found.against_dropping


def test_what_starts_the_programs_of_others_may_need_them() -> None:
    assert needs('FROM debian:12\nCMD ["cron", "-f"]\n').against_no_new_privileges
    assert needs("FROM debian:12\nCMD bash\n").against_no_new_privileges


def test_gunicorn_makes_a_socket_in_its_users_home() -> None:
    account = "RUN groupadd -g 700 app && useradd -u 700 -g 700 -m app\n"
    found = needs(f'FROM python:3.12\n{account}USER 700:700\nCMD ["gunicorn", "app:app"]\n')
    assert found.scratch == ("/home/app/.gunicorn",)
    assert found.user == "700:700"


def test_an_image_on_a_well_known_one_needs_what_that_needs() -> None:
    assert (
        "SETUID"
        in needs("FROM postgres:16\nCOPY init.sql /docker-entrypoint-initdb.d/\n").capabilities
    )
    other = needs('FROM postgres:16\nENTRYPOINT ["/start"]\n')
    assert not other.capabilities
    assert other.against_dropping


def test_who_starts_as_its_user_is_not_the_one_its_entrypoint_is_made_for() -> None:
    found = needs("FROM postgres:16\nUSER postgres\n")
    assert found.against_read_only
    assert needs("FROM postgres:16\n").scratch == ("/var/run/postgresql",)
    own = needs("FROM nginxinc/nginx-unprivileged:1.29\n")
    assert (own.root, own.against_read_only) == (False, ())


@pytest.mark.parametrize(
    ("dockerfile", "known", "word"),
    [
        ("FROM postgres:16\nCOPY schema.sql /docker-entrypoint-initdb.d/\n", True, ""),
        ("FROM postgres:16\nCOPY init.sh /docker-entrypoint-initdb.d/\n", True, "init.sh"),
        ('FROM redis\nCMD ["redis-server", "/etc/redis.conf"]\n', True, "/etc/redis.conf"),
        ("FROM mysql:8\nENV A=b\n", False, ""),
    ],
)
def test_what_is_added_to_a_well_known_image(dockerfile: str, known: bool, word: str) -> None:
    found = needs(dockerfile)
    assert found.writes_known == known
    assert bool(found.against_read_only) == bool(word)
    assert word in "; ".join(found.against_read_only)


@pytest.mark.parametrize(
    ("user", "expected"),
    [("app", "700:701"), ("700:701", "700:701"), ("app:5", "700:5"), ("700", ""), ("gone", "")],
)
def test_a_user_in_numbers(user: str, expected: str) -> None:
    text = b"FROM debian:12\nRUN groupadd -g 701 app && useradd -u 700 -g 701 app\nUSER app\n"
    assert numbers_of(Document(text).stages[0], user) == expected


def test_what_is_kept_must_be_in_a_volume() -> None:
    found = Needs(False, state=(("/app/uploads", "app.py writes"),), volumes=("/data",))
    assert kept(found, []) == [("/app/uploads", "app.py writes")]
    assert kept(found, ["/app"]) == []
    assert kept(found, ["/app/up"]) == [("/app/uploads", "app.py writes")]
    assert kept(found._replace(volumes=("/app/uploads",)), []) == []


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ({"requirements.txt": b"matplotlib\n"}, "requirements.txt uses matplotlib"),
        ({"app.py": b"import os\nfrom torch import nn\n"}, "app.py uses torch"),
        ({"app.py": b"print(next(iter('torch')))\n"}, ""),
        ({f"m{n}.py": b"" for n in range(20)}, "21 files of code"),
        ({"app.py": b"open(path, 'w')\n"}, "path that is not known"),
        ({}, ""),
    ],
)
def test_what_was_not_read_speaks_against_a_read_only_root(
    files: dict[str, bytes], word: str, tmp_path: Path
) -> None:
    for name, data in {"app.py": b"print(1)\n", **files}.items():
        (tmp_path / name).write_bytes(data)
    found = needs(PLAIN, tmp_path)
    assert bool(found.against_read_only) == bool(word)
    assert word in "; ".join(found.against_read_only)


# Compose files -----------------------------------------------------------------------------------


def test_the_order_of_the_transforms_does_not_matter() -> None:
    dockerfile = APPLICATION / "Dockerfile"
    options = Options(context=APPLICATION, path=str(dockerfile))
    view = View(builds={"web": Build(str(dockerfile), dockerfile.read_bytes(), options)})
    web = "  web:\n    build: .\n    ports: [x]\n"
    text = f"services:\n{web}  db:\n    image: postgres:16\n    tty: true\n"
    names = ["compose_cap_drop", "compose_no_new_privileges", "compose_read_only", "compose_limits"]
    expected = fixed(text, *names, view=view).after
    assert expected.count(b"read_only: true") == 2
    for order in itertools.permutations(names):
        after = text
        for name in order:
            after = fixed(after, name, view=view).after.decode()
        assert after.encode() == expected, order


def said(text: str) -> list[str]:
    return [skip.reason for skip in fixed(text, "compose_privileged").skips]


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ("privileged: true", "it is privileged"),
        ('privileged: "yes"', "it is privileged"),
        ("network_mode: host", "it has the host's network (network_mode: host)"),
        ("pid: host", "it has the host's processes (pid: host)"),
        ("volumes: [/var/run/docker.sock:/x]", "the engine's socket is mounted"),
        ("volumes: [$SOCK:/var/run/docker.sock]", "the engine's socket is mounted"),
        ("volumes: [{type: bind, source: /, target: /host}]", "the host's / is mounted"),
        ("cap_add: [CAP_SYS_ADMIN]", "it has the capability SYS_ADMIN"),
        ("security_opt: [seccomp=unconfined]", "security_opt says seccomp=unconfined"),
    ],
)
def test_what_reaches_the_host_is_told(keys: str, reason: str) -> None:
    assert said(f"services:\n  a:\n    image: x\n    {keys}\n") == [f"a reaches the host: {reason}"]


def test_one_line_tells_all_of_a_service() -> None:
    reasons = said("services:\n  a:\n    privileged: true\n    pid: host\n  b: {image: x}\n")
    assert reasons == [
        "a reaches the host: it is privileged; it has the host's processes (pid: host)"
    ]


def test_an_ignore_comment_leaves_a_service_alone() -> None:
    text = "services:\n  # fixer: ignore[compose_cap_drop] tested later\n  a:\n    image: redis\n"
    result = fixed(text)
    assert b"cap_drop:" not in result.after
    assert b"no-new-privileges" in result.after
    assert any("tested later" in skip.reason for skip in result.skips)


def test_an_ignore_comment_that_hides_nothing_is_told() -> None:
    result = fixed(
        "services:\n  a:\n    image: redis\n"
        "    # fixer: ignore[compose_cap_drop] tested later\n    cap_drop: [ALL]\n"
        "  b:  # fixer: ignore[compose_cap_drops, compose_no_new_privileges]\n    image: redis\n"
        "# fixer: ignore[compose_no_new_privileges]\n"
    )
    assert [(skip.line, skip.reason) for skip in result.skips if skip.transform == "ignore"] == [
        (4, "this ignore comment hides nothing"),
        (6, "no transform is named 'compose_cap_drops'"),
        (8, "this ignore comment hides nothing"),
    ]


def test_what_an_overlay_says_of_the_build_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base file runs an image that the development file builds: it is that image."""
    monkeypatch.chdir(tmp_path)
    for path in APPLICATION.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    base, overlay = tmp_path / "compose.yaml", tmp_path / "compose.override.yaml"
    base.write_text("services:\n  web:\n    image: team/web:1\n    read_only: false\n")
    overlay.write_text("services:\n  web:\n    build: .\n")
    made = plan(["."], Wanted(offline=True))
    for outcome in run(made.jobs, "write", 1, beside=made.beside):
        assert outcome.problem is None
    assert "cap_drop" in base.read_text()
    assert "read_only: true" not in overlay.read_text()


def test_registries_are_asked_of_all_images_before_the_first_file(
    here: Path,  # noqa: F811 (the fixture)
    standin: Standin,  # noqa: F811 (the fixture)
) -> None:
    from fixer.workspace.registries import ask

    (here / "Dockerfile").write_text("FROM scratch\n")
    (here / "compose.yaml").write_text(
        "services:\n  a: {image: 'redis:7'}\n  b: {build: ., image: mine}\n  c: {image: 'x:$TAG'}\n"
        "  d: {image: 'redis:7'}\n"
    )
    (here / "compose.prod.yaml").write_text("services:\n  e: {image: team/app}\n")
    made = plan(["."], Wanted(select=frozenset(["compose_pin_digest"])))
    assert ask(made.jobs) is None
    asked = ask(made.jobs, beside=made.beside)
    requests = [each.path for each in standin.requests if "manifests" in each.path]
    assert sorted(requests) == ["/v2/library/redis/manifests/7", "/v2/team/app/manifests/latest"]
    for outcome in run(made.jobs, "write", 1, asked, beside=made.beside):
        assert outcome.problem is None
    assert [each.path for each in standin.requests if "manifests" in each.path] == requests
    text = (here / "compose.yaml").read_text()
    assert text.count("'redis:7@sha256:") == 2
    assert "image: mine}" in text
    assert "image: 'x:$TAG'" in text
    assert "team/app:latest@sha256:" in (here / "compose.prod.yaml").read_text()


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_no_service_are_left(name: str) -> None:
    for text in (
        "",
        "services:\n",
        "services: []\n",
        "services: {a: }\n",
        "- 1\n",
        "services: x\n",
    ):
        result = fix(text.encode(), "compose", Options(select=frozenset([name])), View())
        assert (result.problem, result.after) == (None, text.encode()), text


def test_a_file_that_repeats_itself_too_often_is_left() -> None:
    """A thousand services that merge the same three hundred keys."""
    keys = ", ".join(f"k{n}: 1" for n in range(300))
    services = [f"  s{n}: {{<<: *x}}" for n in range(1_000)]
    text = "\n".join([f"x: &x {{image: redis, {keys}}}", "services:", *services]) + "\n"
    result = fix(text.encode(), "compose", Options(), View())
    assert result.after == text.encode()
    assert result.problem is not None
    assert "too often" in result.problem.reason
    assert "at fault" not in result.problem.reason


def test_every_level_is_claimed() -> None:
    """Without evidence it is done on request alone."""
    text = "services:\n  a:\n    image: postgres\n    volumes: [./x:/etc/postgresql]\n"
    result = fixed(text, "compose_read_only")
    assert [skip.safety for skip in result.skips] == [Safety.UNSAFE]
