"""What Compose and Bake files say of a Dockerfile, and what is said of those that are wrong."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fixer import engine
from fixer.config import Wanted
from fixer.deploy.kinds import is_compose, kind_by_text
from fixer.dockerfile.service import Service, Volume
from fixer.workspace import services
from fixer.workspace.bake import is_bake
from fixer.workspace.plan import Plan, plan
from fixer.workspace.services import Services
from fixer.workspace.tree import expand
from fixer.yaml import nodes


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, which is the current folder, with a Dockerfile at its top and in `web`."""
    root = (tmp_path / "repository").resolve()
    for folder in (".git", "web"):
        (root / folder).mkdir(parents=True)
    (root / "Dockerfile").write_text("FROM scratch\n")
    (root / "web" / "Dockerfile").write_text("FROM scratch\n")
    monkeypatch.chdir(root)
    return root


def of(path: Path) -> list[Service]:
    return list(Services([]).of(str(path)))


def one(path: Path) -> Service:
    (service,) = of(path)
    return service


def compose(place: Path, services: str, name: str = "compose.yaml") -> None:
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text("services:\n" + services)


def reasons(place: Path) -> list[str]:
    looked = Services([])
    looked.of(str(place / "Dockerfile"))
    return [f"{os.path.relpath(note.path, place)}: {note.reason}" for note in looked.notes]


# Which files, which Dockerfiles ------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml",
     "docker-compose.prod.yml", "compose.override.yaml", "docker-compose-dev.yml"],
)  # fmt: skip
def test_names_of_compose_files(name: str) -> None:
    assert is_compose(name)


@pytest.mark.parametrize(
    "name", ["composer.yml", "compose.yml.j2", "my-compose.yml", "compose.json", "decompose.yaml"]
)
def test_names_of_other_files(name: str) -> None:
    assert not is_compose(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"services:\n  db:\n    image: postgres\n", "compose"),
        (b"version: '3'\r\nx-own: &own {}\r\nservices:\r\n  a: {build: .}\r\n", "compose"),
        (b'"services":\n  a:\n    image: x\nvolumes:\n  a:\n', "compose"),
        (b"image:\n  tag: 1\nservices:\n  db:\n    image: postgres\n", None),
        (b"stages: [a]\nservices:\n  - image: docker:dind\n", None),
        (b"definitions:\n  services:\n    db:\n      image: postgres\n", None),
        (b"services:\n  App\\Mailer: ~\n", None),
        (b"apiVersion: v1\nkind: Pod\n", "kubernetes"),
    ],
)
def test_what_a_file_of_another_name_is(text: bytes, expected: str | None) -> None:
    assert kind_by_text(text) == expected


def test_names_of_bake_files() -> None:
    names = ("docker-bake.hcl", "docker-bake.json", "docker-bake.override.hcl")
    assert all(map(is_bake, names))
    assert not is_bake("bake.hcl")
    assert not is_bake("docker-bake.yml")


@pytest.mark.parametrize(
    ("build", "dockerfile", "context"),
    [
        ("./web", "web/Dockerfile", "web"),
        ("{context: web}", "web/Dockerfile", "web"),
        ("{dockerfile: web/Dockerfile}", "web/Dockerfile", "."),
        ("{context: ., dockerfile: ./web/Dockerfile}", "web/Dockerfile", "."),
        ("{context: web, dockerfile: ../Dockerfile}", "Dockerfile", "web"),
        ("'${WHERE:-web}'", "web/Dockerfile", "web"),
        ("{context: '${A-${B:-.}}/web', dockerfile: $$x/../Dockerfile}", "web/Dockerfile", "web"),
        ("{context: web, target: ''}", "web/Dockerfile", "web"),
    ],
)
def test_which_dockerfile_and_context(
    place: Path, build: str, dockerfile: str, context: str
) -> None:
    (place / "web" / "$x").mkdir()
    compose(place, f"  db:\n    image: x\n  app:\n    build: {build}\n")
    service = one(place / dockerfile)
    assert service.context == place / context
    assert (service.file, service.line, service.name) == ("compose.yaml", 4, "app")
    assert service.target is None
    other = "Dockerfile" if dockerfile != "Dockerfile" else "web/Dockerfile"
    assert of(place / other) == []


@pytest.mark.parametrize(
    "build",
    [
        "https://github.com/a/b.git", "git@github.com:a/b.git", "'${UNKNOWN}'", "~/web",
        "{context: ., dockerfile: '${UNKNOWN:?say it}'}", "/", "'\\0'", "nowhere",
        "{context: ., dockerfile_inline: FROM scratch}", "null", "[a]", "'web\\0'",
        '"web\\0"',
    ],
)  # fmt: skip
def test_builds_of_something_else(place: Path, build: str) -> None:
    compose(place, f"  app:\n    build: {build}\n")
    assert of(place / "Dockerfile") == of(place / "web" / "Dockerfile") == []
    assert reasons(place) == []


def test_names_that_a_build_takes_by_itself(place: Path) -> None:
    compose(place, "  a: {build: web}\n")
    os.rename(place / "web" / "Dockerfile", place / "web" / "Containerfile")
    assert one(place / "web" / "Containerfile").name == "a"


def test_paths_from_the_folder_that_compose_is_started_in(place: Path) -> None:
    compose(place, "  a: {build: {context: ., dockerfile: web/Dockerfile}}\n", "web/compose.yml")
    assert one(place / "web" / "Dockerfile").context == place


def test_files_of_all_folders_up_to_the_repository(place: Path) -> None:
    compose(place, "  inner: {build: .}\n", "web/compose.yml")
    compose(place, "  top: {build: web}\n")
    compose(place.parent, "  outside: {build: repository/web}\n")
    assert [service.name for service in of(place / "web" / "Dockerfile")] == ["inner", "top"]


def test_files_of_the_tree_that_was_named(place: Path) -> None:
    (place / ".git").rmdir()
    compose(place, "  top: {build: web}\n")
    compose(place.parent, "  outside: {build: repository/web}\n")
    path = str(place / "web" / "Dockerfile")
    assert [service.name for service in Services([os.curdir]).of(path)] == ["top"]
    assert [service.name for service in Services([".", ".."]).of(path)] == ["top", "outside"]
    assert Services([path]).of(path) == Services(["web"]).of(path) == ()


def test_a_context_outside_of_the_tree_is_not_known(place: Path) -> None:
    compose(place, "  a: {build: {context: .., dockerfile: repository/web/Dockerfile}}\n")
    assert one(place / "web" / "Dockerfile").context is None


# How it is run -----------------------------------------------------------------------------------


def test_everything_that_a_service_says(place: Path) -> None:
    compose(
        place,
        """\
  app:
    build:
      context: .
      target: ${STAGE:-prod}
      args: {A: 1, B: null, C: "${D}", E: "${F:-g}"}
    user: "1000:${GID}"
    command: ["serve", "--port=${PORT:-8080}", 1]
    entrypoint: /entry.sh --now
    ports: ["80", "127.0.0.1:8080:81/tcp", "9000-9001:82-83", {target: 84}, "x:y", "${P}:85"]
    volumes:
      - data:/data
      - ./src:/src:ro,z
      - /anonymous
      - 'C:\\x:/drive'
      - {type: bind, source: /srv, target: /long, read_only: true}
      - {type: tmpfs, target: /scratch}
      - {type: volume}
    tmpfs: /tmp:size=1m,mode=1777
    working_dir: /work
""",
    )
    assert one(place / "Dockerfile") == Service(
        file="compose.yaml",
        line=2,
        name="app",
        context=place,
        target="prod",
        user="1000:${GID}",
        args={"A": "1", "B": None, "C": None, "E": "g"},
        root=(),
        command=["serve", "--port=8080", "1"],
        entrypoint="/entry.sh --now",
        volumes=(
            Volume("/data", "volume", "data"),
            Volume("/src", "bind", "./src", True),
            Volume("/anonymous", "volume"),
            Volume("/drive", "bind", "C:\\x"),
            Volume("/long", "bind", "/srv", True),
            Volume("/scratch", "tmpfs", against="that is root's"),
            Volume("/tmp", "tmpfs", against=""),
        ),
        ports=(80, 81, 82, 83, 84, 85),
        workdir="/work",
    )


@pytest.mark.parametrize(
    ("said", "root"),
    [
        ("privileged: true", ["privileged"]),
        ("privileged: ${P:-true}", ["privileged"]),
        ("privileged: false", []),
        ("privileged: ${P:-false}", []),
        ("user: root", ["user root"]),
        ("user: '0:0'", ["user root"]),
        ("user: '1000'", []),
        ("cap_add: [NET_ADMIN, cap_chown]", ["cap_add NET_ADMIN", "cap_add CHOWN"]),
        ("cap_drop: [ALL]", []),
        ("network_mode: host", ["network_mode host"]),
        ("network_mode: bridge", []),
        ("pid: host", ["pid host"]),
        ("ipc: host", ["ipc host"]),
        ("userns_mode: host", ["userns_mode host"]),
        ("devices: ['/dev/ttyUSB0:/dev/ttyUSB0']", ["devices"]),
        ("devices: []", []),
        ("volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']",
         ["/var/run/docker.sock mounted"]),
        ("volumes: [{type: bind, source: '${S:-/run/docker.sock}', target: /d.sock}]",
         ["/d.sock mounted"]),
        ("volumes: ['/:/host', '/sys/fs/cgroup:/sys/fs/cgroup']",
         ["the host's / mounted", "the host's /sys/fs/cgroup mounted"]),
        ("volumes: ['./etc:/etc', 'sys:/sys', '/etc/localtime:/etc/localtime']", []),
        ("volumes: ['/dev/shm:/dev/shm', '/run/user/1:/x']", []),
    ],
)  # fmt: skip
def test_what_shows_that_root_is_needed(place: Path, said: str, root: list[str]) -> None:
    compose(place, f"  app:\n    build: .\n    {said}\n")
    assert list(one(place / "Dockerfile").root) == root


def test_commands_that_are_taken_away(place: Path) -> None:
    compose(place, "  a: {build: ., command: [], entrypoint: ''}\n  b: {build: ., command: null}\n")
    a, b = of(place / "Dockerfile")
    assert (a.command, a.entrypoint) == ([], "")
    assert (b.command, b.entrypoint) == (None, None)


# Several places ----------------------------------------------------------------------------------


def test_files_that_are_laid_over_another(place: Path) -> None:
    compose(place, "  app: {build: {context: web, target: dev, args: {A: 1}}, image: me/app}\n")
    compose(place, "  app: {privileged: true}\n", "compose.override.yaml")
    compose(place, "  app: {build: {target: prod}, user: root}\n", "docker-compose.prod.yml")
    compose(place, "  worker: {image: me/app, pid: host}\n  db: {image: x}\n", "compose.w.yml")
    found = {service.file: service for service in of(place / "web" / "Dockerfile")}
    assert {(file, s.name, s.target, s.root) for file, s in found.items()} == {
        ("compose.yaml", "app", "dev", ()),
        ("compose.override.yaml", "app", "dev", ("privileged",)),
        ("docker-compose.prod.yml", "app", "prod", ("user root",)),
        ("compose.w.yml", "worker", "dev", ("pid host",)),
    }
    assert {s.context for s in found.values()} == {place / "web"}
    assert found["docker-compose.prod.yml"].args == {"A": "1"}


def test_merge_keys_and_anchors(place: Path) -> None:
    (place / "compose.yaml").write_text(
        "x-more: &more {user: '1', privileged: true}\n"
        "x-app: &app\n  <<: *more\n  build: &build {context: web}\n  user: '2'\n"
        "services:\n"
        "  a: *app\n"
        "  b: {<<: [{user: '3'}, *app]}\n"
        "  c: {<<: *app, build: {<<: *build, target: c}}\n"
    )
    a, b, c = of(place / "web" / "Dockerfile")
    assert (a.user, a.root, a.line) == ("2", ("privileged",), 7)
    assert (b.user, b.root) == ("3", ("privileged",))
    assert (c.user, c.target) == ("2", "c")


def test_extends(place: Path) -> None:
    compose(
        place,
        "  base: {build: ., cap_add: [A], command: x}\n",
        "web/common.yml",
    )
    compose(
        place,
        "  a: {extends: {file: web/common.yml, service: base}, cap_add: [B], command: y}\n"
        "  b: {extends: a, cap_add: !override [C], command: !reset null}\n"
        "  c: {extends: {service: nothing}, build: web}\n"
        "  d: {extends: {file: ../out.yml, service: a}, build: web}\n",
    )
    compose(place.parent, "  a: {privileged: true}\n", "out.yml")
    a, b, c, d = of(place / "web" / "Dockerfile")
    assert (a.context, a.root, a.command) == (place / "web", ("cap_add A", "cap_add B"), "y")
    assert (b.file, b.root, b.command) == ("compose.yaml", ("cap_add C",), None)
    assert (c.root, d.root) == ((), ())


def test_include(place: Path) -> None:
    compose(place, "  a: {build: .}\n", "web/inner.yml")
    compose(place, "  b: {build: web}\n", "web/other.yml")
    (place / "compose.yaml").write_text(
        "include:\n- web/inner.yml\n- {path: [web/other.yml], project_directory: .}\n"
        "- ../out.yml\n- web/gone.yml\n- compose.yaml\n"
    )
    compose(place.parent, "  c: {build: repository/web}\n", "out.yml")
    found = of(place / "web" / "Dockerfile")
    assert [(s.name, s.file) for s in found] == [("a", "web/inner.yml"), ("b", "web/other.yml")]


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("a${B}c$D", "a${B}c${D}"),
        ("${A:-x}${A-y}${A:+z}${A+z}", "xy"),
        ("$$A $1 $ ${", "$A $1 $ ${"),
        ("${A:-${B:-${C}}}/", "${C}/"),
        ("${V}/$V/${V:-x}/${V:+x}", "v/v/v/x"),
        ("${A:?no}", "${A}"),
    ],
)
def test_variables(text: str, expanded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("B", "from the environment")
    assert expand(text, {"V": "v"}) == expanded


# Bake --------------------------------------------------------------------------------------------

HCL = """\
variable "TAG" { default = "1" }
variable "WHERE" {
  default = "w${EB}"
}
variable "EB" { default = "eb" }
function "f" {
  params = [a]
  result = "${a}x"
}
group "default" { targets = ["app"] }
target "_common" {
  args = { A = "a", B = TAG, C = f("x"), "D" = 4, E = null }  // the same for all
}
target "app" {
  inherits   = ["_common"]
  context    = "."
  dockerfile = "web/Dockerfile"
  target     = "stage-${TAG}"
  args       = { A = "own", F = true }
}
target "each" {
  name   = "each-${stage}"
  matrix = { stage = ["one", "two"] }
  target = stage
}
target "unsure" { target = equal(TAG, "x") ? "a" : "b" }
target "inline" {
  dockerfile-inline = <<EOT
FROM scratch
EOT
}
target "remote" { context = "https://github.com/a/b.git" }
"""


def test_a_service_is_built_as_its_own_file_says(place: Path) -> None:
    compose(place, "  app:\n    build: web\n  job:\n    build: .\n", "compose.dev.yaml")
    compose(place, "  app:\n    build: .\n", "compose.prod.yaml")
    compose(place, "  app:\n    image: x\n")
    top, web = (os.path.realpath(each / "Dockerfile") for each in (place, place / "web"))
    built = {
        name: Services([]).built_by(os.path.realpath(place / name))
        for name in ("compose.dev.yaml", "compose.prod.yaml", "compose.yaml")
    }
    assert built["compose.dev.yaml"] == {"app": (web, None), "job": (top, None)}
    assert built["compose.prod.yaml"]["app"] == (top, None)
    assert set(built["compose.yaml"]) == {"app", "job"}


def test_bake(place: Path) -> None:
    (place / "docker-bake.hcl").write_text(HCL)
    assert one(place / "web" / "Dockerfile") == Service(
        "docker-bake.hcl", 14, "app", place, "stage-1",
        args={"A": "own", "B": "1", "C": None, "D": "4", "E": None, "F": "true"},
    )  # fmt: skip
    assert [(s.name, s.target, s.line) for s in of(place / "Dockerfile")] == [
        ("each", "one", 21), ("each", "two", 21), ("unsure", None, 26),
    ]  # fmt: skip
    assert reasons(place) == []


def test_bake_in_json_and_what_overrides(place: Path) -> None:
    (place / "docker-bake.json").write_text(
        '{"variable": {"V": {"default": "v"}},\n "target": {\n'
        '  "base": {"args": {"A": "${V}", "B": "${NOBODY}"}},\n'
        '  "app": {"inherits": ["base"], "context": "web", "target": "x"}}}\n'
    )
    (place / "docker-bake.override.hcl").write_text('target "app" {\n  target = "${V}-y"\n}\n')
    assert one(place / "web" / "Dockerfile") == Service(
        "docker-bake.json", 4, "app", place / "web", "v-y", args={"A": "v", "B": None}
    )


# Files that are wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("compose.yml", "services:\n  a: {build: .\n", "line 3: "),
        ("compose.yml", "a: b: build\n", "line 1: mapping values are not allowed here"),
        ("compose.yml", "build: 1\nx: \x07\n", "line 2: it is not YAML: "),
        ("compose.yml", "build: *nowhere\n", "line 1: no anchor is named 'nowhere'"),
        ("compose.yml", "build: " + "[" * 100_000, "line 1: it is nested too deeply"),
        ("compose.yml", "build: [" + "1," * 30_000 + "]", "line 1: it has more than 20,000 nodes"),
        ("compose.yml", "build: " + "x" * (1 << 20), "it has 1,048,583 bytes; 1,048,576 are read"),
        ("docker-bake.json", '{"target":\n {', "line 2: it is not JSON: "),
        ("docker-bake.json", "[" * 100_000, "its values are nested too deeply"),
        ("docker-bake.hcl", 'target "a" {}\ntarget "b" {\n', "line 3: it is not HCL"),
        ("docker-bake.hcl", "a = " + "[" * 100_000, "line 1: it is not HCL"),
    ],
)
def test_a_file_that_cannot_be_used_costs_no_other(
    place: Path, name: str, text: str, said: str
) -> None:
    compose(place, "  app: {build: .}\n", "docker-compose.good.yml")
    (place / name).write_text(text)
    assert one(place / "Dockerfile").name == "app"
    (reason,) = reasons(place)
    assert reason.startswith(f"{name}: {said}")


def test_files_that_build_nothing_are_not_parsed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose(place, "  db: {image: x\n")
    monkeypatch.setattr("fixer.workspace.tree.parse", None)
    assert of(place / "Dockerfile") == []
    assert reasons(place) == []


def _link_out(place: Path) -> None:
    compose(place.parent, "  a: {build: repository}\n", "out.yml")
    (place / "compose.yml").symlink_to("../out.yml")


def _link_in(place: Path) -> None:
    compose(place, "  a: {build: .}\n", "web/dev.yml")
    (place / "compose.yml").symlink_to("web/dev.yml")


def test_links(place: Path) -> None:
    _link_in(place)
    assert one(place / "Dockerfile").file == "compose.yml"
    (place / "compose.yml").unlink()
    _link_out(place)
    assert of(place / "Dockerfile") == []
    assert reasons(place) == ["compose.yml: it is a link that leads out of the tree"]


def test_a_dockerfile_that_is_a_link_out_of_the_tree(place: Path) -> None:
    (place.parent / "Secret").write_text("FROM scratch\n")
    (place / "Dockerfile").unlink()
    (place / "Dockerfile").symlink_to("../Secret")
    compose(place, "  a: {build: .}\n")
    assert of(place.parent / "Secret") == of(place / "Dockerfile") == []


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: os.mkfifo(path)])
def test_what_is_no_file(place: Path, make: Callable[[Path], object]) -> None:
    make(place / "compose.yml")
    assert of(place / "Dockerfile") == []
    (reason,) = reasons(place)
    assert "not a regular file" in reason


def _bomb() -> str:
    lines = ["a: &a {build: .}"]
    for last, name in zip("abcdefghijk", "bcdefghijkl", strict=True):
        lines.append(f"{name}: &{name} {{<<: [{', '.join([f'*{last}'] * 9)}]}}")
    return "\n".join([*lines, "services:", "  app: {<<: *l, user: '1'}"])


HOSTILE = {
    "aliases of aliases": _bomb(),
    "a service that is its own": "services: &s\n  a: &a {<<: *a, build: ., x: [*s, *a]}\n",
    "extends in a circle": "services:\n  a: {extends: b}\n  b: {extends: a, build: .}\n",
    "no services": "services: build\n",
    "nothing is as it should be": "services:\n  a: {build: {context: [], args: 1, target: {}}, "
    "volumes: x, ports: {}, cap_add: 1, devices: a, tmpfs: {}, user: [], extends: [], <<: 1}\n"
    "  b: build\n  c: [build]\n  ? [x]\n  : build\n",
    "a list of includes": "include: {path: build}\n",
    "an object": "services:\n  a: {build: !!python/object/apply:os.mkdir [pwned]}\n",
    "many braces": "services:\n  a: {build: ., user: '" + "${A" * 200_000 + "'}\n",
    "a long path": "services:\n  a: {build: " + "a/" * 200_000 + "}\n",
    "many merges": "x:\n"
    + "".join(f"  - &a{i} {{k{i}: 1}}\n" for i in range(1_000))
    + f"y: &y [{','.join(f'*a{i}' for i in range(1_000))}]\nservices:\n"
    + "".join(f"  s{i}: {{<<: *y, build: .}}\n" for i in range(1_000)),
}

HOSTILE_BAKE = {
    "inherits of inherits": 'target "t0" {\n context = "."\n}\n'
    + "".join(f'target "t{i + 1}" {{\n inherits = ["t{i}", "t{i}"]\n}}\n' for i in range(40)),
    "inherits in a circle": 'target "a" {\n inherits = ["a", "b"]\n}\n'
    'target "b" {\n inherits = ["a", "b"]\n}\n',
    "a large matrix": 'target "a" {\n matrix = {\n'
    + "".join(f' m{i} = ["1", "2", "3"]\n' for i in range(20))
    + " }\n}\n",
    "a variable that grows": 'variable "a" { default = "xxxxxxxxxx" }\n'
    + 'variable "a" {\n default = "${a}${a}"\n}\n' * 40
    + 'target "a" { target = a }\n',
    "deep values": 'target "a" {\n context = ' + "(" * 50_000 + "1" + ")" * 50_000 + "\n}\n",
    "nothing is as it should be": 'target "a" {\n inherits = "a"\n args = ["a"]\n context = 1\n'
    ' target = []\n matrix = "x"\n}\ntarget {}\ntarget "a" "b" {}\nvariable "V" { default = [] }\n',
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *[pytest.param("compose.yml", text, id=name) for name, text in HOSTILE.items()],
        *[pytest.param("docker-bake.hcl", text, id=name) for name, text in HOSTILE_BAKE.items()],
        ("docker-bake.json", '{"target": {"a": [], "b": {"inherits": {}, "args": [], "context": 1,'
         ' "matrix": {"x": [1, "2"]}}}, "variable": [], "group": 1}'),
        ("docker-bake.json", '{"target": {' + ",".join(f'"\\u0061{i}": {{}}' for i in range(20_000))
         + "}}"),
    ],
)  # fmt: skip
def test_hostile_files_end_soon(place: Path, name: str, text: str) -> None:
    (place / name).write_text(text)
    before = time.process_time()
    of(place / "Dockerfile")
    assert time.process_time() - before < 10
    assert not any("defect" in reason for reason in reasons(place))
    assert not (place / "pwned").exists()


# The plan ----------------------------------------------------------------------------------------


def planned(*names: str, **wanted: object) -> dict[str, engine.Options]:
    made: Plan = plan(names or (os.curdir,), Wanted(**wanted))  # type: ignore[arg-type]
    return {job.path: job.options for job in made.jobs if job.options}


def test_the_context_is_the_dockerfiles_folder_where_nobody_says_another(place: Path) -> None:
    compose(place, "  app: {build: {context: ., dockerfile: web/Dockerfile, target: dev}}\n")
    options = planned()
    assert (options["Dockerfile"].context, options["Dockerfile"].services) == (str(place), ())
    web = options["web/Dockerfile"]
    assert (web.context, web.target, web.targets) == (place, None, ("dev",))
    assert [service.name for service in web.services] == ["app"]
    assert planned("web/Dockerfile")["web/Dockerfile"] == web
    compose(place, "  too: {build: {context: web, target: other}}\n", "docker-compose.yml")
    web = planned()["web/Dockerfile"]
    assert (web.context, set(web.targets)) == (None, {"dev", "other"})


def test_the_command_line_and_the_configuration_win(place: Path) -> None:
    compose(place, "  app: {build: {context: web, target: dev}}\n")
    said = planned(context=Path("elsewhere"), target="prod")["web/Dockerfile"]
    assert (said.context, said.target, said.targets) == (Path("elsewhere"), "prod", ("dev",))
    (place / ".fixer.toml").write_text('context = "."\n')
    assert planned()["web/Dockerfile"].context == place


def test_a_document_knows_them(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compose(place, "  app: {build: {context: ., target: dev}, privileged: true}\n")
    options = planned()["Dockerfile"]
    seen = []

    class Seen(engine._Run):
        def step(self, transform: object) -> bool:
            seen.append((self.document.targets, self.document.services[0].root))
            return False

    monkeypatch.setattr(engine, "_Run", Seen)
    engine.fix(b"FROM a\n", options)
    assert set(seen) == {(("dev",), ("privileged",))}
    assert pickle.loads(pickle.dumps(options)) == options


def test_a_document_hands_them_on() -> None:
    from fixer.dockerfile.document import Document

    first = Document(b"FROM a\n")
    first.targets, first.services = ("x",), (Service("f", 1, "n", None, None),)
    second = Document(b"FROM b\n", first)
    assert (second.targets, second.services) == (("x",), first.services)


def test_what_could_not_be_used_is_noted_once_as_seen_from_here(place: Path) -> None:
    (place / "web" / "compose.yml").write_text("build: *x\n")
    (place / "web" / "x.Dockerfile").write_text("FROM scratch\n")
    notes = plan(["."], Wanted()).notes
    assert [(note.path, note.reason) for note in notes] == [
        ("web/compose.yml", "line 1: no anchor is named 'x'")
    ]


def test_each_file_is_parsed_and_each_folder_listed_once(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compose(place, "  app: {build: web, extends: {file: web/compose.yml, service: a}}\n")
    compose(place, "  a: {build: .}\n", "web/compose.yml")
    for name in ("a", "b"):
        (place / "web" / name).mkdir()
        (place / "web" / name / "Dockerfile").write_text("FROM scratch\n")
    parsed, listed = [], []
    parse, listdir = nodes.parse, os.listdir
    monkeypatch.setattr(
        "fixer.workspace.tree.parse", lambda text: parsed.append(text) or parse(text)
    )
    monkeypatch.setattr(services.os, "listdir", lambda path: listed.append(path) or listdir(path))
    plan(["."], Wanted())
    assert len(parsed) == len(set(parsed)) == 2
    # the names are known from the walk
    assert not [path for path in listed if str(path).startswith(str(place))]


def test_what_only_its_owner_may_read(place: Path) -> None:
    """The host's files are mounted as they are: a user of the image's own finds them closed."""
    compose(
        place,
        """\
  app:
    build: .
    volumes: ["./key.pem:/key.pem:ro", "./open.pem:/open.pem", "./keys:/keys", "./none:/none"]
    secrets: [token, {source: shown, target: other}, {source: token, target: other}]
    configs: [settings]
secrets:
  token: {file: ./key.pem}
  shown: {file: ./open.pem}
configs:
  settings: {file: ./key.pem}
""",
    )
    (place / "keys").mkdir()
    for name, mode in (("key.pem", 0o640), ("open.pem", 0o644), ("keys/a.pem", 0o600)):
        (place / name).write_text("")
        (place / name).chmod(mode)
    said = {volume.path: volume.against for volume in one(place / "Dockerfile").volumes}
    closed = "only its owner may read what is there"
    assert said == {
        "/key.pem": closed,
        "/open.pem": "",
        "/keys": closed,
        "/none": "",
        "/run/secrets/token": closed,
        "/run/secrets/other": closed,
        "/settings": closed,
    }


def sharing(place: Path, *services: str) -> dict[str, tuple[bool, str]]:
    """Of each service that is built: whether it only reads its volume, and what is against it."""
    (place / "compose.yaml").unlink(missing_ok=True)
    compose(place, "".join(f"  {each}\n" for each in services))
    found = [*of(place / "Dockerfile"), *of(place / "web" / "Dockerfile")]
    return {each.name: each.volumes[0][3:] for each in found}


def test_a_volume_that_another_user_has_as_well(place: Path) -> None:
    """A new volume is given to the user of whichever container was made last."""
    a, b = "a: {build: ., volumes: [vol:/data]}", "b: {build: web, volumes: [vol:/in]}"
    both = "has it as well, maybe as another user"
    assert sharing(place, a, b) == {"a": (False, f"b {both}"), "b": (False, f"a {both}")}
    assert sharing(place, a, b.replace("vol:", "other:"))["a"] == (False, "")
    assert sharing(place, a, b.replace("web", "."))["a"] == (False, "")
    assert sharing(place, a, b.replace("/in", "/in:ro")) == {"a": (False, ""), "b": (True, "")}
    other = b.replace("build: web", "build: ., user: '0'")
    assert sharing(place, a, other)["a"] == (False, f"b {both}")
    assert sharing(place, a, b.replace("build: web", "image: x"))["a"] == (False, f"b {both}")
    writes = "b: {image: certbot/certbot, volumes: [vol:/keys]}"
    assert sharing(place, a.replace("/data", "/keys:ro"), writes)["a"] == (True, f"b {both}")


def test_a_volume_that_a_web_server_serves(place: Path) -> None:
    """It reads what others write, whoever they are, but for the folder that its image fills."""
    a, b = "a: {build: ., volumes: [vol:/data]}", "b: {image: nginx:1.29, volumes: [vol:/static]}"
    assert sharing(place, a, b)["a"] == (False, "")
    assert sharing(place, a, b.replace("/static", "/usr/share/nginx/html:ro"))["a"][1] != ""
    assert sharing(place, a, b.replace("/static", "/var/log/nginx"))["a"][1] != ""
    (place / "web" / "Dockerfile").write_text("FROM node AS a\nFROM --platform=x nginx:1.29\n")
    found = sharing(place, a, b.replace("image: nginx:1.29", "build: web"))
    assert found == {"a": (False, ""), "b": (True, "")}


def test_the_variables_of_a_service(place: Path) -> None:
    text = "# none\nA=1\nexport B = 'two #' # three\nC=x # y\nD=${E}\nnothing\nF=\nG=a\n"
    (place / "app.env").write_text(text)
    said = "environment: [C=z, 'H=${I:-j}', K]"
    expected = {"A": "1", "B": "two #", "C": "z", "D": None, "F": "", "G": "a", "H": "j", "K": None}
    for files in ("app.env", "[./app.env, none.env]", "[{path: app.env, required: false}]"):
        compose(place, f"  app:\n    build: .\n    env_file: {files}\n    {said}\n")
        assert one(place / "Dockerfile").environment == expected
    compose(place, "  app:\n    build: .\n    environment: {A: 1, B: null}\n")
    assert one(place / "Dockerfile").environment == {"A": "1", "B": None}


def test_secrets_are_not_kept(place: Path) -> None:
    (place / "app.env").write_text("API_TOKEN=s3cr3tV4lue99xy\nDATA=/srv/data\n")
    said = "environment: {DB_PASSWORD: hunter2horse, PORT: 80}"
    compose(place, f"  app:\n    build: .\n    env_file: app.env\n    {said}\n")
    found = one(place / "Dockerfile").environment
    assert found == {"API_TOKEN": None, "DATA": "/srv/data", "DB_PASSWORD": None, "PORT": "80"}
