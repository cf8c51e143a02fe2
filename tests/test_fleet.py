"""`fix fleet`, on local clusters of two workers."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import distributed
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests
from click.testing import CliRunner

from fixer import Result, __version__, fix_text
from fixer.cli import cli
from fixer.config import Config, Wanted
from fixer.fleet import rows as fleet_rows
from fixer.fleet.plan import FleetError, chunks
from fixer.fleet.run import cluster as own_cluster
from fixer.fleet.run import planned, run
from fixer.fleet.work import WORK
from fixer.patch import unified
from fixer.workspace.run import Job, fix_source
from tests.conftest import ROOT

#: In seconds: far more than anything here takes.
_PATIENCE = 120


def texts(number: int) -> list[tuple[str, bytes]]:
    """The names and the texts of so many cases."""
    found = sorted((ROOT / "cases").glob("*/*.Dockerfile"))
    return [(str(path.relative_to(ROOT)), path.read_bytes()) for path in found[:number]]


def write(path: Path, pairs: list[tuple[str, bytes]], **more: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = {"path": [name for name, _ in pairs], "text": pa.array([t for _, t in pairs])}
    pq.write_table(pa.table(table), path, **more)
    return path


def read(output: Path) -> list[dict[str, Any]]:
    """The rows of all parts, in order, as any reader of data sets sees them."""
    rows: list[dict[str, Any]] = []
    for path in sorted(output.glob("*.parquet")):
        rows += pq.read_table(path).to_pylist()
    return rows


def fleet(*arguments: object, code: int = 0) -> str:
    """What the command says; without --address it starts a cluster of its own."""
    handler = signal.getsignal(signal.SIGTERM)
    try:
        done = CliRunner().invoke(cli, ["fleet", *map(str, arguments)])
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert done.exit_code == code, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


def is_as_on_one_machine(row: dict[str, Any], path: str, text: bytes) -> bool:
    result: Result = fix_text(text)
    after, patch = result.after, unified(path, text, result.after)
    made = row["text_bytes"] if row["text"] is None else row["text"].encode()
    return (
        (row["path"], row["version"]) == (path, __version__)
        and made == after
        and (row["patch_bytes"] if row["patch"] is None else row["patch"].encode()) == patch
        and row["changed"] == result.changed
        and [(e["transform"], e["line"], e["why"], e["safety"]) for e in row["edits"]]
        == [(c.transform, c.line, c.why, c.safety.name.lower()) for c in result.changes]
        and [(s["transform"], s["line"], s["reason"], s["fails"]) for s in row["skips"]]
        == [(s.transform, s.line, s.reason, s.fails) for s in result.skips]
        and row["problem"] == (result.problem.reason if result.problem else None)
        and row["problem_line"] == (result.problem.line if result.problem else None)
    )


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    os.environ["PYTHONSAFEPATH"] = "1"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0",
    ) as made:  # fmt: skip
        yield made


def test_rows_are_as_on_one_machine_and_a_second_run_makes_what_is_missing(
    tmp_path: Path, cluster: Any
) -> None:
    pairs = [
        *texts(60),
        ("bad", b"FROM debian:12\nFORM x\n"),
        ("bytes", b"FROM debian:12\nLABEL a=\xff\nRUN pip install x\n"),
        ("crlf", b"FROM debian:12\r\nRUN pip install x"),
        ("empty", b""),
        ("large", b"# " + b"x" * 5_000_000),
    ]
    source, output = write(tmp_path / "in.parquet", pairs, row_group_size=40), tmp_path / "out"
    there = ("-o", output, "--address", cluster.scheduler_address, "--rows", 16)
    said = fleet(source, *there)
    assert f"{len(pairs)} rows: " in said
    assert "5 parts made, 0 there already" in said
    rows = read(output)
    assert [row["path"] for row in rows] == [name for name, _ in pairs]
    for row, (name, text) in list(zip(rows, pairs, strict=True))[:-1]:
        assert is_as_on_one_machine(row, name, text), name
    assert rows[-1]["problem"] == "it has 5,000,002 bytes; a Dockerfile may have 5,000,000"
    assert rows[-4]["text"] is None

    first, *_ = sorted(output.glob("*.parquet"))
    kept = {path: path.stat().st_mtime_ns for path in output.glob("*.parquet") if path != first}
    whole = first.read_bytes()
    first.unlink()
    said = fleet(source, *there)
    assert "1 parts made, 4 there already" in said
    assert f"{len(pairs)} rows: " in said
    assert read(output) == rows
    assert first.read_bytes() == whole
    assert {path: path.stat().st_mtime_ns for path in kept} == kept

    # Other options make other parts; half a part is none; another input is none of its business.
    said = fleet(source, *there, "--ignore", "pip_cache")
    assert "5 parts made, 0 there already" in said
    assert len(list(output.glob("*.parquet"))) == 5
    assert not any(e["transform"] == "pip_cache" for row in read(output) for e in row["edits"])
    other = write(tmp_path / "other.parquet", pairs[:1])
    assert "is no part of this input" in fleet(other, *there, code=2)
    first, *_ = sorted(output.glob("*.parquet"))
    first.write_bytes(first.read_bytes()[:100])
    assert "is no part of this input" in fleet(source, *there, code=2)


def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path, cluster: Any) -> None:
    pairs = texts(400)
    source, output = write(tmp_path / "in.parquet", pairs), tmp_path / "out"
    killed: list[int] = []

    def kill() -> None:
        """End the first worker that has noted that it is at a row."""
        end = time.monotonic() + _PATIENCE
        while not killed and time.monotonic() < end:
            for note in (output / WORK).glob("*.at"):
                pid = int(note.name.split(".")[-2].split("-")[0])
                try:
                    if int(note.read_text() or -1) < 5:
                        continue
                    os.kill(pid, signal.SIGKILL)
                except (OSError, ValueError):
                    continue
                killed.append(pid)
                return
            time.sleep(0.001)

    thread = threading.Thread(target=kill)
    thread.start()
    said = fleet(source, "-o", output, "--address", cluster.scheduler_address, "--rows", 100)
    thread.join()
    assert killed
    assert "400 rows: " in said
    assert "4 parts made" in said
    rows = read(output)
    assert len(rows) == 400
    for row, (name, text) in zip(rows, pairs, strict=True):
        assert is_as_on_one_machine(row, name, text), name
    assert not (output / WORK).exists()


class Poison(distributed.WorkerPlugin):
    """In every worker, a text with a certain word ends the process."""

    def setup(self, worker: Any) -> None:
        from fixer import engine

        fix = engine.fix

        def poisoned(source: bytes, *more: Any) -> Any:
            if b"poison" in source:
                os.kill(os.getpid(), signal.SIGKILL)
            return fix(source, *more)

        self.fix, engine.fix = fix, poisoned

    def teardown(self, worker: Any) -> None:
        from fixer import engine

        engine.fix = self.fix


def test_a_row_that_ends_its_workers_becomes_a_problem(tmp_path: Path, cluster: Any) -> None:
    pairs = texts(8)
    pairs[2] = ("bad", b"FROM debian:12\n# poison\n")
    source, output = write(tmp_path / "in.parquet", pairs), tmp_path / "out"
    with distributed.Client(cluster) as client:
        client.register_plugin(Poison(), name="poison")
        with planned(str(source), str(output), Wanted(offline=True), 4) as plan:
            assert [done.failure for done in run(client, plan)] == ["", ""]
        client.unregister_worker_plugin("poison")
    rows = read(output)
    assert rows[2]["problem"] == "a defect of fix: it ended 3 workers"
    assert rows[2]["text"].encode() == pairs[2][1]
    for row, (name, text) in zip(rows, pairs, strict=True):
        assert name == "bad" or is_as_on_one_machine(row, name, text)


def git(folder: Path, *arguments: str) -> None:
    names = {f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER")
             for what in ("NAME", "EMAIL")}  # fmt: skip
    subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True,
        env={**os.environ, **names},
    )  # fmt: skip


def test_a_list_of_repositories(tmp_path: Path, cluster: Any) -> None:
    docker = 'FROM python:3.12\nWORKDIR app\nCOPY . .\nRUN pip install x\nCMD ["python", "a.py"]\n'
    one = tmp_path / "one"
    (one / "sub").mkdir(parents=True)
    for path, text in {
        "Dockerfile": docker,
        "sub/Dockerfile": docker,
        "sub/.fixer.toml": 'ignore = ["pip_cache"]\n',
        "a.py": "print('x')\n",
        "compose.yaml": "services:\n  web:\n    build: .\n",
        ".gitattributes": "* filter=evil\n",
    }.items():
        (one / path).write_text(text)
    git(one, "init", "-q")
    git(one, "add", "-A")
    git(one, "commit", "-q", "-m", "x")
    # What a repository configures for itself is not run for others.
    git(one, "config", "filter.evil.smudge", f"touch {tmp_path}/ran")
    (one / ".git" / "hooks" / "post-checkout").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    (one / ".git" / "hooks" / "post-checkout").chmod(0o755)
    (one / "uncommitted.Dockerfile").write_text(docker)
    listed, output = tmp_path / "list.txt", tmp_path / "out"
    missing = "https://user:secret@127.0.0.1:1/a/b"
    listed.write_text(f"# mine\n{one}\n\n{one.as_uri()}\n{missing}\next::touch {tmp_path}/ran\n")
    there = ("-o", output, "--address", cluster.scheduler_address)
    said = fleet(listed, *there, code=2)
    assert "4 parts made" in said
    assert "2 repositories not to be had" in said
    assert not (tmp_path / "ran").exists()
    assert b"secret" not in b"".join(path.read_bytes() for path in output.glob("*.parquet"))
    assert not any("secret" in str(row) for row in read(output))

    (one / "uncommitted.Dockerfile").unlink()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "fixer", "-q", "--offline", "."],
        cwd=one, check=True, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0
    rows = read(output)
    mine = [row for row in rows if row["repository"] == str(one)]
    assert {"Dockerfile", "sub/Dockerfile", "compose.yaml"} <= {row["path"] for row in mine}
    for row in mine:
        assert row["text"] == (one / row["path"]).read_text(), row["path"]
        assert row["id"] == f"{one}:{row['path']}"
        assert str(tmp_path) not in str(row["skips"]) + str(row["edits"])
    changed = {row["path"]: {e["transform"] for e in row["edits"]} for row in mine}
    assert "pip_cache" in changed["Dockerfile"]
    assert "pip_cache" not in changed["sub/Dockerfile"]
    git(one, "config", "--unset", "filter.evil.smudge")
    git(one, "checkout", "-q", ".")
    git(one, "clean", "-q", "-f", "-d")
    for row in mine:
        if row["changed"]:
            subprocess.run(
                ["git", "-C", one, "apply"], input=row["patch"].encode(), check=True
            )  # fmt: skip
            assert (one / row["path"]).read_text() == row["text"]

    # Those that could not be had are tried again, and the others are not; nor if they move.
    listed.write_text(f"{missing}\n{one.as_uri()}\n{one}\n")
    said = fleet(listed, *there, code=2)
    assert "1 parts made, 2 there already" in said
    assert next(iter(read(output)))["repository"] == "https://…@127.0.0.1:1/a/b"


def test_columns_of_many_kinds(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "of" / "it"
    folder.mkdir(parents=True)
    text = "FROM debian:12\nRUN pip install x\n"
    invalid = pa.Array.from_buffers(  # says that it is UTF-8, and is not
        pa.string(),
        2,
        [None, pa.py_buffer(b"\0\0\0\0\x02\0\0\0\x03\0\0\0"), pa.py_buffer(b"#\xffx")],
    )
    columns: dict[str, dict[str, Any]] = {
        "a": {"id": [7, 8], "text": pa.array([text, None]).dictionary_encode()},
        "b": {"text": pa.array([text] * 2, pa.large_string()), "extra": [1, 2]},
        "c": {"path": ["compose.yaml", "x.yaml"], "text": ["services: {}\n", "a: 1\n"]},
        "d": {"repository": ["r", None], "text": invalid},
    }
    for name, table in columns.items():
        pq.write_table(pa.table(table), folder / f"{name}.parquet")
    (folder / "_metadata.parquet").write_bytes(b"passed over")
    output = tmp_path / "out"
    fleet(tmp_path / "in", "-o", output, "--workers", 2)
    rows = read(output)
    fixed = fix_text(text).after.decode()
    assert [row["id"] for row in rows[:4]] == ["7", "8", "of/it/b.parquet#0", "of/it/b.parquet#1"]
    assert [row["text"] for row in rows[:4]] == [fixed, "", fixed, fixed]
    assert rows[1]["problem"] == "there is no text"
    assert [row["problem"] for row in rows[4:6]] == [None, "it is no file that fix knows"]
    assert [row["repository"] for row in rows[6:]] == ["r", None]
    assert (rows[6]["text"], rows[6]["text_bytes"]) == (None, b"#\xff")
    assert pq.read_schema(next(output.glob("*.parquet"))).equals(fleet_rows.SCHEMA)


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    out = str(tmp_path / "out")

    def reason(source: Path, output: str = out) -> str:
        with pytest.raises(FleetError) as caught, planned(str(source), output, Wanted(), 10):
            pass
        return str(caught.value)

    def put(name: str, content: bytes | pa.Table) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content) if isinstance(content, bytes) else pq.write_table(content, path)
        return path

    assert "names no repository" in reason(put("list", b"\n# x\n"))
    assert "neither a Parquet file nor a list" in reason(put("list2", b"\xff\xfe"))
    assert "no Parquet file that can be read" in reason(put("cut", b"PAR1\0\0\0\0"))
    assert "has no column named text, but a" in reason(put("a.parquet", pa.table({"a": [1]})))
    assert "holds int64" in reason(put("b.parquet", pa.table({"text": [1]})))
    assert "no Parquet file (*.parquet)" in reason(put("none/x", b"").parent)
    good = put("d/good.parquet", pa.table({"text": ["FROM a"] * 3}))
    assert "cannot lie in the input" in reason(good.parent, str(good.parent / "out"))
    with planned(str(good), out, Wanted(), 10) as plan:
        assert [(chunk.start, chunk.rows) for chunk in plan.todo] == [(0, 3)]
        assert "another run writes" in reason(good)
    cut = [(each.start, each.rows) for each in chunks(str(good), Wanted(), 2)]
    assert cut == [(0, 2), (2, 1)]
    said = fleet(good, "-o", out, "--address", "tcp://127.0.0.1:1", "--workers", 2, code=2)
    assert "--workers is for this machine" in said


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


def listening() -> set[Any]:
    """Where this process and its children listen."""
    me = psutil.Process()
    return {
        each.laddr
        for process in [me, *me.children(recursive=True)]
        for each in process.net_connections("inet")
        if each.status == psutil.CONN_LISTEN
    }


def test_nobody_else_can_connect_to_the_cluster_of_this_machine() -> None:
    before = listening()
    with own_cluster(1, None) as client:
        addresses = listening() - before
        scheduler = client.scheduler.address
        assert scheduler.startswith("tls://127.0.0.1:")
        assert {address.ip for address in addresses} == {"127.0.0.1"}
        host, port = scheduler.removeprefix("tls://").split(":")
        stranger = ssl.create_default_context()
        stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection((host, int(port)), timeout=10) as plain,
            pytest.raises(ssl.SSLError, match="certificate"),
        ):
            stranger.wrap_socket(plain).recv(1)
        for address in addresses:
            assert not answers(f"http://127.0.0.1:{address.port}/info/main/workers.html")


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pyarrow'] = None\n")
    done = subprocess.run(
        [sys.executable, "-m", "fixer", "fleet", str(tmp_path), "-o", str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'dockerfile-fixer[fleet]'" in done.stderr


def test_a_text_that_lies_nowhere_is_fixed_as_the_command_fixes_it() -> None:
    from fixer.fleet.work import fixed

    options = Config().options("", Wanted(offline=True))
    for name, text in texts(20):
        after, outcome = fixed(name, text, options)
        wanted, wanted_after = fix_source(text, Job("", options), "check")
        assert (after, outcome) == (wanted_after, wanted)
