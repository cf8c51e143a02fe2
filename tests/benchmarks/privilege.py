"""How many images run as a numeric user of their own after `fix`, and why the others do not.

    python -m tests.benchmarks.privilege FOLDER

Every file below FOLDER is taken for a Dockerfile. Counted are the last stages with a CMD or
ENTRYPOINT of their own that ran as root, or whose base is not known; not those of Windows.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from fixer.dockerfile.document import Document
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import DockerfileError
from fixer.edit import Safety
from fixer.engine import Options, fix


def final_stage(source: bytes) -> Stage | None:
    """The last stage, where it has a command of its own."""
    try:
        document = Document(source)
    except DockerfileError:
        return None
    if document.left_alone or not document.stages:
        return None
    stage = document.stages[-1]
    starts = ("CMD", "ENTRYPOINT")
    own = any(i.keyword in starts for member in stage.lineage for i in member.instructions)
    return stage if own and stage.facts.family != "windows" else None


def is_numeric(source: bytes) -> bool:
    stage = final_stage(source)
    user = stage.end_state.user if stage else None
    parts = (user or "").split(":")
    return all(part.isdigit() for part in parts) and parts[0] != "0"


#: What the design leaves alone: it is for a person or for images built on it; or it has services
#: run as their users by itself.
_CLASSES = {
    "to work in or to build on": re.compile(
        "for someone to work in|only waits|place to work in|ONBUILD"
    ),
    "drops privileges or starts services by itself": re.compile(
        "gosu|su-exec|s6|supervisord|runit|init system|drops privileges|setpriv|changes to"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        source = path.read_bytes()
        stage = final_stage(source)
        if stage is None or stage.runs_as_root() is False:
            continue
        known = stage.runs_as_root() and not stage.facts.proven
        root = "ran as root" if known else "on a base that is not known"
        counts[root, "all"] += 1
        default = fix(source, Options())
        counts[root, "default"] += is_numeric(default.after)
        unsafe = fix(source, Options(safety=Safety.UNSAFE))
        counts[root, "unsafe"] += is_numeric(unsafe.after)
        if not is_numeric(default.after):
            said = [s.reason for s in default.skips if s.transform == "nonroot_user"]
            text = said[0] if said else "?"
            kind = next((k for k, shown in _CLASSES.items() if shown.search(text)), None)
            if kind is not None and known:
                classes[kind] += 1
            for reason in text.partition("against it: ")[2].split("; ") if said else ["?"]:
                reasons[general(reason or text)] += 1
    for name in sorted({name for name, _ in counts}):
        total = counts[name, "all"]
        for level in ("default", "unsafe"):
            done = counts[name, level]
            print(f"{name}: {total}; numeric and not root, {level}: {done}, {done / total:.1%}")
    for kind, count in classes.items():
        print(f"of those that ran as root and are left: {kind}: {count}")
    print("why not by default (one image may have several reasons):")
    for reason, count in reasons.most_common():
        print(f"{count:5} {reason}")


def general(reason: str) -> str:
    """A reason without the names and numbers of one file."""
    text = re.sub(r"\(line \d+\)|line \d+", "line N", reason)
    text = re.sub(r"(starts|runs|uses|is) [\w./$\-{}]+(?=,| alone| line|$)", r"\1 X", text)
    text = re.sub(r"(account|accounts|has|Runs) [\w./$\-{}]+", r"\1 X", text)
    return text.strip()


if __name__ == "__main__":
    main()
