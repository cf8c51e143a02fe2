"""SARIF 2.1.0, for GitHub's code scanning, editors, and whatever gathers results.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

A result is an edit; its `fixes` hold the piece of the patch that it belongs to, whole, since half
of it could break the image. A file with a problem is a notification of the run: nothing is known
of it. Paths are relative to the repository's root, %SRCROOT%.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fixer import __version__
from fixer.report.entries import NO_TRANSFORM, entries, fingerprint, problem_text, readable
from fixer.workspace.run import name_in_repository

if TYPE_CHECKING:
    from fixer.report import Tally
    from fixer.report.pieces import Hunk, Piece
    from fixer.workspace.run import Outcome

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: SARIF's own hint on how long lines are: columns are counted in code points.
_RUN = {
    "columnKind": "unicodeCodePoints",
    "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The repository's root."}}},
}


class Sarif:
    """Writes the document while the run goes on. `details`: all places left alone, too.

    An outcome that knows its pieces has fixes.
    """

    def __init__(self, write: Callable[[str], None], *, details: bool = False) -> None:
        self._write = write
        self._details = details
        head = json.dumps({"$schema": _SCHEMA, "version": "2.1.0"})[:-1]
        self._start = f'{head}, "runs": [{{{json.dumps(_RUN)[1:-1]}, "results": [\n'
        self._separator = self._start
        #: The number of each transform that has a result.
        self._rules: dict[str, int] = {}
        self._problems: list[dict[str, Any]] = []

    def add(self, outcome: Outcome) -> None:
        """Write one file's results."""
        from urllib.parse import quote

        name = name_in_repository(outcome.path)
        artifact = {"uri": quote(_raw(name), safe="/"), "uriBaseId": "%SRCROOT%"}
        if outcome.problem:
            self._problems.append(_problem(outcome, artifact))
            return
        seen: Counter[tuple[str, str, str]] = Counter()
        fixes = _fixes(outcome, artifact)
        edits = 0
        for entry in entries(outcome, details=self._details):
            result: dict[str, Any] = {
                "ruleId": entry.name,
                "ruleIndex": self._rules.setdefault(entry.name, len(self._rules)),
                "level": entry.level,
                "message": {"text": entry.message},
                "locations": [_location(artifact, entry.line)],
                "partialFingerprints": {
                    "fix/v1": fingerprint(readable(name), entry, seen),
                },
            }
            if entry.edit:
                if edits in fixes:
                    result["fixes"] = [fixes[edits]]
                edits += 1
            self._write(self._separator + json.dumps(result))
            self._separator = ",\n"

    def end(self, tally: Tally) -> None:
        """Write what is known of the whole run."""
        from fixer.catalog import transforms

        if self._separator is self._start:
            self._write(self._start)
        known = transforms()
        rules = [_rule(name, known.get(name)) for name in self._rules]
        driver = {
            "name": "fix",
            "fullName": "dockerfile-fixer",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": rules,
        }
        invocation: dict[str, Any] = {"executionSuccessful": not tally.failures}
        if self._problems:
            invocation["toolExecutionNotifications"] = self._problems
        rest = {"tool": {"driver": driver}, "invocations": [invocation]}
        self._write(f"\n], {json.dumps(rest)[1:-1]}}}]}}\n")


def _raw(name: str) -> bytes:
    import os

    return os.fsencode(name)


def _rule(name: str, transform: Any) -> dict[str, Any]:
    if transform is None:
        summary = "What ignore comments say." if name == "ignore" else "Files left alone."
        return {"id": name, "shortDescription": {"text": summary}}
    rule: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": transform.summary},
        "fullDescription": {"text": transform.summary},
        "help": {"text": transform.doc},
    }
    if transform.answers:
        rule["properties"] = {"tags": list(transform.answers)}
    return rule


def _location(artifact: dict[str, str], line: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}}}


def _problem(outcome: Outcome, artifact: dict[str, str]) -> dict[str, Any]:
    assert outcome.problem
    return {
        "descriptor": {"id": NO_TRANSFORM},
        "level": "error",
        "message": {"text": problem_text(outcome)},
        "locations": [_location(artifact, outcome.problem.line or 1)],
    }


def _fixes(outcome: Outcome, artifact: dict[str, str]) -> dict[int, dict[str, Any]]:
    """The fix of each change, by its place in the list; none where the pieces are not known."""
    if not outcome.seen:
        return {}
    made = {}
    last = outcome.seen.before.count(b"\n") + 1
    piece: Piece
    for piece in outcome.seen.pieces:
        names = dict.fromkeys(outcome.changes[number].transform for number in piece.changes)
        fix = {
            "description": {"text": ", ".join(names)},
            "artifactChanges": [
                {
                    "artifactLocation": artifact,
                    "replacements": [_replacement(hunk, last) for hunk in piece.hunks],
                }
            ],
        }
        made.update(dict.fromkeys(piece.changes, fix))
    return made


def _replacement(hunk: Hunk, last: int) -> dict[str, Any]:
    """Up to the start of the line behind it; or, where there is none, to the end of its last."""
    region = {"startLine": hunk.line, "startColumn": 1, "endLine": hunk.end, "endColumn": 1}
    if hunk.end > last:
        text = hunk.old[-1].decode("utf-8", "replace")
        region |= {"endLine": hunk.end - 1, "endColumn": len(text) + 1}
    replacement: dict[str, Any] = {"deletedRegion": region}
    new = b"".join(hunk.new)
    if new:
        try:
            replacement["insertedContent"] = {"text": new.decode("utf-8")}
        except UnicodeDecodeError:
            replacement["insertedContent"] = {"binary": b64encode(new).decode("ascii")}
    return replacement
