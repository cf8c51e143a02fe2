"""Where the real Dockerfiles are, and how hypothesis runs."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parent.parent

# The same examples on every run: a failure is never somebody else's luck.
settings.register_profile(
    "fixer",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("fixer")

# What runs in the background of a shell is born deaf to an interrupt, and so are its children.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No test asks a registry of the world: one that wants an answer says so, and gives the registry.
os.environ["FIXER_OFFLINE"] = "1"

# Nothing that a test keeps is met by another run, or by whoever runs them.
os.environ["XDG_CACHE_HOME"] = _cache = tempfile.mkdtemp(prefix="fixer-tests-")
atexit.register(shutil.rmtree, _cache, ignore_errors=True)


@dataclass(frozen=True)
class Folder:
    """Dockerfiles that lie together: a repository of the corpus, or a transform's cases."""

    path: Path

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """The name and the bytes of each."""
        return [
            (str(path.relative_to(self.path.parent)), path.read_bytes())
            for path in sorted(self.path.iterdir())
            if path.is_file() and (self.path.parent != ROOT / "cases" or is_case(path))
        ]


def is_case(path: Path) -> bool:
    return path.name.endswith("Dockerfile")


def corpus() -> Path:
    """The folder of real files: what FIXER_CORPUS names, or else the repository's neighbour."""
    named = os.environ.get("FIXER_CORPUS")
    if named:
        if not Path(named, "dockerfiles").is_dir():
            raise pytest.UsageError(f"FIXER_CORPUS: {named} holds no folder named dockerfiles")
        return Path(named)
    return ROOT.parent / "shared" / "corpus"


def _folders() -> list[object]:
    """Every folder of Dockerfiles; a skip says so where the corpus is not there."""
    cases = sorted({path.parent for path in (ROOT / "cases").glob("*/*.Dockerfile")})
    out: list[object] = [pytest.param(Folder(path), id=f"cases-{path.name}") for path in cases]
    real = corpus() / "dockerfiles"
    if real.is_dir():
        repositories = sorted(path for path in real.iterdir() if path.is_dir())
        out += [pytest.param(Folder(path), id=path.name) for path in repositories]
    else:
        missing = pytest.mark.skip(reason=f"no corpus of real files at {real}")
        out.append(pytest.param(None, id="corpus", marks=missing))
    return out


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "folder" in metafunc.fixturenames:
        metafunc.parametrize("folder", _folders())


Run = Callable[..., "Result"]


@pytest.fixture
def run(here: Path, in_folder: Run) -> Run:
    """The command `fix` in the folder that a module's own fixture `here` makes."""
    return in_folder


@pytest.fixture
def in_folder() -> Run:
    """The command `fix` in the current folder."""
    from click.testing import CliRunner

    from fixer import cli

    def invoke(*arguments: str, text: bytes | None = None) -> Result:
        return CliRunner().invoke(cli.cli, arguments, input=text)

    return invoke
