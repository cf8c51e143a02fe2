"""What was proved of a patch, as text, as JSON and as Markdown for a pull request.

The JSON is one document, {"version": 1, "verifications": [VERIFICATION, …]}. Each VERIFICATION:

    path, builder
    status      "verified", "unchanged" (there is no patch), "before_fails" (the original does not
                build), "not_verified" (nothing of the patch could be), or "error"
    error       null, or why it could not be found out
    changes     what was verified: a list of {transform, line, why}
    dropped     edits that failed and are not in the patch: a list of {transform, line, reason}
    reasons     why the original, or the patch as a whole, failed
    before, after   null, or {seconds, size}: the builds; size in bytes, as the builder counts it
    builds, bound, seconds  images that were built, how many were allowed, and the time of it all
    comparison  null, or what became of the image: {size, layers, files, user}, each a pair;
                settings, a list of {name, before, after}; gone, new and changed, lists of
                {folder, files, size}; moved, a list of {folder, files, before, after}; setuid,
                world_writable, packages, accounts, sudo and secrets, each {gone, new}; versions,
                secrets_left
    behaviour   {what was asked: what the image does}
    withstands  null, or {what it is run without: whether it does the same}
    notes, logs, kept  lists of texts: what else to know, files with logs, images that stay
    diff        the patch that was verified, "" where there is none; where it is not UTF-8 there is
    diff_base64  instead

What is named like a secret is named; what it holds is never told.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fixer.report.markdown import escaped
from fixer.report.text import shown, shown_path

if TYPE_CHECKING:
    from fixer.verify.compare import Comparison, Set
    from fixer.verify.verify import Verification

VERSION = 1
#: So many names, folders and so on are written out; the JSON has them all.
_SHOWN = 8
_STATUS = {
    "verified": "verified",
    "unchanged": "nothing to change, so nothing to verify",
    "before_fails": "not verified: it does not build as it is",
    "not_verified": "not verified: nothing of the patch passed",
}


def text(
    found: Verification,
    *,
    bold: Callable[[str], str] = str,
    faint: Callable[[str], str] = str,
) -> str:
    """What a person reads at a terminal: a line that says it, and rows of particulars."""
    head = f"{bold(shown_path(found.path))}: {headline(found)}\n"
    rows = [(name, shown(said)) for name, said in _rows(found)]
    width = max((len(name) for name, _ in rows), default=0)
    return head + "".join(f"  {faint(name.ljust(width))}  {said}\n" for name, said in rows)


def headline(found: Verification) -> str:
    """The outcome in one line."""
    said = _STATUS[found.status]
    if found.status == "verified":
        edits = _count(len(found.changes), "edit")
        names = _count(len({change.transform for change in found.changes}), "transform")
        said += f": {edits} by {names}"
        if found.dropped:
            said += f"; {_count(len(found.dropped), 'edit')} dropped"
    return said


def error(path: str, reason: str) -> dict[str, Any]:
    """The object of a Dockerfile of which nothing could be found out."""
    return {"path": _path(path), "status": "error", "error": _plain(reason)}


def document(objects: Iterable[dict[str, Any]]) -> str:
    """The JSON document of several objects."""
    return json.dumps({"version": VERSION, "verifications": list(objects)}, indent=1) + "\n"


def as_object(found: Verification, patch: bytes = b"") -> dict[str, Any]:
    """The JSON object of a verification, with the patch that was verified."""
    made: dict[str, Any] = {
        "path": _path(found.path),
        "builder": found.builder,
        "status": found.status,
        "error": None,
        "changes": [
            {"transform": each.transform, "line": each.line, "why": each.why}
            for each in found.changes
        ],
        "dropped": [
            {"transform": each.transform, "line": each.line, "reason": each.reason}
            for each in found.dropped
        ],
        "reasons": found.reasons,
        "before": found.before and _built(found.before),
        "after": found.after and _built(found.after),
        "builds": found.builds,
        "bound": found.bound,
        "seconds": round(found.seconds, 1),
        "comparison": found.comparison and _tuples(found.comparison),
        "behaviour": {what: answer.said for what, answer in found.behaviour.items()},
        "withstands": found.withstands,
        "notes": found.notes,
        "logs": found.logs,
        "kept": found.kept,
    }
    try:
        made["diff"] = patch.decode("utf-8")
    except UnicodeDecodeError:
        made["diff_base64"] = b64encode(patch).decode("ascii")
    return dict(_clean(made))


def markdown(found: Verification) -> str:
    """A section for a pull request: what was built, a table, and the dropped edits."""
    lines = [f"### {escaped(_path(found.path))}: {headline(found)}", ""]
    rows = list(_rows(found))
    lines += ["| | |", "|---|---|"]
    lines += [f"| {name} | {escaped(said)} |" for name, said in rows if name not in _LISTS]
    for title in _LISTS:
        said = [each for name, each in rows if name == title]
        if said:
            lines += ["", f"**{title}**", "", *(f"- {escaped(each)}" for each in said)]
    return "\n".join(lines) + "\n"


#: Rows that may be long, and many: in Markdown a list, not a cell.
_LISTS = ("dropped", "failed", "note")


def _rows(found: Verification) -> Iterator[tuple[str, str]]:
    if found.before:
        after = f", after in {found.after.seconds:.1f} s" if found.after else ""
        yield (
            "built",
            f"before in {found.before.seconds:.1f} s{after}; {_count(found.builds, 'build')} of at "
            f"most {found.bound} with {found.builder}, {found.seconds:.1f} s in all",
        )
    if found.before and found.after:
        yield "size", _sizes(found.before.size, found.after.size)
    if found.comparison:
        yield from _compared(found.comparison)
    if found.after:
        for what, answer in found.behaviour.items():
            if answer.works:
                yield "same", f"{what}: {answer.said}"
    if found.withstands is not None:
        withstood = [name for name, does in found.withstands.items() if does]
        broken = [name for name, does in found.withstands.items() if not does]
        if withstood:
            yield "withstands", ", ".join(withstood)
        if broken:
            yield "needs", f"more than {', '.join(broken)}"
    for skip in found.dropped:
        yield "dropped", f"line {skip.line}, {skip.transform}: {skip.reason}"
    if found.status in ("before_fails", "not_verified"):
        for reason in found.reasons:
            yield "failed", reason
    for note in found.notes:
        yield "note", note
    for log in found.logs:
        yield "log", log
    for image in found.kept:
        yield "image", image


def _compared(made: Comparison) -> Iterator[tuple[str, str]]:
    yield "user", _pair(*made.user)
    yield "layers", _pair(*map(str, made.layers))
    for name, before, after in made.settings:
        if name != "user":
            said = _pair(before or "none", after or "none")
            if name.startswith(("variable ", "label ")):
                name, _, own = name.partition(" ")
                said = f"{own}: {said}"
            yield name, said
    for word, groups in (("gone", made.gone), ("new", made.new), ("changed", made.changed)):
        if groups:
            files, size = sum(g.files for g in groups), sum(g.size for g in groups)
            most = [f"{group.folder} ({group.files}, {_size(group.size)})" for group in groups]
            yield f"files {word}", f"{files} ({_size(size)}): {_some(most)}"
    if made.moved:
        moved = [f"{m.folder} ({m.files}) {m.before} → {m.after}" for m in made.moved]
        yield "owners, modes", _some(moved)
    for name, changed in (
        ("setuid, setgid", made.setuid),
        ("world-writable", made.world_writable),
        ("packages", made.packages),
        ("accounts", made.accounts),
        ("sudo", made.sudo),
        ("secrets", made.secrets),
    ):
        yield from ((name, said) for said in _set(changed))
    if made.versions:
        yield "versions", _some(made.versions)
    if made.secrets_left:
        yield "secrets", f"still there: {_some(made.secrets_left)}"


def _set(changed: Set) -> Iterator[str]:
    for word, names in (("gone", changed.gone), ("new", changed.new)):
        if names:
            yield f"{len(names)} {word}: {_some(names)}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _pair(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _sizes(before: int, after: int) -> str:
    if before == after:
        return _size(before)
    share = f", {(after - before) / before:+.1%}" if before else ""
    return f"{_size(before)} → {_size(after)} ({_size(after - before, '+')}{share})"


def _size(number: int, sign: str = "") -> str:
    value, units = float(number), iter(("B", "kB", "MB", "GB"))
    unit = next(units)
    while abs(value) >= 1000 and unit != "GB":
        value, unit = value / 1000, next(units)
    return f"{value:{sign}.{0 if unit == 'B' else 1}f} {unit}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _built(built: Any) -> dict[str, Any]:
    return {"seconds": round(built.seconds, 1), "size": built.size}


def _tuples(value: Any) -> Any:
    """Named tuples as mappings, all the way down."""
    if hasattr(value, "_asdict"):
        return {name: _tuples(each) for name, each in value._asdict().items()}
    return [_tuples(each) for each in value] if isinstance(value, tuple) else value


def _clean(value: Any) -> Any:
    """Texts without lone surrogates, which JSON can hold but many a reader refuses."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, dict):
        return {_plain(name): _clean(each) for name, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, (list, tuple)) else value


def _plain(said: str) -> str:
    return said.encode("utf-8", "backslashreplace").decode("utf-8")


def _path(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")
