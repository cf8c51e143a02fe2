"""What `fix verify` concludes, with a builder that builds nothing."""

from __future__ import annotations

import http.server
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from fixer import engine
from fixer.catalog import Transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import add_command_after
from fixer.edit import Edit, Safety, Skip, edit
from fixer.engine import Options
from fixer.verify.behaviour import Answer, Asked, Behaviour
from fixer.verify.blame import Found, OutOfTries, blame
from fixer.verify.builders import Build, Buildah, Builder, Docker, Podman, builder, dockerfile
from fixer.verify.process import KEPT, Failed, Ran, call, stream, undisturbed
from fixer.verify.verify import Verification, Wanted, verify
from fixer.workspace.run import Job, Outcome, fix_source
from tests.verify.stand_in import StandIn, ran, recorded

SOURCE = b"FROM debian:12\n" + b"".join(b"RUN make %d\n" % number for number in range(1, 5))

# What is to blame --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad", [set(), {0}, {7}, {3}, {2, 5}, {0, 7}, {6, 7}, set(range(8))], ids=str
)
def test_the_guilty_are_dropped_and_nobody_else(bad: set[int]) -> None:
    tried = []

    def passes(kept: tuple[int, ...]) -> bool:
        tried.append(kept)
        return not bad & set(kept)

    found = blame(range(8), passes)
    assert set(found.guilty) == bad
    assert found.kept == tuple(each for each in range(8) if each not in bad)
    assert found.untried == ()
    assert len(tried) <= 1 + 4 * len(bad)


def test_two_that_only_fail_together() -> None:
    found = blame("abcdef", lambda kept: not {"b", "e"} <= set(kept))
    assert found == Found(tuple("abcdf"), ("e",), ())


def test_the_bound_leaves_what_passed() -> None:
    tries = iter(range(3))

    def passes(kept: tuple[int, ...]) -> bool:
        if next(tries, None) is None:
            raise OutOfTries
        return 6 not in kept

    found = blame(range(8), passes)  # 0-7, 0-3, 0-5, and no more
    assert found == Found((0, 1, 2, 3, 4, 5), (), (6, 7))


# A way through -----------------------------------------------------------------------------------


def appends(word: str) -> Callable[[Document], Iterator[Edit | Skip]]:
    """A transform that has every RUN end in a command of this name."""

    def rewrite(document: Document) -> Iterator[Edit | Skip]:
        for run in document.instructions[1:]:
            commands = run.script.commands
            if all(command.name != word for command in commands):
                added = add_command_after(commands[-1], word, at_end=True)
                yield edit(added, why=f"{word} is good", safety=Safety.SAFE)

    return rewrite


@pytest.fixture
def transforms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four transforms, each with an edit in each of the four RUN instructions."""
    names = ("alpha", "beta", "gamma", "delta")
    found = {name: Transform(name, (), "Doc.", appends(name), True) for name in names}
    monkeypatch.setattr(engine, "transforms", lambda: found)


def run(
    builder: Builder, tmp_path: Path, *commands: str, source: bytes = SOURCE, **wanted: object
) -> Verification:
    path = tmp_path / "Dockerfile"
    path.write_bytes(source)

    def fixer(options: Options) -> tuple[Outcome, bytes]:
        return fix_source(source, Job(str(path), options), "check")

    asked = Asked(tuple(tuple(command.split()) for command in commands))
    logs = tmp_path / "logs"
    logs.mkdir(exist_ok=True)
    options = {"build": Build(str(tmp_path)), "asked": asked, "logs": str(logs), **wanted}
    return verify(
        str(path), source, Options(), fixer, builder, Wanted(**options)  # type: ignore[arg-type]
    )  # fmt: skip


def fails_with(*words: bytes) -> Callable[[bytes], Ran]:
    """A build that fails where one of the lines is in the Dockerfile, or each word of one is."""

    def builds(text: bytes) -> Ran:
        for line in text.splitlines():
            if any(all(part in line for part in word.split()) for word in words):
                return recorded("buildx-failed.txt")
        return ran()

    return builds


def assert_nothing_left(builder: StandIn, tmp_path: Path) -> None:
    assert set(builder.images) <= set(builder.removed)
    assert builder.containers == builder.gone
    assert not (tmp_path / "Dockerfile").read_bytes().count(b"alpha")


@pytest.mark.usefixtures("transforms")
def test_a_patch_that_holds(tmp_path: Path) -> None:
    stand_in = StandIn()
    found = run(stand_in, tmp_path, "true")
    assert found.status == "verified"
    assert found.text.count(b"delta") == 4
    assert (found.builds, len(found.changes), found.dropped) == (2, 16, [])
    assert found.withstands == dict.fromkeys(
        ("a read-only root", "no capabilities", "no new privileges"), True
    )
    assert found.before
    assert found.after
    assert (found.before.size, found.after.size) == (len(SOURCE), len(found.text))
    assert not list((tmp_path / "logs").iterdir())
    assert_nothing_left(stand_in, tmp_path)


def test_nothing_to_change_builds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "transforms", dict)
    stand_in = StandIn()
    assert run(stand_in, tmp_path).status == "unchanged"
    assert stand_in.texts == []


@pytest.mark.usefixtures("transforms")
def test_one_edit_is_to_blame(tmp_path: Path) -> None:
    stand_in = StandIn(fails_with(b"make 3 gamma"))
    found = run(stand_in, tmp_path)
    assert found.status == "verified"
    assert [(skip.transform, skip.line) for skip in found.dropped] == [("gamma", 4)]
    assert "oops / ERROR: failed to solve" in found.dropped[0].reason
    assert found.dropped[0] in found.skips
    assert found.text.count(b"gamma") == 3
    assert found.text.count(b"alpha") == found.text.count(b"delta") == 4
    assert found.builds <= 12
    assert stand_in.texts[0] == SOURCE
    assert len(set(stand_in.texts)) == len(stand_in.texts) - sum(stand_in.fresh)
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
def test_edits_of_several_transforms_are_to_blame(tmp_path: Path) -> None:
    stand_in = StandIn(fails_with(b"make 1 alpha", b"make 4 alpha", b"make 2 delta"))
    found = run(stand_in, tmp_path, builds=40)
    dropped = [(skip.transform, skip.line) for skip in found.dropped]
    assert sorted(dropped) == [("alpha", 2), ("alpha", 5), ("delta", 3)]
    assert found.text.count(b"alpha") == 2
    assert found.text.count(b"delta") == 3
    assert found.text.count(b"beta") == found.text.count(b"gamma") == 4


@pytest.mark.usefixtures("transforms")
def test_what_runs_otherwise_is_to_blame(tmp_path: Path) -> None:
    stand_in = StandIn(
        runs_as=lambda text, _: ran(1, "bye") if b"beta" in text.splitlines()[2] else ran(0, "hi")
    )
    found = run(stand_in, tmp_path, "tool --version")
    assert [(skip.transform, skip.line) for skip in found.dropped] == [("beta", 3)]
    assert (
        "run tool --version: exit code 1, bye; before: exit code 0, hi" in found.dropped[0].reason
    )
    assert found.text.count(b"beta") == 3
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
def test_the_bound_on_builds_holds(tmp_path: Path) -> None:
    stand_in = StandIn(fails_with(b"make 3 gamma"))
    found = run(stand_in, tmp_path, builds=4)
    assert found.builds == len(stand_in.texts) == 4
    assert found.status == "verified"
    assert b"gamma" not in found.text
    assert found.text.count(b"alpha") == 4
    reasons = {skip.transform: skip.reason for skip in found.dropped}
    assert "the bound on builds" in reasons["gamma"]
    assert not fails_with(b"make 3 gamma")(found.text).code


@pytest.mark.usefixtures("transforms")
def test_nothing_of_it_holds(tmp_path: Path) -> None:
    stand_in = StandIn(lambda text: ran(int(text != SOURCE), "no"))
    found = run(stand_in, tmp_path, builds=60)
    assert found.status == "not_verified"
    assert found.text == SOURCE
    assert found.changes == ()
    assert found.reasons == ("no",)


@pytest.mark.usefixtures("transforms")
def test_the_original_does_not_build(tmp_path: Path) -> None:
    stand_in = StandIn(lambda _: recorded("buildx-failed.txt"))
    found = run(stand_in, tmp_path)
    assert found.status == "before_fails"
    assert found.builds == 1
    assert found.reasons[0] == "oops"
    assert found.reasons[-1].startswith("ERROR: failed to solve")
    (log,) = found.logs
    assert Path(log).stat().st_mode & 0o777 == 0o600
    assert "[3/3] RUN" in Path(log).read_text()


@pytest.mark.usefixtures("transforms")
def test_the_original_builds_from_the_cache_only(tmp_path: Path) -> None:
    """A package that is gone by now is no fault of the patch."""
    seen: list[bytes] = []

    def builds(text: bytes) -> Ran:
        seen.append(text)
        return ran(0, "#4 CACHED") if len(seen) == 1 else ran(1, "404 Not Found")

    stand_in = StandIn(builds)
    found = run(stand_in, tmp_path)
    assert found.status == "before_fails"
    assert found.reasons == ("404 Not Found",)
    assert found.notes == ["it builds only with what the cache still holds"]
    assert (seen[2], stand_in.fresh) == (SOURCE, [False, False, True])


@pytest.mark.usefixtures("transforms")
def test_a_full_disk_is_nobodys_fault(tmp_path: Path) -> None:
    full = ran(1, "write /var/lib/x: no space left on device", "ERROR: failed")
    stand_in = StandIn(lambda text: full if b"alpha" in text else ran())
    with pytest.raises(Failed, match="no room is left"):
        run(stand_in, tmp_path)
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
def test_an_engine_that_dies_half_way(tmp_path: Path) -> None:
    stand_in = StandIn(lambda text: ran(1, "error reading from server: EOF") if b"alpha" in text
                       else ran())  # fmt: skip
    stand_in.missing = lambda: "docker has no engine to talk to"  # type: ignore[method-assign]
    with pytest.raises(Failed, match="the build ended early: docker has no engine"):
        run(stand_in, tmp_path)
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
def test_a_build_that_hangs_is_a_failure_of_the_patch(tmp_path: Path) -> None:
    stand_in = StandIn(lambda text: ran(None, "waiting") if b"gamma" in text else ran())
    found = run(stand_in, tmp_path)
    assert {skip.transform for skip in found.dropped} == {"gamma"}
    assert "does not end within 3600 s" in found.dropped[0].reason


@pytest.mark.usefixtures("transforms")
def test_an_output_that_is_another_each_time_is_not_compared(tmp_path: Path) -> None:
    times = iter(range(100))
    found = run(StandIn(runs_as=lambda *_: ran(0, f"time {next(times)}")), tmp_path, "date")
    assert found.status == "verified"
    assert found.dropped == []


@pytest.mark.usefixtures("transforms")
def test_each_power_is_told_apart(tmp_path: Path) -> None:
    stand_in = StandIn(runs_as=lambda _, flags: ran(int("--read-only" in flags)))
    found = run(stand_in, tmp_path, "write")
    assert found.withstands == {
        "a read-only root": False, "no capabilities": True, "no new privileges": True,
    }  # fmt: skip


@pytest.mark.usefixtures("transforms")
def test_what_does_not_work_before_proves_nothing(tmp_path: Path) -> None:
    found = run(StandIn(runs_as=lambda *_: ran(None)), tmp_path, "sleep 1000")
    assert found.withstands is None
    assert found.notes == [
        "run sleep 1000, before: it does not end within 60 s; so it says nothing of the patch"
    ]


@pytest.mark.usefixtures("transforms")
def test_a_runtime_that_cannot_run_is_told(tmp_path: Path) -> None:
    stand_in = StandIn(runs_as=lambda *_: ran(125, "docker: invalid flag"))
    with pytest.raises(Failed, match="docker: invalid flag"):
        run(stand_in, tmp_path, "true")
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
def test_a_container_that_an_engine_failed_to_start_is_started_again(tmp_path: Path) -> None:
    answers = iter([ran(125, "docker: failed to create task for container: timed out")])
    stand_in = StandIn(runs_as=lambda *_: next(answers, ran()))
    assert run(stand_in, tmp_path, "true").status == "verified"
    assert stand_in.containers[0] == stand_in.containers[1]
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
def test_a_build_that_the_machine_kept_from_its_end_is_tried_once_more(tmp_path: Path) -> None:
    hindered = ran(
        1,
        "runc run failed: unable to start container process: waiting for init preliminary setup: "
        "read init-p: connection reset by peer",
    )
    answers = iter([hindered])
    stand_in = StandIn(lambda _: next(answers, ran()))
    assert run(stand_in, tmp_path).status == "verified"
    assert stand_in.texts[0] == stand_in.texts[1] == SOURCE
    assert_nothing_left(stand_in, tmp_path)

    stand_in = StandIn(lambda _: hindered)
    assert run(stand_in, tmp_path).status == "before_fails"
    assert len(stand_in.texts) == 2


@pytest.mark.usefixtures("transforms")
@pytest.mark.parametrize("path", ["var/lib/rpm/Packages", "usr/lib/sysimage/rpm/Packages.db"])
def test_an_older_database_of_rpm_is_read_by_rpm(path: str, tmp_path: Path) -> None:
    def runs(text: bytes, flags: Sequence[str]) -> Ran:
        if "--entrypoint=rpm" not in flags:
            return ran()
        assert {"--network=none", "--user=0"} <= set(flags)
        return ran(0, "bash 5.1-8", "zlib 2-1" if b"alpha" in text else "sudo 1.9-3", "")

    stand_in = StandIn(runs_as=runs, paths=[path])
    found = run(stand_in, tmp_path)
    assert found.comparison
    assert found.comparison.packages == (("sudo",), ("zlib",))
    assert found.notes == []
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
@pytest.mark.parametrize("answer", [ran(127, "rpm: not found"), ran(None), ran(0, "x" * KEPT)])
def test_a_database_of_packages_that_nobody_reads_is_named(answer: Ran, tmp_path: Path) -> None:
    stand_in = StandIn(runs_as=lambda *_: answer, paths=["var/lib/rpm/Packages"])
    found = run(stand_in, tmp_path)
    assert found.status == "verified"
    assert found.notes == [
        "packages of rpm's are not compared: /var/lib/rpm/Packages is in an older form, and the "
        "image's own rpm does not tell"
    ]
    assert_nothing_left(stand_in, tmp_path)


@pytest.mark.usefixtures("transforms")
def test_images_are_kept_where_they_are_to_be(tmp_path: Path) -> None:
    stand_in = StandIn(fails_with(b"make 3 gamma"))
    found = run(stand_in, tmp_path, keep=True)
    assert len(found.kept) == 2
    assert not set(found.kept) & set(stand_in.removed)
    assert set(stand_in.images) - set(found.kept) <= set(stand_in.removed)
    assert stand_in.images[found.kept[0]] == SOURCE
    assert stand_in.images[found.kept[1]] == found.text


@pytest.mark.usefixtures("transforms")
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_leaves_nothing(error: type[BaseException], tmp_path: Path) -> None:
    def interrupted(text: bytes, flags: Sequence[str]) -> Ran:
        raise error

    stand_in = StandIn(runs_as=interrupted)
    with pytest.raises(error):
        run(stand_in, tmp_path, "true", keep=True)
    assert stand_in.images
    assert_nothing_left(stand_in, tmp_path)


# Leaving edits out -------------------------------------------------------------------------------


@pytest.mark.usefixtures("transforms")
def test_an_edit_is_left_out_by_its_first_line() -> None:
    result = engine.fix(SOURCE, Options(without=(("beta", 4, "it fails"), ("gamma", 2, "so"))))
    lines = result.after.splitlines()
    assert [b"beta" in line for line in lines] == [False, True, True, False, True]
    assert [b"gamma" in line for line in lines] == [False, False, True, True, True]
    assert Skip(4, "it fails", transform="beta") in result.skips
    assert Skip(2, "so", transform="gamma") in result.skips


# Builders ----------------------------------------------------------------------------------------


def test_the_lines_that_say_why() -> None:
    failed = recorded("buildx-failed.txt")
    said = Docker().reason(failed)
    assert said[0] == "oops"
    assert said[1].startswith("ERROR: failed to solve: process")
    assert len(said) == 2
    assert Docker().cached(failed)
    assert not Docker().cached(ran(0, "#4 DONE 0.0s"))
    podman = recorded("podman-failed.txt")
    assert Podman().reason(podman)[-2:] == (
        "oops", 'Error: building at STEP "RUN echo oops; false": while running runtime: '
        "exit status 1",
    )  # fmt: skip
    assert Podman().cached(podman)


def test_only_a_builds_own_steps_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    monkeypatch.setattr(Podman, "_removed", lambda _, image: bool(gone.append(image)) or True)
    Podman().forget([recorded("podman-failed.txt")])
    assert gone == ["d1613e71242"]


@pytest.mark.parametrize("kind", [Docker, Podman, Buildah])
def test_what_is_asked_goes_to_the_builder(
    kind: type[Builder], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []

    def record(arguments: Sequence[str], **_: object) -> Ran:
        asked.append(arguments)
        return ran()

    monkeypatch.setattr("fixer.verify.builders.call", record)
    build = Build(
        "/context", "stage", ("A=1; rm -rf /", "B"), ("id=s,src=f",), ("default",), "linux/arm64",
        "none", ("other=/o",), ("--pull",),
    )  # fmt: skip
    kind().build("/tmp/x/Dockerfile", "/tmp/x/ignore", "t:1", build, fresh=True)
    (words,) = asked
    for word in (
        "--target=stage", "--build-arg=A=1; rm -rf /", "--build-arg=B", "--secret=id=s,src=f",
        "--ssh=default", "--platform=linux/arm64", "--network=none", "--build-context=other=/o",
        "--pull", "--no-cache", "--tag=t:1", "--file=/tmp/x/Dockerfile",
    ):  # fmt: skip
        assert word in words
    assert words[-1] == "/context"
    assert ("--ignorefile=/tmp/x/ignore" in words) == (kind is not Docker)


def test_no_builder_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Failed) as caught:
        builder()
    assert str(caught.value) == (
        "nothing here can build an image: docker is not installed; podman is not installed; "
        "buildah is not installed"
    )
    with pytest.raises(Failed, match=r"^nothing here can build an image: podman is not installed$"):
        builder("podman")


def test_a_dockerfile_keeps_its_name_and_its_ignore_file(tmp_path: Path) -> None:
    (tmp_path / "web.Dockerfile.dockerignore").write_text("node_modules\n")
    with dockerfile(b"FROM x\n", str(tmp_path / "web.Dockerfile")) as (path, ignores):
        assert Path(path).name == "web.Dockerfile"
        assert Path(path).read_bytes() == b"FROM x\n"
        assert ignores == f"{path}.dockerignore"
        assert Path(ignores).read_text() == "node_modules\n"
    assert not Path(path).parent.exists()


# Requests ----------------------------------------------------------------------------------------


class Service(StandIn):
    """A service that answers on a port of this machine, where the container's is published."""

    at = 0
    pid = 0
    started: Sequence[str] = ()

    def start(self, name: str, image: str, flags: Sequence[str]) -> Ran:
        self.containers.append(name)
        self.started = flags
        return ran()

    def port(self, name: str, port: int) -> int:
        return self.at

    def process(self, name: str) -> tuple[int, str]:
        return self.pid, "0123456789ab"

    def state(self, name: str) -> dict[str, object]:
        return {"Running": True}

    def logs(self, name: str) -> Ran:
        return ran(0, "last words")


class Answers(http.server.BaseHTTPRequestHandler):
    statuses: ClassVar[list[int]] = []

    def do_GET(self) -> None:
        self.send_response(self.statuses.pop(0) if self.statuses else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made = Service()
    made.at = server.server_port
    yield made
    server.shutdown()
    server.server_close()
    Answers.statuses.clear()


def asks(service: Service, **more: object) -> Behaviour:
    asked = Asked(requests=((80, "/x"),), patience=2, **more)  # type: ignore[arg-type]
    return Behaviour(service, asked, has_health=False)


@pytest.mark.parametrize("root", [True, False])
def test_an_engine_elsewhere_publishes_the_port(
    root: bool, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fixer.verify.request.may_enter", lambda: root)
    answers = asks(service).answers("i")
    assert answers == {"http 80/x": Answer("200", "status 200")}
    assert service.started == ["--publish=127.0.0.1::80"]
    assert service.containers == service.gone or set(service.containers) == set(service.gone)


def test_a_status_while_it_starts_is_waited_out(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fixer.verify.request.may_enter", lambda: False)
    Answers.statuses[:] = [503, 404]
    assert asks(service).answers("i")["http 80/x"].value == "404"
    Answers.statuses[:] = [404, 503, 301]
    like = {"http 80/x": Answer("301", "")}
    assert asks(service).answers("i", (), like)["http 80/x"].value == "301"
    Answers.statuses[:] = [500] * 1000
    assert asks(service).answers("i")["http 80/x"].value == "500"


def test_no_answer_is_told_with_the_last_words(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fixer.verify.request.may_enter", lambda: False)
    service.at = 1
    found = asks(service).answers("i")["http 80/x"]
    assert found == Answer("none", "no answer; it runs, its last line: last words", False)


def test_a_port_that_is_taken_is_no_answer(service: Service) -> None:
    taken = Behaviour(service, Asked(requests=((service.at, "/"),), network="host"), False)
    with pytest.raises(Failed, match="is taken"):
        taken.answers("i")


# Processes ---------------------------------------------------------------------------------------


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_both_streams_and_the_code_are_kept() -> None:
    lines: list[str] = []
    done = call(
        python("import sys; print('out'); sys.stderr.write('err'); sys.exit(3)"),
        timeout=30, line=lines.append,
    )  # fmt: skip
    assert (done.code, done.out, done.err) == (3, b"out\n", b"err")
    assert sorted(lines) == sorted(done.lines) == ["err", "out"]


def test_lines_that_are_looked_for_are_kept() -> None:
    code = "print('#4 CACHED'); [print('line', n) for n in range(1000)]"
    done = call(python(code), timeout=30, marks=Docker._marks)
    assert done.marks == ("#4 CACHED",)
    assert Docker().cached(done)
    assert done.lines[-1] == "line 999"
    assert "#4 CACHED" not in done.lines


def test_an_endless_output_is_bounded(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        done = call(
            python("import sys; sys.stdout.write('x' * 5_000_000)"),
            timeout=30, log=log, log_limit=1000,
        )  # fmt: skip
    assert len(done.out) == KEPT
    assert (tmp_path / "log").stat().st_size == 1000
    other = call(python("import sys; sys.stdout.write('x' * 4_999_999 + 'y')"), timeout=30)
    assert other.out == done.out
    assert other.digest != done.digest


def test_time_is_up(tmp_path: Path) -> None:
    """A program that does not listen, and its child, are ended."""
    mark = tmp_path / "child"
    code = (
        "import signal, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(mark)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    start = time.monotonic()
    done = call(python(code), timeout=1.5)
    assert done.code is None
    assert time.monotonic() - start < 15
    pid = int(mark.read_text())
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            break
        if state == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child is still there")


def test_what_cannot_be_started_is_told() -> None:
    with pytest.raises(Failed, match="nothing-of-this-name cannot be started"):
        call(["nothing-of-this-name"], timeout=5)


def test_a_stream_that_fails_is_told() -> None:
    code = "import sys; sys.stderr.write('no such image'); sys.exit(1)"
    with pytest.raises(Failed, match="no such image"), stream(python(code), timeout=5) as out:
        assert out.read() == b""
    with stream(python("print('yes')"), timeout=5) as out:
        assert out.read() == b"yes\n"


def test_an_interrupt_waits_for_the_end() -> None:
    done = []

    def clean_up() -> None:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            done.append(True)

    with pytest.raises(KeyboardInterrupt):
        clean_up()
    assert done == [True]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    thread = threading.Thread(target=lambda: undisturbed().__enter__())
    thread.start()
    thread.join()
