"""Applications as people write them, built and run before and after: they answer the same.

Each folder of `apps` is a build context with a Dockerfile; its `app.toml` says what to ask of the
application and what the fixer is expected to do (`App` names the keys). What was hardened must
also run as its user with nothing left to it: a read-only root, no capability, no new privileges.
"""

from __future__ import annotations

import difflib
import json
import re
import shutil
import subprocess
import tarfile
import time
import tomllib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from fixer import Result, Safety, fix_text
from tests.test_builds import docker, engine  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("engine")

#: How long an application may take to answer, in seconds.
PATIENCE = 30.0
LOCKED = (
    *("--read-only", "--tmpfs", "/tmp"),
    *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
)

#: Runs beside the application, in its network and among its processes: asks for a path until
#: there is an answer, and tells who runs what. The arguments are seconds, a port (or 0), a path.
WITNESS = """
import http.client, json, pathlib, sys, time, urllib.error, urllib.request
patience, port, path = float(sys.argv[1]), sys.argv[2], sys.argv[3]
answer = None
until = time.monotonic() + patience
while port != "0" and answer is None and time.monotonic() < until:
    try:
        answer = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
    except urllib.error.HTTPError as error:
        answer = f"{error}: ".encode() + error.read()
    except (OSError, http.client.HTTPException):
        time.sleep(0.1)
processes = []
for folder in pathlib.Path("/proc").glob("[0-9]*"):
    try:
        status = dict(
            line.split(":\\t", 1) for line in (folder / "status").read_text().splitlines()
        )
        words = (folder / "cmdline").read_bytes().split(b"\\0")
    except OSError:
        continue  # it ended
    if b"WITNESS" not in words:
        processes.append(
            {
                "words": [word.decode() for word in words],
                "uids": sorted({int(word) for word in status["Uid"].split()}),
                "gids": sorted({int(word) for word in status["Gid"].split()}),
                "capabilities": int(status["CapEff"], 16),
            }
        )
print(json.dumps({"answer": None if answer is None else answer.decode(), "processes": processes}))
"""

#: What an image holds that gives powers away: one trace a line.
TRACES = r"""
find / -xdev -perm /6000 -type f | sed "s/^/setuid /"
for name in sudo doas; do command -v $name | sed "s/^/command /"; done
find /etc/sudoers /etc/sudoers.d -type f 2>/dev/null | sed "s/^/sudoers /"
grep -E "^(sudo|wheel|admin|docker):" /etc/group | sed "s/^/members /"
grep "^[^:]*:[$]" /etc/shadow | cut -d: -f1 | sed "s/^/password of /"
awk -F: '$3 == 0 && $1 != "root" {print "uid 0: " $1}' /etc/passwd 2>/dev/null
true
"""


@dataclass(frozen=True)
class App:
    """What `app.toml` says."""

    folder: Path
    about: str
    #: `hardening`: runs as its user by default; `unsafe`: only with Safety.UNSAFE;
    #: `left_alone`: the image's user is not touched.
    expected: str
    #: What a skip's reason names, where it is not hardening.
    reason: str = ""
    #: The port and path of a service, and what its answer holds.
    http: dict[str, object] = field(default_factory=dict)
    #: A line of the output of what is no service.
    says: str = ""
    #: It does not end by itself.
    stays: bool = False
    #: Its HEALTHCHECK must be content.
    healthy: bool = False
    #: Further arguments.
    run: tuple[str, ...] = ()
    uid: int = 10001
    #: The same as `uid` unless it is given.
    gid: int | None = None
    #: Files that it makes; they belong to its user.
    writes: tuple[str, ...] = ()
    #: Where a volume must be mounted under a read-only root.
    volumes: tuple[str, ...] = ()
    #: Modes of files of the context, which git does not keep.
    modes: dict[str, int] = field(default_factory=dict)
    #: The build's secrets.
    secrets: dict[str, str] = field(default_factory=dict)

    @property
    def user(self) -> str:
        return f"{self.uid}:{self.uid if self.gid is None else self.gid}"

    def lay_out(self, folder: Path) -> Path:
        """Copy the context, with the modes that it is meant to have."""
        context = folder / "context"
        shutil.copytree(self.folder, context, ignore=shutil.ignore_patterns("app.toml"))
        for path in [context, *context.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        for name, mode in self.modes.items():
            (context / name).chmod(mode)
        return context


def read(folder: Path) -> App:
    """Raises where `app.toml` says something that nothing would look at."""
    app = App(folder, **tomllib.loads((folder / "app.toml").read_text()))
    assert app.expected in {"hardening", "unsafe", "left_alone"}, app
    assert bool(app.reason) == (app.expected != "hardening"), app
    assert bool(app.http) != bool(app.says), app
    assert not (app.volumes and app.expected == "left_alone"), app
    return app


APPS = {path.parent.name: read(path.parent) for path in Path(__file__).parent.glob("apps/*/*.toml")}


@pytest.fixture
def images() -> Iterator[Callable[[str], str]]:
    """Names of images, which are removed in the end."""
    stem = f"fixer-test-{uuid.uuid4().hex[:12]}"
    names: list[str] = []

    def name(tag: str) -> str:
        names.append(f"{stem}:{tag}")
        return names[-1]

    yield name
    subprocess.run(["docker", "rmi", "-f", *names], capture_output=True)


@pytest.mark.parametrize("name", sorted(APPS))
def test_the_application_answers_the_same(
    name: str,
    images: Callable[[str], str],
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    app = APPS[name]
    context = app.lay_out(tmp_path)
    source = (context / "Dockerfile").read_bytes()
    result = fix(app, source, context)

    before = build(app, images("before"), source, context)
    user = configuration(before)["User"]
    said = answer(app, before)
    record_property("size before", size(before))
    record_property("user before", user)
    if result.changed:
        after = build(app, images("after"), result.after, context)
        check_configuration(configuration(before), configuration(after))
        record_property("size after", size(after))
        record_property("user after", configuration(after)["User"])
    else:
        after = before

    if app.expected == "hardening":
        check_hardened(app, after, said, source)
        return
    assert answer(app, after) == said
    assert configuration(after)["User"] == user
    assert_reason(app, result)
    if app.expected == "unsafe":
        result = fix(app, source, context, Safety.UNSAFE)
        unsafe = build(app, images("unsafe"), result.after, context)
        check_hardened(app, unsafe, said, source)


@pytest.mark.parametrize(
    ("name", "check", "told"),
    [
        ("sudo_super", "check_user", "super"),
        ("sudo_super", "check_locked", "no new privileges"),
        ("sudo_super", "check_traces", "setuid /usr/bin/sudo"),
        ("volume_writer", "check_user", "10001:10001"),
        ("volume_writer", "check_locked", "/data/x belongs to 0:0"),
    ],
)
def test_what_was_not_fixed_does_not_pass(
    name: str, check: str, told: str, images: Callable[[str], str], tmp_path: Path
) -> None:
    app = APPS[name]
    context = app.lay_out(tmp_path)
    source = (context / "Dockerfile").read_bytes()
    image = build(app, images("before"), source, context)
    said = answer(app, image)
    with pytest.raises(AssertionError, match=told):
        globals()[check](app, image, said, source)


def fix(app: App, source: bytes, context: Path, safety: Safety = Safety.HARDENING) -> Result:
    result = fix_text(source, context=context, offline=True, safety=safety)
    assert result.problem is None, result.problem
    assert all(change.safety <= safety for change in result.changes)
    for text in (result.before, result.after):
        assert fix_text(text, context=context, offline=True, safety=safety).after == result.after
    diff = difflib.unified_diff(
        result.before.decode().splitlines(), result.after.decode().splitlines(), lineterm=""
    )
    print(app.about, *diff, *result.changes, *result.skips, sep="\n")  # for whom it fails
    return result


def assert_reason(app: App, result: Result) -> None:
    """A skip names why the user was not changed."""
    word = re.compile(rf"(?<!\w){re.escape(app.reason)}(?!\w)")
    wanted = Safety.UNSAFE if app.expected == "unsafe" else None
    assert any(
        word.search(skip.reason) and (wanted is None or skip.safety is wanted)
        for skip in result.skips
    ), result.skips


def build(app: App, name: str, dockerfile: bytes, context: Path) -> str:
    """Build an image and return its name."""
    secrets: list[str] = []
    for key, value in app.secrets.items():
        path = context.parent / f"{key}.secret"
        path.write_text(value)
        secrets += ["--secret", f"id={key},src={path}"]
    docker(
        *("build", "--network", "host", "-q", "-t", name, *secrets, "-f", "-", str(context)),
        source=dockerfile,
    )
    return name


def inspect(name: str) -> dict[str, object]:
    return dict(json.loads(docker("inspect", name))[0])


def configuration(image: str) -> dict[str, object]:
    config = inspect(image)["Config"]
    assert isinstance(config, dict)
    return config


def check_configuration(before: dict[str, object], after: dict[str, object]) -> None:
    """What the image promises to those who run it is the same; it may set further variables."""
    for key in ("ExposedPorts", "Volumes", "StopSignal", "Labels", "OnBuild"):
        assert after.get(key) == before.get(key), key
    one, other = before["Env"], after["Env"]
    assert isinstance(one, list)
    assert isinstance(other, list)
    assert {led_elsewhere(variable) for variable in one} <= set(map(led_elsewhere, other))


def led_elsewhere(variable: str) -> str:
    """PATH without root's home, where only root looks, and without what may be instead of it."""
    name, _, value = variable.partition("=")
    if name != "PATH":
        return variable
    folders = value.split(":")
    return "PATH=" + ":".join(f for f in folders if not f.startswith(("/root/", "/opt/python/")))


def size(image: str) -> int:
    return int(str(inspect(image)["Size"]))


def check_hardened(app: App, image: str, said: str, source: bytes) -> None:
    for check in (check_user, check_locked, check_traces):
        check(app, image, said, source)


def check_user(app: App, image: str, said: str, source: bytes) -> None:
    """It is configured with a numeric user and runs as this one, and as no other."""
    assert configuration(image)["User"] == app.user
    assert answer(app, image, user=app.user) == said


def check_locked(app: App, image: str, said: str, source: bytes) -> None:
    """It does the same with nothing left to it."""
    volumes = [word for path in app.volumes for word in ("--volume", path)]
    assert answer(app, image, *LOCKED, *volumes, user=app.user) == said


def check_traces(app: App, image: str, said: str, source: bytes) -> None:
    """No power is left in the image that its base does not have already."""
    base = last_base(source)
    left = sorted(traces(image, base == "scratch") - base_traces(base))
    assert not left, left


def answer(app: App, image: str, *flags: str, user: str | None = None) -> str:
    """Run the application and return what it answers, or prints where it is no service.

    With `user`, all its processes must be this user's (uid:gid), and the files that it made.
    """
    with started(app, image, *flags) as name:
        out = app.says
        if app.http or app.stays:
            if app.says:
                until(f"no {app.says!r}", lambda: app.says in logs(name), name)
            seen = witness(app, name)
            if app.http:
                out = str(seen["answer"])
                assert str(app.http["expect"]) in out, f"{out}\n{logs(name)}"
            if user:
                check_processes(seen["processes"], user, locked="--cap-drop" in flags)
            if app.healthy:
                until("it is not healthy", lambda: '"healthy"' in health(name), name)
        else:
            until("it did not end", lambda: state(name)["Status"] == "exited", name)
            assert state(name)["ExitCode"] == 0, logs(name)
            out = docker("logs", name)
            assert app.says in out, logs(name)
        for path in app.writes:
            owner = owner_of(name, path)
            assert user is None or owner == user, f"{path} belongs to {owner}"
    return out


@contextmanager
def started(app: App, image: str, *flags: str) -> Iterator[str]:
    """The name of a running container, which is removed in the end with its volumes."""
    name = f"fixer-test-{uuid.uuid4().hex[:12]}"
    health = ["--health-interval", "1s", "--health-start-period", "0s"] if app.healthy else []
    try:
        docker("run", "-d", "--network", "none", "--name", name, *health, *flags, image, *app.run)
        yield name
    finally:
        subprocess.run(["docker", "rm", "-f", "-v", name], capture_output=True)


def until(otherwise: str, ask: Callable[[], bool], name: str) -> None:
    """Ask until it is true; fail with `otherwise` and the container's output after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not ask():
        assert time.monotonic() < end, f"{otherwise}:\n{logs(name)}"
        time.sleep(0.2)


def state(name: str) -> dict[str, object]:
    return dict(json.loads(docker("inspect", "--format", "{{json .State}}", name)))


def health(name: str) -> str:
    return json.dumps(state(name).get("Health"))


def logs(name: str) -> str:
    """Both streams."""
    done = subprocess.run(["docker", "logs", name], capture_output=True, timeout=60)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def witness(app: App, name: str) -> dict[str, object]:
    """The answer to the application's request, and its processes."""
    asked = (str(app.http.get("port", 0)), str(app.http.get("path", "/")))
    try:
        said = docker(
            *("run", "--rm", "--network", f"container:{name}", "--pid", f"container:{name}"),
            *("--entrypoint", "python3", "python:3.11-slim"),
            *("-c", WITNESS, str(PATIENCE), *asked, "WITNESS"),
        )
    except AssertionError as error:
        raise AssertionError(f"{logs(name)}\n{error}") from None  # it ended before
    return dict(json.loads(said))


def check_processes(processes: object, user: str, *, locked: bool) -> None:
    assert isinstance(processes, list)
    assert processes
    uid, _, gid = user.partition(":")
    for process in processes:
        assert process["uids"] == [int(uid)], process
        assert process["gids"] == [int(gid)], process
        assert not (locked and process["capabilities"]), process


def owner_of(name: str, path: str) -> str:
    """The uid:gid of a file in a container. Fails where it is not there."""
    copy = subprocess.Popen(["docker", "cp", f"{name}:{path}", "-"], stdout=subprocess.PIPE)
    with copy, tarfile.open(fileobj=copy.stdout, mode="r|") as archive:
        member = archive.next()
        assert member is not None, path
        return f"{member.uid}:{member.gid}"


def last_base(source: bytes) -> str:
    """The image that the last stage is built from in the end."""
    bases: dict[str, str] = {}
    base = ""
    for found in re.finditer(r"^FROM (\S+)(?: as (\S+))?$", source.decode(), re.M | re.I):
        base = bases.get(found[1], found[1])
        bases[found[2]] = base
    return base


@cache
def base_traces(base: str) -> frozenset[str]:
    return frozenset() if base == "scratch" else traces(base, False)


def traces(image: str, bare: bool) -> frozenset[str]:
    """What gives powers away in an image; a `bare` one has no shell, nor accounts."""
    if not bare:
        run = ("run", "--rm", "--network", "none", "--user", "0", "--entrypoint", "sh")
        return frozenset(docker(*run, image, "-c", TRACES).splitlines())
    name = docker("create", image, "none").strip()
    export = subprocess.Popen(["docker", "export", name], stdout=subprocess.PIPE)
    try:
        with export, tarfile.open(fileobj=export.stdout, mode="r|") as archive:
            members = [member for member in archive if member.isfile()]
    finally:
        subprocess.run(["docker", "rm", "-f", "-v", name], capture_output=True)
    assert members
    return frozenset(f"setuid /{member.name}" for member in members if member.mode & 0o6000)
