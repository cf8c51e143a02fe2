"""`.dockerignore`: what is really there goes, what a build or a program needs stays."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from fixer.config import Wanted
from fixer.deploy.unwanted import escaped
from fixer.edit import Safety
from fixer.workspace.plan import plan
from fixer.workspace.run import Outcome, run
from tests import test_builds
from tests.test_builds import docker

engine = test_builds.engine

PYTHON = """\
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir .
CMD ["python", "app.py"]
"""
NODE = """\
FROM node:22-slim
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
CMD ["node", "app.js"]
"""
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n"


def laid(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def outcomes(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    safety: Safety = Safety.HARDENING,
    mode: str = "write",
) -> list[Outcome]:
    monkeypatch.chdir(folder)
    made = plan(["."], Wanted(select=frozenset({"dockerignore"}), safety=safety, offline=True))
    found = list(run(made.jobs, mode, 1, beside=made.beside))  # type: ignore[arg-type]
    assert not [outcome.problem for outcome in found if outcome.problem]
    return [outcome for outcome in found if outcome.path.endswith("ignore")]


def said(
    folder: Path,
    files: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
    safety: Safety = Safety.HARDENING,
) -> tuple[list[str], str]:
    """The lines of the file that comes out, and the reasons for what stays."""
    laid(folder, files)
    found = outcomes(folder, monkeypatch, safety)
    path = folder / ".dockerignore"
    lines = path.read_text().splitlines() if path.exists() else []
    return lines, "\n".join(skip.reason for outcome in found for skip in outcome.skips)


def test_what_is_there_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "Dockerfile": PYTHON,
        "app.py": "print('fine')\n",
        "pkg/a.py": "",
        "pkg/__pycache__/a.cpython-312.pyc": "",
        "pkg/a.pyc": "",
        ".git/HEAD": "ref: refs/heads/main\n",
        ".env": "DB_PASSWORD=correct-horse\n",
        ".aws/credentials": "[default]\n",
        ".pytest_cache/README": "",
        ".idea/workspace.xml": "",
        ".venv/pyvenv.cfg": "home = /usr/bin\n",
        "deploy/id_ed25519": KEY,
    }
    lines, _ = said(tmp_path, files, monkeypatch)
    assert set(lines) == {
        ".git", ".env", ".aws", "deploy/id_ed25519", ".venv", "**/__pycache__",
        "**/.pytest_cache", "**/*.pyc", ".idea",
    }  # fmt: skip
    assert outcomes(tmp_path, monkeypatch)[0].changed is False


def test_what_a_build_leaves_behind_is_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"Dockerfile": PYTHON, "__pycache__/a.pyc": "", ".git/HEAD": "", "app.py": ""}
    assert said(tmp_path, files, monkeypatch, Safety.SAFE)[0] == ["**/__pycache__"]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"pyproject.toml": '[build-system]\nrequires = ["setuptools_scm"]\n'}, "pyproject.toml"),
        ({"build.rs": 'Command::new("git").args(["rev-parse", "HEAD"]);'}, "build.rs"),
        ({"vite.config.js": "execSync('git rev-parse HEAD')"}, "vite.config.js"),
        ({"v.js": "fs.readFileSync(path.join(__dirname, '.git', 'HEAD'))"}, "v.js"),
        ({"v.py": "head = Path(__file__).parent / '.git' / 'HEAD'"}, "v.py"),
        ({"my.gemspec": "s.files = `git ls-files`.split"}, "my.gemspec"),
        ({"Dockerfile": PYTHON.replace("pip install", "git describe && pip install")}, "asks git"),
        ({"Dockerfile": PYTHON.replace("RUN", "COPY .git /src/.git\nRUN")}, "names .git"),
        (
            {
                "Dockerfile": PYTHON.replace("pip install", "make"),
                "Makefile": "VERSION := $(shell git describe --tags)\n",
            },
            "Makefile",
        ),
        (
            {
                "Dockerfile": PYTHON.replace("pip install", "./build.sh && pip"),
                "build.sh": "#!/bin/sh\ngit log -1 > version\n",
            },
            "build.sh",
        ),
        (
            {"Dockerfile": PYTHON.replace("pip install", "go build -buildvcs=true")},
            "writes the revision",
        ),
    ],
)
def test_the_history_stays_where_something_asks_git(
    files: Mapping[str, str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = {"Dockerfile": PYTHON, ".git/HEAD": "", "app.py": "", "x/__pycache__/a.pyc": ""}
    lines, reasons = said(tmp_path, {**base, **files}, monkeypatch)
    assert lines == ["**/__pycache__"]
    assert ".git stays" in reasons
    assert reason in reasons


def test_in_a_large_folder_what_builds_are_told_by_is_read_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"src/a{number}.py": "x = 1\n" for number in range(700)}
    files |= {"Dockerfile": PYTHON, ".git/HEAD": "", ".env": "A=b\n"}
    lines, reasons = said(tmp_path / "a", files, monkeypatch)
    assert lines == [".git"]
    assert "there is more in the folder than is looked at" in reasons
    files["zzz/setup.cfg"] = "use_scm_version = git describe\n"
    assert said(tmp_path / "b", files, monkeypatch)[0] == []
    files["zzz/setup.cfg"] = ""
    files["Dockerfile"] = PYTHON.replace("RUN ", "RUN apt-get install -y git && ")
    lines, reasons = said(tmp_path / "c", files, monkeypatch)
    assert not lines
    assert "something may ask git" in reasons


@pytest.mark.parametrize(
    "files",
    [
        {"Makefile": "push:\n\tgit push\nversion:\n\tgit describe\n"},
        {"release.sh": "#!/bin/sh\ngit tag v1\n"},
        {"README.md": "Run `git log` to see more.\n"},
        {"package.json": '{"repository": {"type": "git", "url": "git+https://example.com/a.git"}}'},
        {"Dockerfile": PYTHON.replace("pip", "git clone https://example.com/a && cd a && git log")},
    ],
)
def test_what_only_a_person_runs_keeps_no_history(
    files: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = {"Dockerfile": PYTHON, ".git/HEAD": "", "app.py": ""}
    assert ".git" in said(tmp_path, {**base, **files}, monkeypatch)[0]


@pytest.mark.parametrize(
    "files",
    [
        {"app.py": "from dotenv import load_dotenv\nload_dotenv()\n"},
        {"requirements.txt": "python-dotenv==1.0\n"},
        {"app.js": "require('dotenv').config()\n"},
        {"package.json": '{"dependencies": {"next": "15"}}'},
        {"settings.py": "environ.Env.read_env(BASE / '.env')\n"},
        {"entrypoint.sh": "#!/bin/sh\n. ./.env\n"},
        {"composer.json": '{"require": {"laravel/framework": "^11"}}'},
        {"Dockerfile": PYTHON.replace("python", "honcho", 2)},
    ],
)
def test_settings_that_a_program_reads_stay(
    files: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = {"Dockerfile": PYTHON, ".env": "A=b\n", "app.py": ""}
    lines, reasons = said(tmp_path, {**base, **files}, monkeypatch)
    assert ".env" not in lines
    assert "against it" in reasons
    assert ".env" in said(tmp_path, {}, monkeypatch, Safety.UNSAFE)[0]


def test_variables_of_the_process_are_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "Dockerfile": NODE,
        "package.json": '{"dependencies": {"express": "5"}}',
        "app.js": "listen(process.env.PORT)\n",
        ".env": "TOKEN=abc\n",
        ".env.example": "TOKEN=\n",
    }
    assert said(tmp_path, files, monkeypatch)[0] == [".env"]


def test_packages_go_only_where_the_build_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "Dockerfile": NODE,
        "package.json": "{}",
        "app.js": "",
        "node_modules/left-pad/index.js": "",
    }
    assert said(tmp_path / "a", files, monkeypatch)[0] == ["node_modules"]
    files["Dockerfile"] = NODE.replace("RUN npm ci\n", "")
    lines, reasons = said(tmp_path / "b", files, monkeypatch)
    assert not lines
    assert "nothing in Dockerfile installs packages" in reasons
    files["Dockerfile"] = NODE.replace("npm ci", "npm ci --omit=dev").replace(
        "CMD", "RUN npm run build\nCMD"
    )
    lines, reasons = said(tmp_path / "c", files, monkeypatch)
    assert not lines
    assert "only production's packages" in reasons


def test_output_goes_only_where_the_image_builds_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "Dockerfile": NODE.replace("CMD", "RUN npm run build\nCMD"),
        "package.json": "{}",
        ".gitignore": "/dist/\n",
        "dist/app.js": "",
    }
    assert said(tmp_path / "a", files, monkeypatch)[0] == ["dist"]
    assert said(tmp_path / "b", {**files, "Dockerfile": NODE}, monkeypatch)[0] == []
    assert said(tmp_path / "c", {**files, ".gitignore": ""}, monkeypatch)[0] == []
    copies = files["Dockerfile"] + "COPY dist/app.js /srv/\n"
    lines, reasons = said(tmp_path / "d", {**files, "Dockerfile": copies}, monkeypatch)
    assert not lines
    assert "names dist/app.js" in reasons


def test_settings_of_npm_stay_for_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = "//registry.npmjs.org/:_authToken=npm_" + "a1B2" * 9 + "\n"
    files = {"Dockerfile": NODE, "package.json": "{}", ".npmrc": token}
    lines, reasons = said(tmp_path, files, monkeypatch)
    assert not lines
    assert ".npmrc stays: npm may read it" in reasons


def test_a_pattern_of_copy_names_what_it_meets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "Dockerfile": PYTHON.replace("COPY . .", "COPY . .\nCOPY .env* /settings/"),
        ".env": "A=b\n",
        "app.py": "",
    }
    assert said(tmp_path, files, monkeypatch)[0] == []


def test_compiled_python_without_its_source_is_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, reasons = said(tmp_path, {"Dockerfile": PYTHON, "app.pyc": ""}, monkeypatch)
    assert not lines
    assert "no source beside it" in reasons


def test_a_source_that_only_the_build_knows_leaves_all_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dockerfile = "FROM alpine\nARG WHAT\nCOPY . /a\nCOPY ${WHAT} /b\n"
    lines, reasons = said(tmp_path, {"Dockerfile": dockerfile, ".git/HEAD": ""}, monkeypatch)
    assert not lines
    assert "only known at the build" in reasons


def test_the_file_of_a_dockerfile_goes_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "a/Dockerfile": PYTHON,
        "a/Dockerfile.dockerignore": "docs\n",
        "a/.idea/x": "",
        "b/Dockerfile": PYTHON,
        "b/.containerignore": "docs\n",
        "b/.idea/x": "",
        "c/Dockerfile": PYTHON,
        "c/.containerignore": "docs\n",
        "c/.dockerignore": "docs\n",
        "c/.idea/x": "",
    }
    said(tmp_path, files, monkeypatch)
    assert (tmp_path / "a/Dockerfile.dockerignore").read_text() == "docs\n.idea\n"
    assert not (tmp_path / "a/.dockerignore").exists()
    assert (tmp_path / "b/.containerignore").read_text() == "docs\n.idea\n"
    assert not (tmp_path / "b/.dockerignore").exists()
    assert (tmp_path / "c/.containerignore").read_text() == "docs\n.idea\n"
    assert (tmp_path / "c/.dockerignore").read_text() == "docs\n.idea\n"


def test_the_context_may_be_a_folder_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dockerfile = "FROM python:3.12-slim\nCOPY requirements.txt /\nCOPY . /app\n"
    files = {
        ".git/HEAD": "",
        "requirements.txt": "",
        "docker/Dockerfile": dockerfile,
        "docker/.idea/x": "",
    }
    lines, _ = said(tmp_path, files, monkeypatch)
    assert lines == [".git", "docker/.idea"]
    assert not (tmp_path / "docker/.dockerignore").exists()


def test_what_may_be_built_from_the_same_folder_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        ".git/HEAD": "",
        "app.py": "",
        "Dockerfile": PYTHON,
        "docker/Dockerfile": "FROM golang:1.23\nCOPY . /src\nRUN git describe > /version\n",
    }
    lines, reasons = said(tmp_path, files, monkeypatch)
    assert ".git" not in lines
    assert "RUN asks git" in reasons


def test_names_are_written_so_that_they_mean_themselves() -> None:
    assert escaped("a/[x]*") == "a/\\[x]\\*"
    assert escaped("!a") == "\\!a"


def test_the_patch_carries_the_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid(tmp_path, {"Dockerfile": PYTHON, "app.py": "", ".idea/x": ""})
    git = ["git", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    (outcome,) = outcomes(tmp_path, monkeypatch, mode="diff")
    assert b"new file mode" in outcome.patch
    assert not (tmp_path / ".dockerignore").exists()
    subprocess.run([*git, "apply"], cwd=tmp_path, input=outcome.patch, check=True)
    assert (tmp_path / ".dockerignore").read_text() == ".git\n.idea\n"


@pytest.mark.usefixtures("engine")
def test_the_image_builds_and_lacks_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dockerfile = (
        "FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nCOPY keep/id_rsa /kept\n"
        'CMD ["python", "app.py"]\n'
    )
    files = {
        "Dockerfile": dockerfile,
        "app.py": "import os; print(sorted(os.listdir('.')))\n",
        ".git/HEAD": "",
        ".env": "PASSWORD=correct-horse\n",
        ".ssh/id_rsa": KEY,
        "keep/id_rsa": KEY,
        "__pycache__/app.pyc": "",
    }
    laid(tmp_path, files)
    tag = "fixer-test-dockerignore"

    def names() -> str:
        docker("build", "--network", "host", "-q", "-t", tag, str(tmp_path))
        return docker("run", "--rm", tag)

    try:
        assert ".env" in names()
        outcomes(tmp_path, monkeypatch)
        after = names()
    finally:
        docker("rmi", "-f", tag)
    for name in (".env", ".git", ".ssh", "__pycache__"):
        assert f"'{name}'" not in after
    assert "app.py" in after
    assert "keep" in after


def test_a_key_that_the_program_finds_by_its_ending_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"
    files = {"Dockerfile": PYTHON, "server.pem": key, "app.py": "print(1)\n"}
    assert said(tmp_path / "a", files, monkeypatch)[0] == ["server.pem"]
    files["app.py"] = "key = next(Path('.').glob('*.pem'))\n"
    lines, reasons = said(tmp_path / "b", files, monkeypatch)
    assert not lines
    assert "app.py mentions it" in reasons
