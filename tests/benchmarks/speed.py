"""How fast `fix` is, as ratios to hadolint (which only reads) and `tally lint --fix`.

    python -m tests.benchmarks.speed FOLDER

Every file below FOLDER is taken for a Dockerfile; work is done on copies. Times are wall seconds,
of processes that are run one after the other in this very run.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SMALL = b"FROM debian:12\nRUN apt-get update && apt-get install -y curl\nCMD curl --version\n"
FIX = [str(Path(sys.executable).with_name("fix"))]


def seconds(command: list[str], cwd: Path | None = None) -> float:
    """Wall seconds of one run; its output is thrown away."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=cwd)
    return time.perf_counter() - start


def lay_out(files: list[Path], folder: Path) -> list[str]:
    """Copies as `NNNNN/Dockerfile`, a name that every tool takes."""
    names = []
    for index, path in enumerate(files):
        target = folder / f"{index:05}" / "Dockerfile"
        target.parent.mkdir(parents=True)
        shutil.copyfile(path, target)
        names.append(str(target))
    return names


def best(command: list[str], times: int = 3) -> float:
    return min(seconds(command) for _ in range(times))


def peak(command: list[str]) -> float:
    """Peak resident MiB of a command and what it starts."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True)
    return int(done.stdout) / 1024


def tally_accepts(names: list[str]) -> list[str]:
    """The files on which tally does not stop with an error; one such file ends its whole run."""
    accepted: list[str] = []
    pending = [names]
    while pending:
        part = pending.pop()
        command = ["tally", "lint", "--no-config", *part]
        done = subprocess.run(command, capture_output=True, text=True)
        if not any(line.startswith("Error: ") for line in done.stderr.splitlines()):
            accepted += part
        elif len(part) > 1:
            half = len(part) // 2
            pending += [part[:half], part[half:]]
    return sorted(accepted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tally", action="store_true", help="with tally, which takes minutes")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.folder.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        names = lay_out(files, root / "once")
        diff = [*FIX, "--diff", "--offline", "--no-cache", "-j", "1"]

        small = root / "small" / "Dockerfile"
        small.parent.mkdir()
        small.write_bytes(SMALL)
        rounds = [
            (seconds([*FIX, "--diff", "--offline", str(small)]), seconds(["hadolint", str(small)]))
            for _ in range(15)
        ]
        ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(
            f"cold start, one file: fix {ours:.3f} s, hadolint {theirs:.3f} s: {ours / theirs:.2f}"
        )

        once = best([*diff, str(root / "once")])
        read = seconds(["hadolint", "--no-fail", *names])
        print(f"{len(names)} files: fix {once:.2f} s, hadolint {read:.2f} s: 1/{read / once:.1f}")

        lay_out(files + files, root / "twice")
        twice = best([*diff, str(root / "twice")])
        print(f"twice the files: {twice / once:.2f} times the time")

        block = b"RUN apt-get update && apt-get install -y curl && pip install flask\n# note\n"
        sizes = []
        for half in (1, 2):
            long = root / f"long{half}" / "Dockerfile"
            long.parent.mkdir()
            long.write_bytes(b"FROM debian:12\n" + block * (half * 500_000 // len(block)))
            sizes.append(best([*diff, str(long)]))
        half, full = sizes
        print(f"one file of 0.5 MB {half:.2f} s, of 1 MB {full:.2f} s: {full / half:.2f} times")

        print(f"peak memory over all files: {peak([*diff, str(root / 'once')]):.0f} MiB")
        if arguments.tally:
            lay_out(files, root / "tally")
            tally_names = tally_accepts(
                [str(p) for p in sorted((root / "tally").rglob("Dockerfile"))]
            )
            part = seconds([*diff, *tally_names])
            start = time.perf_counter()
            subprocess.run(
                ["tally", "lint", "--fix", *tally_names], capture_output=True, check=False
            )
            spent = time.perf_counter() - start
            count = len(tally_names)
            print(f"{count} files: fix {part:.2f} s, tally {spent:.2f} s: 1/{spent / part:.1f}")
            cold = statistics.median(
                seconds(["tally", "lint", "--fix", str(small)]) for _ in range(5)
            )
            print(f"cold start, one file: tally {cold:.2f} s: 1/{cold / ours:.1f}")
    print(f"own user time {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s in all")


if __name__ == "__main__":
    main()
