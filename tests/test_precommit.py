"""The hooks, the action and the pipeline template, run by those for whom they are made."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import fixer
from tests.conftest import ROOT

BEFORE = b"FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"
BIN = Path(sys.executable).parent


def git(*arguments: str, cwd: Path) -> str:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=cwd, check=True, capture_output=True, text=True
    )
    return done.stdout


def loaded(name: str) -> Any:
    return YAML(typ="safe").load((ROOT / name).read_text())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of this checkout's files, as a hook's `repo:` names one."""
    made = tmp_path_factory.mktemp("hooks") / "source"
    shutil.copytree(
        ROOT,
        made,
        ignore=shutil.ignore_patterns(
            ".*_cache",
            ".git",
            ".venv",
            ".hypothesis",
            "*.egg-info",
            "__pycache__",
            "tests",
            "build",
        ),
    )
    git("init", "-q", cwd=made)
    git("add", "-A", "-f", cwd=made)
    git("commit", "-q", "-m", "all", cwd=made)
    return made


def test_the_hooks(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed by pre-commit from a clone, in an environment of their own, and run on commits."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    git("init", "-q", cwd=work)
    rev = git("rev-parse", "HEAD", cwd=source).strip()
    config: dict[str, Any] = {
        "repos": [
            {
                "repo": str(source),
                "rev": rev,
                "hooks": [{"id": "fix-dockerfile-check"}, {"id": "fix-dockerfile"}],
            }
        ]
    }
    (work / ".pre-commit-config.yaml").write_text(json.dumps(config))
    (work / "sub").mkdir()
    (work / "sub" / "web.Dockerfile").write_bytes(BEFORE)
    (work / "Dockerfile.txt").write_bytes(b"FROM scratch\n")
    (work / "notes.md").write_bytes(BEFORE)
    git("add", "-A", cwd=work)

    def hook(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", name, "--all-files", "--verbose"]
        return subprocess.run(command, cwd=work, capture_output=True, text=True)

    checked = hook("fix-dockerfile-check")
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "+RUN apt-get update && apt-get install -y --no-install-recommends" in checked.stdout
    assert "files were modified" not in checked.stdout
    assert "exit code: 1" in checked.stdout
    assert (work / "sub" / "web.Dockerfile").read_bytes() == BEFORE

    fixed = hook("fix-dockerfile")
    assert fixed.returncode == 1, fixed.stdout + fixed.stderr
    assert "files were modified by this hook" in fixed.stdout
    assert (work / "sub" / "web.Dockerfile").read_bytes() == fixer.fix_text(
        BEFORE, offline=True
    ).after
    assert (work / "notes.md").read_bytes() == BEFORE

    git("add", "-A", cwd=work)
    for name in ("fix-dockerfile", "fix-dockerfile-check"):
        again = hook(name)
        assert again.returncode == 0, again.stdout + again.stderr
        assert "Passed" in again.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--builtin-schema", "vendor.github-actions", "action.yml"],
        ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci",
         ".gitlab/dockerfile-fixer.yml"],
    ],
)  # fmt: skip
def test_the_schemas_of_the_forges(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def step(name: str) -> Any:
    (found,) = (each for each in loaded("action.yml")["runs"]["steps"] if each["name"] == name)
    return found


def test_no_input_stands_in_a_script() -> None:
    """A value that others chose would be run there."""
    for each in loaded("action.yml")["runs"]["steps"]:
        assert "${{" not in each["run"]
        for value in each.get("env", {}).values():
            assert value.startswith("${{ inputs.")


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of a runner, where `fix` is installed as the action's first step does."""
    programs = tmp_path / "temp" / "dockerfile-fixer" / "bin"
    programs.mkdir(parents=True)
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path / "temp"))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    fix = programs / "fix"
    fix.write_text(
        f"#!{sys.executable}\nimport sys\nfrom fixer.start import main\n"
        "if sys.argv[1:2] == ['pr']: print(sys.argv[1:])\nelse: main()\n"
    )
    fix.chmod(0o755)
    work = tmp_path / "work"
    (work / "a").mkdir(parents=True)
    (work / "a" / "Dockerfile").write_bytes(BEFORE)
    (work / "Dockerfile").write_bytes(BEFORE)
    git("init", "-q", cwd=work)
    monkeypatch.chdir(work)
    return work


def act(name: str, **variables: str) -> subprocess.CompletedProcess[str]:
    found = step(name)
    assert set(found["env"]) >= set(variables)
    given = {**dict.fromkeys(found["env"], ""), **variables}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found["run"]],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
    )


def test_the_action_checks(runner: Path) -> None:
    done = act("Check", FIXER_PATHS=".", FIXER_SARIF="out.sarif", FIXER_ARGS="--safe")
    assert done.returncode == 1, done.stderr
    assert "::notice file=a/Dockerfile,line=2,title=fix%3A apt_lists::" in done.stdout
    assert "no_install_recommends" not in done.stdout  # --safe
    assert json.loads((runner / "out.sarif").read_text())["version"] == "2.1.0"
    assert "`apt_lists`" in (runner.parent / "summary.md").read_text()
    only = act("Check", FIXER_PATHS="a")
    assert "file=a/Dockerfile" in only.stdout
    assert "file=Dockerfile" not in only.stdout
    (runner / "a" / "Dockerfile").write_bytes(b"FROM scratch\n")
    assert act("Check", FIXER_PATHS="a").returncode == 0
    (runner / "a" / "Dockerfile").write_bytes(b"FRM x\n")
    assert act("Check", FIXER_PATHS="a", FIXER_SARIF="s").returncode == 2


def test_the_action_opens_a_pull_request(runner: Path) -> None:
    done = act(
        "Open a pull request", FIXER_PATHS="a b", FIXER_ARGS="--label *", FIXER_AUTHOR="N <m>"
    )
    assert (
        done.stdout
        == str(["pr", "--author", "N <m>", "--path", "a", "--path", "b", "--label", "*"]) + "\n"
    )
    whole = act("Open a pull request", FIXER_PATHS=".", FIXER_AUTHOR="N <m>")
    assert "--path" not in whole.stdout


def test_what_the_action_and_the_template_call_is_there() -> None:
    from fixer.cli import cli

    pr = cli.commands["pr"].make_context("pr", [], resilient_parsing=True).command
    flags = {flag for each in pr.params for flag in each.opts}
    assert {"--author", "--path"} <= flags
    (line,) = loaded(".gitlab/dockerfile-fixer.yml")["dockerfile-fixer:merge-request"]["script"]
    assert line.startswith("fix pr --author ")


def test_the_action_refuses_another_mode(runner: Path) -> None:
    assert act("Refuse another mode", FIXER_MODE="x").returncode == 2


def test_the_action_installs(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path))
    monkeypatch.setenv("GITHUB_ACTION_PATH", str(source))
    monkeypatch.setenv("PIP_NO_DEPS", "1")  # what it needs is installed for the hooks above
    found = step("Install fix")
    subprocess.run(["bash", "-eo", "pipefail", "-c", found["run"]], check=True)
    assert (tmp_path / "dockerfile-fixer" / "bin" / "fix").is_file()


def test_the_template_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its script, as a runner runs it: line by line in one shell that ends at an error."""
    template = loaded(".gitlab/dockerfile-fixer.yml")
    job = template["dockerfile-fixer:check"]
    programs = tmp_path / "bin"
    programs.mkdir()
    fix = programs / "fix"
    fix.write_text(f"#!{sys.executable}\nfrom fixer.start import main\nmain()\n")
    fix.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    for name, value in template["variables"].items():
        monkeypatch.setenv(name, value)
    work = tmp_path / "work"
    work.mkdir()
    git("init", "-q", cwd=work)
    (work / "Dockerfile").write_bytes(BEFORE)
    script = "\n".join(job["script"])
    done = subprocess.run(["sh", "-ec", script], cwd=work, capture_output=True, text=True)
    assert done.returncode == 1, done.stderr
    assert "+RUN apt-get" in done.stdout
    reports = job["artifacts"]["reports"]
    assert json.loads((work / reports["codequality"]).read_text())
    assert "<testsuites" in (work / reports["junit"]).read_text()
    (work / "Dockerfile").write_bytes(b"FROM scratch\n")
    done = subprocess.run(["sh", "-ec", script], cwd=work, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
