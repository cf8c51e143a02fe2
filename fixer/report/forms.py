"""The forms of report by the names that `--format` gives them; each is loaded when it is asked for.

JSON's schema, `schema/report-1.json`, lies beside this file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fixer.report import Report
    from fixer.workspace.run import Look, Mode


def report(form: str, write: Callable[[str], None], mode: Mode, *, details: bool) -> Report:
    """The report of a form; all but `text`, which depends on the terminal, too."""
    done = mode == "write"
    if form == "json":
        from fixer.report.document import Document

        return Document(write, diff=mode == "diff")
    if form == "sarif":
        from fixer.report.sarif import Sarif

        return Sarif(write, details=details)
    if form == "github":
        from fixer.report.github import GitHub

        return GitHub(write, done=done, details=details)
    if form == "gitlab":
        from fixer.report.gitlab import GitLab

        return GitLab(write, details=details)
    if form == "rdjson":
        from fixer.report.rdjson import Rdjson

        return Rdjson(write, details=details)
    if form == "markdown":
        from fixer.report.markdown import Markdown

        return Markdown(write, done=done)
    if form == "junit":
        from fixer.report.junit import JUnit

        return JUnit(write, done=done)
    raise ValueError(form)


def look(form: str, mode: Mode) -> Look | None:
    """What a form looks at of each file. What was written already needs no suggestion."""
    if form in ("sarif", "rdjson") and mode != "write":
        from fixer.report.pieces import pieces

        return pieces
    return None
