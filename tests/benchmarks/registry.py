"""How long it takes to learn 200 digests, beside `skopeo inspect` on the same registry.

    python -m tests.benchmarks.registry ADDRESS [COMMAND…]

ADDRESS is a registry on this machine that takes images from anybody; what is pushed is deleted
again. COMMAND is how skopeo is called, with anything that it needs in front (`chroot FOLDER
skopeo`). Ours is one process without an earlier run's answers: as a whole, which the bar is for,
and in brackets the time of asking, without the interpreter's start. skopeo is one process for each
reference, four side by side: as it is called by hand, and with `--no-tags`, which spares it the
list of the repository's tags.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

from tests.registry.images import delete, image, index, push

COUNT = 200
REPOSITORIES = 20
BAR = 0.1

OURS = """
import sys
import time

from fixer.dockerfile.reference import parse_reference
from fixer.registry import Registry, Settings

references = [parse_reference(line) for line in sys.stdin.read().split()]
started = time.perf_counter()
with Registry(Settings(use_cache=False)) as registry:
    registry.prefetch(references)
    print(time.perf_counter() - started)
    for reference in references:
        print(registry.digest(reference).digest)
"""


def ours(names: list[str]) -> tuple[list[str], float]:
    """The digests, and the seconds without those of the process's start."""
    done = subprocess.run(
        [sys.executable, "-c", OURS], input="\n".join(names), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    asking, *digests = done.stdout.split()
    return digests, float(asking)


def skopeos(names: list[str], command: list[str], *more: str) -> list[str]:
    def inspect(name: str) -> str:
        arguments = ["inspect", "--tls-verify=false", *more, "--format", "{{.Digest}}"]
        done = subprocess.run(
            [*command, *arguments, f"docker://{name}"], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(inspect, names))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    parser.add_argument("-n", "--rounds", type=int, default=5)
    options = parser.parse_args()
    url = f"http://{options.address}"
    base = f"fixer-tests/{uuid.uuid4().hex}"
    names, pushed = [], {}
    for number in range(COUNT):
        repository = f"{base}/{number % REPOSITORIES}"
        each = index(
            {"linux/amd64": image({"User": str(number)}), "linux/arm64": image({}, "linux/arm64")}
        )
        push(url, repository, [str(number)], each)
        name = f"{options.address}/{repository}:{number}"
        names.append(name)
        pushed[name] = repository, each.digest
    expected = [digest for _, digest in pushed.values()]
    command = options.command or ["skopeo"]
    ratios = []
    try:
        for _ in range(options.rounds):
            started = time.perf_counter()
            found, asking = ours(names)
            whole = time.perf_counter() - started
            assert found == expected
            started = time.perf_counter()
            assert skopeos(names, command) == expected
            by_hand = time.perf_counter() - started
            started = time.perf_counter()
            assert skopeos(names, command, "--no-tags") == expected
            bare = time.perf_counter() - started
            ratios.append(whole / by_hand)
            print(
                f"ours {whole:.2f} s ({asking:.2f} s); skopeo {by_hand:.2f} s, without tags "
                f"{bare:.2f} s; ours is 1/{by_hand / whole:.1f} (1/{by_hand / asking:.1f}), "
                f"1/{bare / whole:.1f} (1/{bare / asking:.1f}) of those"
            )
    finally:
        for repository, digest in pushed.values():
            delete(url, repository, [digest])
    ratio = statistics.median(ratios)
    verdict = "good" if ratio <= BAR else "MISSED"
    print(f"median 1/{1 / ratio:.1f}, wanted 1/{1 / BAR:.0f}: {verdict}")


if __name__ == "__main__":
    main()
