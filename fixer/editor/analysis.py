"""What the fixer says of the text of one document, whether or not it is a file yet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fixer.config import Config, ConfigError, Configs, Wanted
from fixer.deploy.kinds import kind_by_name, kind_by_text
from fixer.engine import ROUNDS, Problem
from fixer.later import NamedTuple
from fixer.workspace.read import LIMIT, too_large
from fixer.workspace.run import Job, Outcome, fix_source

if TYPE_CHECKING:
    from fixer.deploy.kinds import Kind
    from fixer.workspace.beside import Beside
    from fixer.workspace.registries import Asked

#: What editors call the languages of our files, besides `yaml`.
_LANGUAGES: dict[str, Kind] = {
    "dockerfile": "dockerfile",
    "containerfile": "dockerfile",
    "dockercompose": "compose",
    "yaml.docker-compose": "compose",
}


class Analysis(NamedTuple):
    """What became of a text. `job` is None where there was nothing to do it with."""

    source: str
    outcome: Outcome
    #: The text with all its edits.
    after: str
    job: Job | None = None
    asked: Asked | None = None


def analyse(source: str, path: str | None, language: str, wanted: Wanted) -> Analysis | None:
    """Fix a document's text; None where it is no file of ours, or the configuration excludes it.

    `path` is None for what is no file, `language` is the editor's name for what it holds. Who does
    not want it offline is asking the registries. A configuration that cannot be used is the
    outcome's problem.
    """
    try:
        found = _job(source, path, language, wanted)
        if found is None:
            return None
        job, beside = found
        text = encoded(source)
        asked = _ask(job, beside, text) if len(text) <= LIMIT else None
    except ConfigError as error:
        problem = Problem(f"{error.path}: {error.reason}")
        return Analysis(source, Outcome(path or "", problem=problem, failure="read"), source)
    return _analysis(source, text, job, asked)


def only(analysis: Analysis, transform: str, line: int) -> str | None:
    """The text with a transform's edits on one line alone; None where they need others first."""
    without: tuple[tuple[str, int, str], ...] = ()
    for _ in range(ROUNDS):
        made = _alone(analysis, transform, without)
        others = {change.line for change in made.outcome.changes} - {line}
        if made.outcome.problem or not made.outcome.changed:
            return None
        if not others:
            return made.after
        without += tuple((transform, each, "it is not asked for") for each in sorted(others))
    return None


def every(analysis: Analysis, transform: str) -> str | None:
    """The text with all edits of one transform alone; None where it makes none alone."""
    made = _alone(analysis, transform)
    return made.after if made.outcome.changed else None


def ignored(analysis: Analysis, transform: str, line: int) -> str | None:
    """The text with a comment that has the transform leave a place alone; None where none would.

    The comment stands above the instruction that `line`, from 1, is part of.
    """
    if analysis.job is None:
        return None
    source = encoded(analysis.source)
    above = _first_line(source, line) if analysis.job.kind == "dockerfile" else line
    lines = source.split(b"\n")
    first = lines[above - 1]
    bom = b"\xef\xbb\xbf" if above == 1 and first.startswith(b"\xef\xbb\xbf") else b""
    first = first.removeprefix(bom)
    indent = first[: len(first) - len(first.lstrip(b" \t"))]
    end = b"\r" if lines[0].endswith(b"\r") else b""
    lines[above - 1] = first
    lines.insert(above - 1, bom + indent + f"# fixer: ignore[{transform}]".encode() + end)
    made = b"\n".join(lines)
    outcome, _ = fix_source(made, analysis.job, "check", analysis.asked)
    said = [(each.transform, each.line) for each in outcome.changes]
    said += [(each.transform, each.line) for each in outcome.skips if each.fails]
    if outcome.problem or (transform, line + 1) in said:
        return None
    return decoded(made)


def _alone(
    analysis: Analysis, transform: str, without: tuple[tuple[str, int, str], ...] = ()
) -> Analysis:
    """What becomes of the text with one transform alone, and without some of its edits."""
    job = analysis.job
    if job is None or job.options is None:
        return analysis
    options = job.options._replace(
        select=frozenset({transform}), extend_select=frozenset(), without=without
    )
    text = encoded(analysis.source)
    return _analysis(analysis.source, text, job._replace(options=options), analysis.asked)


def encoded(source: str) -> bytes:
    """A text's bytes. Half a surrogate pair, which an editor may send, comes back as it is."""
    return source.encode("utf-8", "surrogatepass")


def decoded(source: bytes) -> str:
    """The text of what `encoded` gave."""
    return source.decode("utf-8", "surrogatepass")


def _analysis(source: str, text: bytes, job: Job, asked: Asked | None) -> Analysis:
    if len(text) > LIMIT:
        problem = Problem(too_large(len(text)))
        return Analysis(source, Outcome(job.path, problem=problem, failure="read"), source, job)
    outcome, after = fix_source(text, job, "check", asked)
    return Analysis(source, outcome, decoded(after), job, asked)


def _job(
    source: str, path: str | None, language: str, wanted: Wanted
) -> tuple[Job, Beside | None] | None:
    """As for a file that is named on the command line. Raises ConfigError."""
    if path is None:
        kind = _kind("", language, source)
        # It lies nowhere, so no configuration is for it and nothing is known of what is around it.
        return (Job("", Config().options("", wanted), kind=kind), None) if kind else None
    folder, name = os.path.split(path)
    real = os.path.join(os.path.realpath(folder), name)
    kind = _kind(real, language, source)
    if kind is None:
        return None
    config = Configs().of(os.path.dirname(real))
    if config.excludes(real):
        return None
    from fixer.workspace.plan import with_services
    from fixer.workspace.services import Services

    options = config.options(real, wanted)
    services = Services([real])
    if kind == "dockerfile":
        return Job(real, with_services(options, real, services)), None
    from fixer.workspace.beside import Beside, Kept, beside_job

    compose = kind == "compose"
    builds = services.built_by(real) if compose else services.images(os.path.dirname(real))
    elsewhere = services.keys_beside(real) if compose else {}
    each = Beside(real, kind, options, builds=builds, elsewhere=elsewhere)
    return beside_job(each, Kept()), each


def _kind(path: str, language: str, source: str) -> Kind | None:
    if language in _LANGUAGES:
        return _LANGUAGES[language]
    if path.endswith((".yaml", ".yml")):
        return kind_by_name(path) or kind_by_text(encoded(source))
    if language == "yaml":
        return kind_by_text(encoded(source))
    from fixer.workspace.find import is_dockerfile

    return "dockerfile" if is_dockerfile(os.path.basename(path)) else None


def _ask(job: Job, beside: Beside | None, text: bytes) -> Asked | None:
    """What the registries say of the images in a text; in one beside the Dockerfiles, of those
    that its file names. Raises ConfigError."""
    if job.options is None or job.options.offline:
        return None
    from fixer.workspace.registries import ask

    if job.kind == "dockerfile":
        return ask([job], text)
    return ask([], beside=[beside]) if beside else None


def _first_line(source: bytes, line: int) -> int:
    """The first line of the instruction that a line is part of, both from 1."""
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.syntax import DockerfileError

    try:
        document = Document(source)
    except DockerfileError:
        return line
    for instruction in document.instructions:
        if instruction.line <= line <= instruction.end_line:
            return instruction.line
    return line
