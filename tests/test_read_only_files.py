"""Files that the process reads and root owns: what is taken back, and what a real image then is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixer.edit import Safety
from fixer.engine import Options, Result, fix
from tests.test_builds import build, docker, engine, tag  # noqa: F401 (fixtures)
from tests.test_layers_builds import HERE
from tests.test_verify_builds import fix as fix_verify

FILE = """FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 {} ./
USER 10001:10001
CMD ["python", "main.py"]
"""


def taken_back(folder: Path, sources: str, files: dict[str, int]) -> Result:
    """FILE's `sources`, fixed where the context holds `files` of these modes."""
    for name, mode in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("print('hello')\n")
        path.chmod(mode)
    return fix(
        FILE.format(sources).encode(),
        Options(
            select=frozenset(["read_only_files"]),
            context=folder,
            offline=True,
            safety=Safety.HARDENING,
        ),
    )


def test_what_all_may_read(tmp_path: Path) -> None:
    result = taken_back(tmp_path, ".", {"main.py": 0o644, "lib/run.sh": 0o755})
    assert b"COPY . ./\n" in result.after


@pytest.mark.parametrize(("mode", "wanted"), [(0o600, b"640"), (0o700, b"750"), (0o640, b"640")])
def test_a_file_that_is_closed_stays_so(tmp_path: Path, mode: int, wanted: bytes) -> None:
    result = taken_back(tmp_path, "main.py", {"main.py": mode})
    assert b"COPY --chown=0:10001 --chmod=" + wanted + b" main.py ./\n" in result.after
    assert fix(result.after, Options(context=tmp_path, offline=True)).after == result.after


@pytest.mark.parametrize("mode", [0o600, 0o750])
def test_a_closed_file_among_others(tmp_path: Path, mode: int) -> None:
    result = taken_back(tmp_path, ".", {"main.py": 0o644, "lib/key.pem": mode})
    assert not result.changed
    assert ["closed to others" in skip.reason for skip in result.skips] == [True]


def test_a_closed_folder(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib").chmod(0o750)
    result = taken_back(tmp_path, ".", {"main.py": 0o644, "lib/run.sh": 0o755})
    assert not result.changed


@pytest.mark.parametrize(
    ("run", "level"),
    [("pip install flask", Safety.HARDENING), ("openssl genrsa -out key.pem", Safety.UNSAFE)],
)
def test_what_the_build_makes_may_be_closed(tmp_path: Path, run: str, level: Safety) -> None:
    (tmp_path / "main.py").write_text("print('hello')\n")
    source = (
        f"FROM python:3.12-slim\nWORKDIR /app\nCOPY main.py ./\nRUN {run}\n"
        "RUN chown -R 10001 /app\nUSER 10001\nCMD python main.py\n"
    )
    options = Options(
        select=frozenset(["read_only_files"]), context=tmp_path, offline=True, safety=Safety.UNSAFE
    )
    (change,) = fix(source.encode(), options).changes
    assert change.safety is level


@pytest.mark.parametrize("chown", ["", "--chown=10001:10001 "])
def test_an_image_whose_process_cannot_change_its_code(tag: str, chown: str) -> None:  # noqa: F811
    """As it is and with a user already, together with `nonroot_user` and by itself."""
    folder = HERE / "keeps_uploads"
    source = (folder / "Dockerfile").read_bytes()
    options = Options(extend_select=frozenset(["read_only_files"]), context=folder, offline=True)
    if chown:
        first = fix(source, options._replace(extend_select=frozenset()))
        assert chown.encode() in first.after
        source = first.after
    result = fix(source, options)
    assert "read_only_files" in {change.transform for change in result.changes}
    assert fix(result.after, options).after == result.after
    assert fix(result.after, options._replace(extend_select=frozenset())).after == result.after

    config = build(f"{tag}:after", result.after, folder)["Config"]
    assert isinstance(config, dict)
    assert config["User"] == "10001:10001"
    attempts = ("echo >> server.py", "rm greeting.py", "touch new.py", "mv server.py x")
    tries = "".join(f"sh -c '{each}' 2>/dev/null && echo '{each}'; " for each in attempts)
    # the engine may lose what a container says that ends at once
    script = f"{tries}touch uploads/x && ls uploads; sleep 0.5"
    said = docker("run", "--rm", "--network", "none", f"{tag}:after", "sh", "-c", script)
    assert said.split() == ["x"]


@pytest.mark.usefixtures("engine")
def test_it_answers_as_before() -> None:
    done = fix_verify(
        "--network", "host", "--extend-select", "read_only_files", "--http", "8091",
        "--format", "json", str(HERE / "keeps_uploads" / "Dockerfile"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    (made,) = json.loads(done.stdout)["verifications"]
    assert made["status"] == "verified"
    assert made["behaviour"] == {"http 8091/": "status 200"}
    assert "read_only_files" in {each["transform"] for each in made["changes"]}
    assert made["dropped"] == []
