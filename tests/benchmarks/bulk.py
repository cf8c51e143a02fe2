"""A whole monorepo: time per file against hadolint and tally, a second run against the first.

    python -m tests.benchmarks.bulk FOLDER [--files 30000] [--tally]

A tree is made of copies of every file below FOLDER, each with a comment of its own. Times are wall
seconds, of processes that are run one after the other in this very run; work is done on copies.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.benchmarks.speed import FIX, lay_out, seconds, tally_accepts

#: As many files for the programs that are compared with: they take long.
SAMPLE = 300
SMALL = 300


def make(files: list[Path], count: int, folder: Path) -> None:
    """`count` files in 40 folders of teams, copies of `files` with a comment each."""
    texts = [path.read_bytes() for path in files]
    for number in range(count):
        text = texts[number % len(texts)]
        path = folder / f"team{number % 40:02}" / f"service{number // 40:04}" / "Dockerfile"
        path.parent.mkdir(parents=True)
        path.write_bytes(text + (b"" if text.endswith(b"\n") else b"\n") + b"# %d\n" % number)
    age(folder)


def age(folder: Path) -> None:
    """Have the tree be older than what a file's status tells about."""
    then = time.time() - 60
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (then, then))


class Memory(threading.Thread):
    """The most memory that a process and its children have at once, in MiB; what they share is
    counted once (PSS, from /proc)."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = 0.0

    def run(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            self.peak = max(self.peak, sum(map(_pss, _family(self.pid))) / 1024)
            time.sleep(0.5)


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            text = Path(f"/proc/{each}/task/{each}/children").read_text()
        except OSError:
            continue
        found += map(int, text.split())
    return found


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def watched(command: list[str], folder: Path, cache: Path) -> tuple[float, float]:
    """Wall seconds and peak MiB of a command in `folder`."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    memory = Memory(process.pid)
    memory.start()
    process.wait()
    spent = time.perf_counter() - start
    memory.join()
    return spent, memory.peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=30_000)
    parser.add_argument("--tally", action="store_true", help="with tally, which takes minutes")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.rglob("*") if path.is_file())
    check = [*FIX, "--check", "-q", "--offline", "-j", "2"]
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        make(files, arguments.files, root / "tree")
        cold, memory = watched(check, root / "tree", root / "cache")
        warm, warm_memory = watched(check, root / "tree", root / "cache")
        each = cold / arguments.files
        print(f"{arguments.files} files, two processes: {cold:.1f} s, {each * 1000:.2f} ms a file")
        print(f"again: {warm:.2f} s, 1/{cold / warm:.0f}")
        print(f"peak memory: {memory:.0f} MiB, again: {warm_memory:.0f} MiB")

        every = len(files) // SMALL or 1
        make(files[::every][:SMALL], SMALL, root / "small")
        rounds = [
            watched([*check, "--no-cache"], root / "small", root / "none")[0] for _ in range(3)
        ]
        make(files[::every][:SMALL], SMALL * 20, root / "same")
        many, _ = watched([*check, "--no-cache"], root / "same", root / "none")
        few = min(rounds) / SMALL
        print(
            f"a file of {SMALL}: {few * 1000:.2f} ms; the same ones twenty times: "
            f"{many / SMALL / 20 * 1000:.2f} ms"
        )

        names = lay_out(files[:: len(files) // SAMPLE or 1][:SAMPLE], root / "sample")
        read = seconds(["hadolint", "--no-fail", *names]) / len(names)
        print(f"hadolint, a file: {read * 1000:.1f} ms: {read / each:.0f} times")
        if arguments.tally:
            accepted = tally_accepts(names)
            spent = seconds(["tally", "lint", "--fix", *accepted]) / len(accepted)
            print(f"tally lint --fix, a file: {spent * 1000:.1f} ms: {spent / each:.0f} times")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
