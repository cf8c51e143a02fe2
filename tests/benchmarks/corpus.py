"""What `fix` does to a folder of Dockerfiles, judged by BuildKit's parser, hadolint and ShellCheck.

    python -m tests.benchmarks.corpus FOLDER

Every file below FOLDER is taken for a Dockerfile. Nothing in FOLDER is changed.
"""

from __future__ import annotations

import argparse
import difflib
import json
import shutil
import statistics
import subprocess
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dockerfile

from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import DockerfileError
from fixer.edit import Safety
from fixer.engine import Options, Result, fix

#: hadolint's checks that a transform answers, and the share that may be left by default.
BARS = {
    **dict.fromkeys(
        "DL3014 DL3019 DL3020 DL3027 DL3030 DL3032 DL3034 DL3036 DL3038 DL3040 DL3042 DL3060 "
        "DL4000".split(),
        0.05,
    ),
    "DL3009": 0.10,
    "DL3015": 0.20,
}


def accepted(source: bytes) -> bool:
    """Whether BuildKit's parser takes a Dockerfile."""
    try:
        dockerfile.parse_string(source.decode())
    except (UnicodeDecodeError, dockerfile.GoParseError):
        return False
    return True


def touched(before: bytes, after: bytes) -> int:
    """How many lines a reviewer has to look at."""
    matcher = difflib.SequenceMatcher(None, before.split(b"\n"), after.split(b"\n"), False)
    return sum(
        max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    )


def hadolint(sources: list[bytes], folder: Path) -> list[list[tuple[str, int]]]:
    """(code, line) of everything that hadolint names, for each source."""
    rows: list[list[tuple[str, int]]] = [[] for _ in sources]
    names = []
    for index, source in enumerate(sources):
        name = folder / f"{index}.Dockerfile"
        name.write_bytes(source)
        names.append(str(name))
    half = (len(names) + 1) // 2

    def run(part: list[str]) -> str:
        command = ["hadolint", "--no-fail", "--format", "json", *part]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    with ThreadPoolExecutor(2) as pool:
        for output in pool.map(run, (names[:half], names[half:])):
            for row in json.loads(output or "[]"):
                rows[int(Path(row["file"]).stem)].append((row["code"], row["line"]))
    return rows


def shell_errors(source: bytes) -> list[Counter[int]]:
    """ShellCheck's errors for each RUN in shell form, in order."""
    bodies = []
    document = Document(source)
    for stage in document.stages:
        for instruction in stage.run_instructions:
            if instruction.exec_form is None and stage.state(instruction).posix:
                parts = instruction.script.parts
                bodies.append(parts[0].mask.lstrip() if parts else b"")
    out = []
    for body in bodies:
        command = ["shellcheck", "-s", "sh", "-S", "error", "-f", "json", "-"]
        found = subprocess.run(command, input=body, capture_output=True).stdout
        out.append(Counter(row["code"] for row in json.loads(found or b"[]")))
    return out


def report(files: list[Path], level: Safety) -> None:
    options = Options(offline=True, safety=level)
    befores = [path.read_bytes() for path in files]
    results: list[Result] = [fix(source, options) for source in befores]
    afters = [result.after for result in results]
    changed = [index for index, result in enumerate(results) if result.changed]
    problems = Counter(r.problem.reason for r in results if r.problem)
    print(f"level {level.name}: {len(files)} files, {len(changed)} changed")
    for reason, count in problems.most_common():
        print(f"  not done: {count} times {reason}")
    broken = [i for i in changed if accepted(befores[i]) and not accepted(afters[i])]
    print(f"refused after, accepted before: {len(broken)}", *(files[i] for i in broken))
    again = [i for i in changed if fix(afters[i], options).after != afters[i]]
    print(f"changed by a second run: {len(again)}", *(files[i] for i in again))
    lines = [touched(befores[i], afters[i]) for i in changed]
    print(f"lines touched in a changed file: median {statistics.median(lines)}, max {max(lines)}")
    print("edits:", dict(Counter(c.transform for r in results for c in r.changes).most_common()))

    new_errors = 0
    with ThreadPoolExecutor(2) as pool:
        one = list(pool.map(shell_errors, (befores[i] for i in changed)))
        two = list(pool.map(shell_errors, (afters[i] for i in changed)))
    for index, before, after in zip(changed, one, two, strict=True):
        worse = sum(after, Counter()) - sum(before, Counter())
        if worse:
            new_errors += 1
            print("  new ShellCheck error", files[index], dict(worse))
    print(f"files with a new ShellCheck error: {new_errors}")

    with tempfile.TemporaryDirectory() as name:
        old = hadolint(befores, Path(name))
        new = hadolint(afters, Path(name))
    appeared: Counter[str] = Counter()
    for index, (before, after) in enumerate(zip(old, new, strict=True)):
        for code in {code for code, _ in after} - {code for code, _ in before}:
            appeared[code] += 1
            print("  new hadolint code", code, files[index])
    print("hadolint codes that are new in a file:", dict(appeared) or 0)
    print("code     before  after   left  skipped with a reason")
    for code, bar in BARS.items():
        count = sum(row[0] == code for rows in old for row in rows)
        left = sum(row[0] == code for rows in new for row in rows)
        reasoned = sum(
            any(row[0] == code for row in rows) and bool(result.skips)
            for rows, result in zip(new, results, strict=True)
        )
        share = left / count if count else 0.0
        verdict = "" if share <= bar else f"  above the bar of {bar:.0%}"
        print(f"{code}  {count:6}  {left:5}  {share:5.1%}  {reasoned} files{verdict}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unsafe", action="store_true", help="apply everything")
    arguments = parser.parse_args()
    for program in ("hadolint", "shellcheck"):
        if shutil.which(program) is None:
            parser.error(f"{program} is not installed: pip install -e '.[test]'")
    files = sorted(path for path in arguments.folder.rglob("*") if path.is_file())
    readable = []
    for path in files:
        try:
            Document(path.read_bytes())
            readable.append(path)
        except DockerfileError as error:
            print(f"{path}:{error.line or 1}: {error.reason}")
    report(readable, Safety.UNSAFE if arguments.unsafe else Safety.HARDENING)


if __name__ == "__main__":
    main()
