"""Results that are kept: when they count, when they do not, and that they are the same."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from fixer import engine
from fixer.config import Wanted
from fixer.workspace.cache import Cache, Recorder, same_answers
from fixer.workspace.plan import plan
from fixer.workspace.run import Mode, Outcome, run
from tests.conftest import Run

APP = b"FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install flask\nCMD python app.py\n"

Fixes = Callable[..., list[Outcome]]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tree"
    for name in ("one", "two"):
        (folder / name).mkdir(parents=True)
        (folder / name / "Dockerfile").write_bytes(APP)
        (folder / name / "app.py").write_bytes(b"print('hello')\n")
    (folder / "two" / "Dockerfile").write_bytes(b"FROM scratch\nFOO bar\n")
    age(folder)
    monkeypatch.chdir(folder)
    return folder


def age(folder: Path) -> None:
    """Have all of it be old: of what is a second old, a status says nothing."""
    then = time.time() - 60
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (then, then))


@pytest.fixture
def fixes(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fixes:
    """Runs the fixer over the tree with the cache; `fixes.count` says how often it parsed."""
    parsed: list[bytes] = []
    fix = engine.fix

    def counted(source: bytes, *arguments: object) -> engine.Result:
        parsed.append(source)
        return fix(source, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "fix", counted)

    def fixed(mode: Mode = "check", expected: int | None = None, **wanted: object) -> list[Outcome]:
        parsed.clear()
        made = plan(["."], Wanted(offline=True, **wanted))  # type: ignore[arg-type]
        cache = Cache(str(tmp_path / "kept" / "results.sqlite"))
        outcomes = list(run(made.jobs, mode, 1, cache=cache))
        assert expected is None or len(parsed) == expected
        return outcomes

    return fixed


def plain(outcomes: list[Outcome]) -> list[object]:
    return [
        (each.path, each.changed, list(each.changes), list(each.skips), each.problem, each.patch)
        for each in outcomes
    ]


@pytest.mark.parametrize("mode", ["check", "diff"])
def test_the_second_run_says_the_same_and_parses_nothing(fixes: Fixes, mode: Mode) -> None:
    first = fixes(mode, expected=2)
    assert any(each.changed for each in first)
    assert any(each.problem for each in first)
    assert plain(fixes(mode, expected=0)) == plain(first)


def test_a_check_knows_no_text_for_a_patch(fixes: Fixes, tree: Path) -> None:
    (tree / "one" / "Dockerfile").write_bytes(b"FROM debian\nRUN apt-get install -y curl\n")
    fixes("check", expected=2)
    assert b"+RUN apt-get install -y --no-install" in fixes("diff", expected=1)[0].patch


def test_what_is_to_be_written_is_fixed_anew(fixes: Fixes, tree: Path) -> None:
    fixes("check", expected=2)
    fixes("write", expected=1)
    assert b"USER 10001:10001" in (tree / "one" / "Dockerfile").read_bytes()
    assert not any(each.changed for each in fixes("write", expected=1))
    assert not any(each.changed for each in fixes("write", expected=0))


def test_another_text(fixes: Fixes, tree: Path) -> None:
    fixes()
    (tree / "one" / "Dockerfile").write_bytes(APP.replace(b"flask", b"bottle"))
    fixes(expected=1)


def test_another_text_with_the_same_time_and_size(fixes: Fixes, tree: Path) -> None:
    fixes()
    path = tree / "one" / "Dockerfile"
    before = path.stat()
    path.write_bytes(APP.replace(b"flask", b"gevent"[:5]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    fixes(expected=1)


def test_another_time_with_the_same_text(fixes: Fixes, tree: Path) -> None:
    fixes()
    for path in tree.rglob("*"):
        os.utime(path)
    fixes(expected=0)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "app.py").write_bytes(b"open('/var/x', 'w')\n"),
        lambda folder: (folder / "app.py").unlink(),
        lambda folder: (folder / ".dockerignore").write_bytes(b"*.py\n"),
        lambda folder: (folder / "requirements.txt").write_bytes(b"flask\n"),
    ],
)
def test_another_context(fixes: Fixes, tree: Path, change: Callable[[Path], object]) -> None:
    fixes()
    change(tree / "one")
    fixes(expected=1)


def test_a_file_that_comes_to_be_there(fixes: Fixes, tree: Path) -> None:
    """Nothing is kept of what is not there but its folder's status, where that was looked at."""
    folder = tree / "one" / "src"
    folder.mkdir()
    (tree / "one" / "Dockerfile").write_bytes(
        b"FROM python:3.12-slim\nCOPY src/ /app/\nCMD python /app/main.py\n"
    )
    age(tree)
    fixes(expected=2)
    fixes(expected=0)
    (folder / "main.py").write_bytes(b"open('/var/x', 'w')\n")
    fixes(expected=1)


def test_a_name_that_is_no_text(fixes: Fixes, tree: Path) -> None:
    try:
        os.rename(tree / "one", os.fsencode(tree) + b"/one\xff")
    except OSError:
        pytest.skip("the file system takes only names that are text")
    first = fixes("diff", expected=2)
    assert plain(fixes("diff", expected=0)) == plain(first)


def test_more_files_than_are_asked_about_at_once(
    fixes: Fixes, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fixer.workspace.cache._AT_ONCE", 3)
    for number in range(7):
        (tree / f"more{number}").mkdir()
        (tree / f"more{number}" / "Dockerfile").write_bytes(APP + b"# %d\n" % number)
    age(tree)
    first = fixes(expected=9)
    assert plain(fixes(expected=0)) == plain(first)


def test_a_text_that_changes_meanwhile(
    fixes: Fixes, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result belongs to the text that was read, whatever the file holds by then."""
    path = tree / "one" / "Dockerfile"
    other = APP.replace(b"flask", b"bottle")
    fix = engine.fix

    def meanwhile(source: bytes, *arguments: object) -> engine.Result:
        if source == APP:
            path.write_bytes(other)
            age(tree)
        return fix(source, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "fix", meanwhile)
    fixes("diff")
    os.utime(path)
    (again, _) = fixes("diff")
    assert b"bottle" in again.patch


def test_other_options(fixes: Fixes) -> None:
    fixes()
    fixes(expected=2, ignore=frozenset({"pip_cache"}))
    fixes(expected=0)


def test_another_fixer(fixes: Fixes, monkeypatch: pytest.MonkeyPatch) -> None:
    from fixer.workspace import cache

    fixes()
    monkeypatch.setattr(cache, "_version", lambda: b"another")
    cache._common.cache_clear()
    fixes(expected=2)
    cache._common.cache_clear()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_broken_cache_is_made_anew(fixes: Fixes, tmp_path: Path, content: bytes) -> None:
    fixes()
    for path in (tmp_path / "kept").iterdir():
        path.unlink()
    (tmp_path / "kept" / "results.sqlite").write_bytes(content)
    fixes(expected=2)
    fixes(expected=0)


def test_a_table_of_somebody_else(fixes: Fixes, tmp_path: Path) -> None:
    fixes()
    with sqlite3.connect(tmp_path / "kept" / "results.sqlite") as connection:
        connection.execute("UPDATE results SET outcome = 'x', looked = 'y'")
        connection.execute("UPDATE files SET status = 'z'")
    fixes(expected=2)


def test_no_place_for_it(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = Cache(str(tmp_path / "file" / "results.sqlite"))
    made = plan(["."], Wanted(offline=True))
    assert len(list(run(made.jobs, "check", 1, cache=cache))) == 2


def test_two_runs_at_once(tree: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "kept" / "results.sqlite")
    made = plan(["."], Wanted(offline=True))
    runs = [run(made.jobs, "check", 1, cache=Cache(path)) for _ in range(3)]
    first, *others = [list(each) for each in zip(*[list(each) for each in runs], strict=True)]
    assert all(each.path == first[0].path for each in first)
    assert others
    again = Cache(path)
    assert all(again.find(made.jobs))


def test_a_cache_that_many_make_at_once(tmp_path: Path) -> None:
    begin = threading.Barrier(8)

    def use(number: int) -> bool:
        path = str(tmp_path / str(number // 8) / "results.sqlite")
        begin.wait(30)
        cache = Cache(path)
        made = cache._connection is not None
        cache.close()
        return made

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(8 * 25)))


def test_a_cache_that_is_in_use_is_not_dropped(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fixer.workspace.cache._PATIENCE", 0.1)
    path = tmp_path / "kept" / "results.sqlite"
    made = plan(["."], Wanted(offline=True))
    list(run(made.jobs, "check", 1, cache=Cache(str(path))))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        assert len(list(run(made.jobs, "check", 1, cache=Cache(str(path))))) == 2
        connection.execute("ROLLBACK")
    again = Cache(str(path))
    assert all(again.find(made.jobs))


def test_what_a_registry_answers_counts() -> None:
    class Registry:
        tag = "sha256:1"

        def digest(self, reference: object) -> str:
            return self.tag

    registry = Registry()
    recorder = Recorder(registry)
    assert recorder.digest(("docker.io", "library/python", "3", None)) == "sha256:1"
    assert same_answers(recorder.answers, registry)
    assert not same_answers(recorder.answers, None)
    registry.tag = "sha256:2"
    assert not same_answers(recorder.answers, registry)


def test_the_command_keeps_results(tree: Path, in_folder: Run) -> None:
    for number in range(30):
        folder = tree / f"more{number}"
        folder.mkdir()
        (folder / "Dockerfile").write_bytes(APP + b"# %d\n" % number)
    age(tree)
    first = in_folder("--check")
    assert first.exit_code == 2
    cache = Path(os.environ["XDG_CACHE_HOME"], "dockerfile-fixer", "results.sqlite")
    with sqlite3.connect(cache) as connection:
        (before,) = connection.execute("SELECT count(*) FROM files").fetchone()
    assert before >= 30
    assert in_folder("--check").output == first.output
