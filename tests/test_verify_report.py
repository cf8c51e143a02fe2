"""How a verification is told, and the command that does it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fixer.cli import cli
from fixer.edit import Safety, Skip
from fixer.engine import Change
from fixer.report import verification as report
from fixer.verify import run as command
from fixer.verify.behaviour import Answer
from fixer.verify.compare import compare
from fixer.verify.process import Ran
from fixer.verify.verify import Built, Verification
from tests.test_verify_images import AFTER, BEFORE
from tests.verify.stand_in import StandIn, ran

SOURCE = "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN pip install x\n"


def verified() -> Verification:
    found = Verification("web/Dockerfile", "docker")
    found.status = "verified"
    found.changes = [Change("exec_form", 3, "why", Safety.SAFE)]
    found.dropped = [Skip(7, "dropped, for \x1b[31mred / @you <b>|", transform="apt_lists")]
    found.before, found.after = Built("a:1", 12.34, 100_000_000), Built("a:2", 3.0, 60_000_000)
    found.comparison = compare(BEFORE, AFTER)
    found.behaviour = {"http 80/": Answer("200", "status 200"), "run x": Answer("no", "no", False)}
    found.withstands = {"a read-only root": True, "no capabilities": False}
    found.builds, found.bound, found.seconds = 5, 20, 30.06
    return found


def test_the_text() -> None:
    text = report.text(verified())
    for line in (
        "web/Dockerfile: verified: 1 edit by 1 transform; 1 edit dropped",
        "  built           before in 12.3 s, after in 3.0 s; 5 builds of at most 20 with docker, "
        "30.1 s in all",
        "  size            100.0 MB → 60.0 MB (-40.0 MB, -40.0%)",
        "  user            root → 10001:10001",
        "  variable        DB_PASSWORD: … → none",
        '  command         ["sudo", "/app/run"] → ["/app/run"]',
        "  setuid, setgid  1 gone: /usr/bin/sudo (setuid)",
        "  packages        1 gone: sudo",
        "  versions        jq 1.6 → 1.7",
        "  same            http 80/: status 200",
        "  withstands      a read-only root",
        "  needs           more than no capabilities",
        "  dropped         line 7, apt_lists: dropped, for \\x1b[31mred / @you <b>|",
    ):
        assert line in text.splitlines()
    assert "run x" not in text


def test_the_json() -> None:
    one = report.as_object(verified(), b"--- a\n")
    (made,) = json.loads(report.document([one]))["verifications"]
    assert made["status"] == "verified"
    assert made["comparison"]["setuid"] == {"gone": ["/usr/bin/sudo (setuid)"], "new": []}
    assert made["comparison"]["moved"][0] == {
        "folder": "/app", "files": 2, "before": "0:0", "after": "10001:10001",
    }  # fmt: skip
    assert made["before"] == {"seconds": 12.3, "size": 100_000_000}
    assert made["withstands"] == {"a read-only root": True, "no capabilities": False}
    assert made["dropped"][0]["line"] == 7
    assert made["diff"] == "--- a\n"
    documented = report.__doc__ or ""
    assert all(key in documented for key in [*made, *made["comparison"]])
    assert report.as_object(verified(), b"\xff")["diff_base64"] == "/w=="
    assert "\\udcff" in report.error("a\udcff", "b\udcff")["error"]


def test_the_markdown_is_no_one_elses() -> None:
    text = report.markdown(verified())
    assert "| size | 100.0 MB → 60.0 MB" in text
    assert "@you" not in text
    assert "<b>" not in text
    assert "\x1b" not in text
    assert all(line.count("|") in (0, 3) for line in text.splitlines())
    assert "**dropped**" in text


# The command -------------------------------------------------------------------------------------

Verify = Callable[..., Result]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Dockerfile").write_text(SOURCE)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ".tmp"))
    return tmp_path


@pytest.fixture
def fix(here: Path, monkeypatch: pytest.MonkeyPatch) -> Verify:
    """The command line, with a builder that fails where pip keeps no cache."""

    def builds(text: bytes) -> Ran:
        return ran(1, "oh \x1b[2J no") if b"--no-cache-dir" in text else ran()

    def invoke(*arguments: str, builder: StandIn | None = None) -> Result:
        monkeypatch.setattr(command, "builder", lambda _: builder or StandIn(builds))
        return CliRunner().invoke(cli, arguments, prog_name="fix")

    return invoke


def test_what_verified_is_told_and_not_written(here: Path, fix: Verify) -> None:
    result = fix("verify", "--offline")
    assert result.exit_code == 1
    assert "1 edit dropped" in result.stdout
    assert (
        "line 3, pip_cache: dropped, for with it the build or the image fails: oh \\x1b[2J no"
        in (result.stdout)
    )
    assert (here / "Dockerfile").read_text() == SOURCE


@pytest.mark.parametrize("arguments", [("verify", "--write", "--offline"),
                                       ("--offline", "--verify", "Dockerfile")])  # fmt: skip
def test_only_what_verified_is_written(arguments: tuple[str, ...], here: Path, fix: Verify) -> None:
    result = fix(*arguments)
    assert result.exit_code == 0, result.output
    text = (here / "Dockerfile").read_text()
    assert "rm -rf /var/lib/apt/lists" in text
    assert text.endswith("RUN pip install x\n")


def test_the_report_is_written_to_a_file(here: Path, fix: Verify) -> None:
    result = fix("verify", "--offline", "--format", "json", "-o", "report.json", "--safe")
    assert (result.exit_code, result.stdout) == (1, "")
    (made,) = json.loads((here / "report.json").read_text())["verifications"]
    assert made["path"] == "Dockerfile"
    assert made["dropped"][0]["transform"] == "pip_cache"
    assert "+RUN apt-get update" in made["diff"]
    assert "no-cache-dir" not in made["diff"]
    result = fix("verify", "--offline", "--format", "markdown")
    assert result.stdout.startswith("### Dockerfile: verified")


def test_what_stands_after_two_hyphens_is_the_builders(fix: Verify) -> None:
    seen = []

    class Look(StandIn):
        def build(self, file, ignores, tag, build, **more):  # type: ignore[no-untyped-def]
            seen.append(build)
            return super().build(file, ignores, tag, build, **more)

    result = fix(
        "verify", "--offline", "--build-arg", "A=1", "--timeout", "7", "--network", "none",
        "Dockerfile", "--", "--pull", "--verify",
        builder=Look(),
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert seen[0].more == ("--pull", "--verify")
    assert (seen[0].args, seen[0].timeout, seen[0].network) == (("A=1",), 7, "none")
    assert seen[0].context == os.path.realpath(".")


def test_a_service_says_how_it_is_built(here: Path, fix: Verify) -> None:
    (here / "ctx").mkdir()
    (here / "compose.yaml").write_text(
        "services:\n"
        "  web: {build: {context: ctx, dockerfile: ../Dockerfile, target: one, args: {A: 1}}}\n"
        "  job: {build: {context: ., target: two}}\n"
    )
    (here / "Dockerfile").write_text(SOURCE.replace("12\n", "12 AS one\n", 1) + "FROM one AS two\n")
    seen = []

    class Look(StandIn):
        def build(self, file, ignores, tag, build, **more):  # type: ignore[no-untyped-def]
            seen.append(build)
            return super().build(file, ignores, tag, build, **more)

    assert fix("verify", "--offline", "--service", "web", builder=Look()).exit_code == 0
    assert (seen[0].target, seen[0].args) == ("one", ("A=1",))
    assert seen[0].context == os.path.realpath("ctx")
    result = fix("verify", "--offline", "--service", "wbe", builder=Look())
    assert result.exit_code == 2
    assert "no service or target named 'wbe' is built from it; there is web, job" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-"], "cannot be verified"),
        (["--http", "0"], "'0' is not PORT[/PATH]"),
        (["--http", "80/a b"], "as in a URL"),
        (["--run", "'"], "No closing quotation"),
        (["--builder", "kaniko"], "kaniko"),
        (["--max-builds", "1"], "--max-builds"),
        (["--diff"], "--diff"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, fix: Verify) -> None:
    result = fix("verify", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_builder_that_runs_nothing(fix: Verify) -> None:
    builder = StandIn()
    builder.runs, builder.name = False, "buildah"
    result = fix("verify", "--offline", "--run", "true", builder=builder)
    assert result.exit_code == 2
    assert "buildah runs no images" in result.stderr
    assert fix("verify", "--offline", builder=builder).exit_code == 0


def test_no_builder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    result = CliRunner().invoke(cli, ["verify"], prog_name="fix")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "nothing here can build an image: docker is not installed" in result.stderr


def test_the_original_that_does_not_build(here: Path, fix: Verify) -> None:
    builder = StandIn(lambda _: ran(1, "no"))
    result = fix("verify", "--offline", "--write", "--logs", ".", builder=builder)
    assert result.exit_code == 2
    assert "not verified: it does not build as it is" in result.stdout
    assert (here / "Dockerfile").read_text() == SOURCE
    assert [path.read_text() for path in here.glob("*.log")] == ["no\n"]


def test_one_file_that_cannot_be_read_stops_no_other(here: Path, fix: Verify) -> None:
    (here / "bad.Dockerfile").write_text("FROM x\nNOTHING\n")
    result = fix("verify", "--offline", "--format", "json", builder=StandIn())
    assert result.exit_code == 2
    made = json.loads(result.stdout)["verifications"]
    assert sorted(each["status"] for each in made) == ["error", "verified"]
    assert "bad.Dockerfile: error:" in result.stderr


def test_the_help_tells_of_it(fix: Verify) -> None:
    assert "--verify" in fix("--help").stdout
    assert "verify" in fix("--help").stdout.rpartition("Commands")[2]
    text = fix("verify", "--help").stdout
    for word in ("--builder", "--http", "--select", "--context", "--keep", "Exit codes"):
        assert word in text
