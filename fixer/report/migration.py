"""The page of a migration: one HTML file that needs nothing else, for `fix report`.

The figures and charts stand in the page's own text; the table is built from JSON in the page, and
the diffs from another, which is not read until somebody opens one.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from fixer.later import NamedTuple
from fixer.report.entries import NO_TRANSFORM, problem_text, readable
from fixer.report.text import shown, summary

if TYPE_CHECKING:
    from fixer.dockerfile.document import Document
    from fixer.engine import Options, Result
    from fixer.forge.owners import Owners
    from fixer.registry import Registry
    from fixer.report import Tally
    from fixer.workspace.run import Outcome

#: So many bars has a chart; what is left is in the last of them.
_BARS = 12
#: So many reasons are told of each transform that left places alone.
_REASONS = 8
#: A longer diff is cut, in characters: no reader goes through it here.
_DIFF = 100_000

#: What only repositories on GitLab have.
_GITLAB = (".gitlab-ci.yml", ".gitlab")

ROOT, OTHER, UNKNOWN = "root", "not root", "not known"


class Seen(NamedTuple):
    """What the page says of one file, besides its outcome."""

    #: The patch without its head.
    diff: bytes
    #: The images that its targets are built on, before.
    bases: tuple[str, ...]
    #: Who they run as: `root`, `not root` or `not known`, before and after.
    before: str
    after: str


def look(result: Result, options: Options, registry: Registry | None) -> Seen | None:
    """Look at a file where it is fixed. None where it cannot be read as a Dockerfile."""
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.syntax import DockerfileError
    from fixer.patch import unified

    try:
        before = _document(Document(result.before), options, registry)
        after = before
        if result.changed:
            after = _document(Document(result.after), options, registry)
    except DockerfileError:
        return None
    try:
        diff = unified("", result.before, result.after)
        return Seen(b"\n".join(diff.split(b"\n")[3:]), _bases(before), _user(before), _user(after))
    finally:
        for document in {id(before): before, id(after): after}.values():
            document.release(document.instructions)


def _document(document: Document, options: Options, registry: Registry | None) -> Document:
    document.target = options.target
    document.targets = options.targets
    document.registry = None if options.offline else registry
    document.bases = options.bases
    return document


def _bases(document: Document) -> tuple[str, ...]:
    from fixer.dockerfile.targets import target_stages

    names = []
    for stage in target_stages(document):
        root = stage.root
        if root.base == "scratch":
            names.append("scratch")
        elif root.reference is None or not root.base_certain:
            names.append(UNKNOWN)
        else:
            names.append(root.reference.familiar)
    return tuple(dict.fromkeys(names))


def _user(document: Document) -> str:
    from fixer.dockerfile.targets import target_stages

    said = [stage.runs_as_root() for stage in target_stages(document)]
    return ROOT if True in said else UNKNOWN if None in said or not said else OTHER


class _Bar(NamedTuple):
    name: str
    number: int
    #: Of the longest bar, in percent; all others together have none, which would dwarf the rest.
    share: float
    #: What the table is to show for it; "" where there is no such thing.
    query: str
    note: str = ""


class Page:
    """Gathers what there is to say, and writes the page at the end. With `done`, it was written."""

    def __init__(self, write: Callable[[str], None], *, done: bool) -> None:
        self._write = write
        self._done = done
        self._files: list[dict[str, Any]] = []
        self._diffs: list[str] = []
        self._texts: dict[str, int] = {}
        self._edits: Counter[str] = Counter()
        self._by_transform: Counter[str] = Counter()
        self._bases: Counter[str] = Counter()
        self._users: dict[str, Counter[str]] = {"before": Counter(), "after": Counter()}
        self._left: dict[str, Counter[str]] = {}
        self._owners: dict[str, Owners] = {}

    def add(self, outcome: Outcome) -> None:
        """Keep what the page has to say of one file."""
        path, owner = self._named(outcome.path)
        seen: Seen = outcome.seen or Seen(b"", (), UNKNOWN, UNKNOWN)
        names = [shown(change.transform) for change in outcome.changes]
        bases = [shown(base) for base in seen.bases]
        self._edits.update(names)
        self._by_transform.update(set(names))
        self._bases.update(bases)
        self._users["before"][seen.before] += 1
        self._users["after"][seen.after] += 1
        for skip in outcome.skips:
            reasons = self._left.setdefault(shown(skip.transform or NO_TRANSFORM), Counter())
            reasons[shown(skip.reason)] += 1
        status = "problem" if outcome.problem else "changed" if outcome.changed else "unchanged"
        diff = seen.diff.decode("utf-8", "backslashreplace")
        self._diffs.append(diff[:_DIFF] + ("\n… and more" if len(diff) > _DIFF else ""))
        self._files.append(
            {
                "path": shown(readable(path)),
                "owner": shown(owner),
                "status": status,
                "bases": bases,
                "user": [seen.before, seen.after],
                "edits": [
                    [name, change.line, self._text(change.why), change.safety.name.lower()]
                    for name, change in zip(names, outcome.changes, strict=True)
                ],
                "left": [
                    [
                        shown(skip.transform or NO_TRANSFORM),
                        skip.line,
                        self._text(skip.reason),
                        skip.safety.name.lower() if skip.safety else "",
                        skip.fails,
                    ]
                    for skip in outcome.skips
                ],
                "problem": problem_text(outcome) if outcome.problem else "",
                "line": outcome.problem.line if outcome.problem else None,
            }
        )

    def end(self, tally: Tally) -> None:
        """Write the page."""
        from importlib.resources import files

        from jinja2 import BaseLoader, Environment
        from markupsafe import Markup

        from fixer import __version__

        folder = files("fixer.report") / "html"
        css, script, template = (
            (folder / name).read_text("utf-8") for name in ("page.css", "page.js", "page.html")
        )
        by = self._group()
        data = {"texts": list(self._texts), "files": self._files, "by": by}
        environment = Environment(
            loader=BaseLoader(), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self._write(
            environment.from_string(template).render(
                version=__version__,
                when=_now(),
                done=self._done,
                summary=shown(summary(tally, done=self._done)),
                tally=tally,
                problems=sum(tally.failures.values()),
                by=by,
                charts=self._charts(by),
                users=self._users,
                user_kinds=(ROOT, OTHER, UNKNOWN),
                left=self._left_alone(),
                css=Markup(css),
                script=Markup(script),
                css_hash=_hash(css),
                script_hash=_hash(script),
                data=Markup(embedded(data)),
                diffs=Markup(embedded(self._diffs)),
            )
        )

    def _text(self, text: str) -> int:
        """The number of a text that many files share."""
        return self._texts.setdefault(shown(text), len(self._texts))

    def _named(self, path: str) -> tuple[str, str]:
        """A file's name from the root of its own repository, if there is one, and its owner."""
        from fixer.forge.owners import owners_of
        from fixer.workspace.find import repository

        folder, name = os.path.split(path)
        folder = os.path.realpath(folder or os.curdir)
        root = repository(folder)
        if root is None:
            return path, ""
        if root not in self._owners:
            gitlab = any(os.path.lexists(os.path.join(root, name)) for name in _GITLAB)
            self._owners[root] = owners_of(root, "gitlab" if gitlab else "github")
        inside = os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
        return inside, " ".join(self._owners[root].of(inside))

    def _group(self) -> str:
        """Give each file its group: the owner where any is named, else the folder."""
        if any(file["owner"] for file in self._files):
            for file in self._files:
                file["group"] = file.pop("owner") or "nobody"
            return "team"
        folders = [file["path"].split("/")[:-1] for file in self._files]
        common = 0
        while len({tuple(parts[: common + 1]) for parts in folders}) == 1 and any(
            len(parts) > common for parts in folders
        ):
            common += 1
        for file, parts in zip(self._files, folders, strict=True):
            file.pop("owner")
            file["group"] = "/".join(parts[: common + 1]) or "."
        return "folder"

    def _charts(self, by: str) -> list[tuple[str, str, list[_Bar]]]:
        """The title, the column that its bars select in, and the bars of each chart."""
        from fixer.catalog import transforms

        known = transforms()
        notes = {name: known[name].summary if name in known else "" for name in self._edits}
        groups = Counter(file["group"] for file in self._files if file["status"] == "changed")
        return [
            ("Edits by transform", "transform", _bars(self._edits, notes)),
            (f"Changed files by {by}", "group", _bars(groups)),
            ("Files by base image", "base", _bars(self._bases)),
        ]

    def _left_alone(self) -> list[tuple[str, int, list[tuple[str, int]], int]]:
        """By transform: the places left alone, the most frequent reasons, and how many more."""
        out = []
        for name, reasons in self._left.items():
            most = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
            more = sum(count for _, count in most[_REASONS:])
            out.append((name, sum(reasons.values()), most[:_REASONS], more))
        return sorted(out, key=lambda row: (-row[1], row[0]))


def embedded(data: object) -> str:
    """JSON that may stand in a script element: nothing in it can end that, or begin a comment."""
    said = json.dumps(data, separators=(",", ":"))
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _bars(counts: Counter[str], notes: dict[str, str] | None = None) -> list[_Bar]:
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: Sequence[tuple[str, int, str]] = [(name, count, name) for name, count in order[:_BARS]]
    rest = order[_BARS:]
    if rest:
        rows = [*rows, (f"{len(rest)} others", sum(count for _, count in rest), "")]
    longest = order[0][1] if order else 1
    return [
        _Bar(
            name,
            count,
            round(100 * count / longest, 2) if query else 0,
            query,
            (notes or {}).get(name, ""),
        )
        for name, count, query in rows
    ]


def _hash(text: str) -> str:
    """What the page's policy allows: this very script, and no other."""
    from hashlib import sha256

    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


def _now() -> str:
    """The time, in UTC; that of SOURCE_DATE_EPOCH where a build wants to be reproducible."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    said = epoch is not None and epoch.isascii() and epoch.isdigit()
    now = datetime.fromtimestamp(int(epoch), UTC) if said and epoch else datetime.now(UTC)
    return now.strftime("%Y-%m-%d %H:%M UTC")
