"""One transform at a time, parse again, until nothing changes; and every promise checked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fixer.catalog import given, kind_of, needs, on_request, spared, transforms
from fixer.context.root import context_folder, takes_folders
from fixer.dockerfile.document import Document, is_template
from fixer.dockerfile.syntax import DockerfileError
from fixer.edit import Edit, Operation, OverlapError, Safety, Skip, Splice, Spliced, splice
from fixer.ignore import Ignores
from fixer.later import NamedTuple

if TYPE_CHECKING:
    from fixer.catalog import Transform
    from fixer.dockerfile.policy import Policy
    from fixer.dockerfile.service import Service
    from fixer.registry import Registry

#: A file that still changes after so many rounds is left as it was.
ROUNDS = 10


class Options(NamedTuple):
    """What to do to a Dockerfile. All names are transforms' names."""

    #: Only these transforms, or all where None, but for those that wait to be asked for.
    select: frozenset[str] | None = None
    #: These besides: the way to ask for one without naming all others.
    extend_select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    #: The highest level that is applied; what is above it is reported as a skip.
    safety: Safety = Safety.HARDENING
    offline: bool = False
    #: The build context, where it is known.
    context: os.PathLike[str] | str | None = None
    #: Where nobody says what the context is: how far above that folder it may be, a real path as
    #: the folder is then.
    top: str | None = None
    #: Where the Dockerfile lies; a `.dockerignore` of its own lies beside it.
    path: str | None = None
    #: The stage that is built; the last one where None.
    target: str | None = None
    #: Further stages that are built as images, by name or number, and the services of Compose and
    #: Bake files that are built from the Dockerfile.
    targets: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    #: Digests whose tags have moved on are moved.
    refresh: bool = False
    #: Files that ADD fetches get the checksum of what their URLs answer now.
    checksums: bool = False
    #: For a tag that moves, the registry is asked which more exact ones it stands for: some ten
    #: requests for each.
    exact_tags: bool = False
    #: The images that may be built on, and those that take the place of others.
    bases: Policy | None = None
    #: Edits that are left out: the transform, the line in the text before any edit, and the reason
    #: that is told.
    without: tuple[tuple[str, int, str], ...] = ()

    @property
    def unsafe(self) -> bool:
        """Whether edits are applied whose evidence is missing."""
        return self.safety >= Safety.UNSAFE


class Change(NamedTuple):
    """An edit that was applied. `line` is 1-based and counts in the text before any edit."""

    transform: str
    line: int
    why: str
    safety: Safety


class Problem(NamedTuple):
    """Why a file was left exactly as it was: it cannot be parsed, or a promise did not hold."""

    reason: str
    #: 1-based, or None where the whole file is meant.
    line: int | None = None


class Result:
    """What became of one Dockerfile."""

    def __init__(self, before: bytes, after: bytes) -> None:
        self.before = before
        self.after = after
        self.changes: list[Change] = []
        #: Places left alone, sorted by line (1-based, in the text before any edit).
        self.skips: list[Skip] = []
        #: Why the file could not be fixed.
        self.problem: Problem | None = None
        #: The build context that was looked at.
        self.context: str | None = None
        #: Whole folders of it are copied.
        self.takes_folders = False
        #: The paths in it on which the result depends.
        self.looked: set[str] = set()

    @property
    def changed(self) -> bool:
        return self.before != self.after


class BrokenPromise(Exception):
    """An edit did something else than it said."""


def fix(
    source: bytes,
    options: Options = Options(),  # noqa: B008 (immutable)
    registry: Registry | None = None,
) -> Result:
    """Fix one Dockerfile. Bad input never raises: it comes back unchanged, with a `problem`.

    Without a `registry`, or with `offline`, no image is asked about.
    """
    if options.offline:
        registry = None
    result = Result(source, source)
    try:
        document = Document(source)
    except DockerfileError as error:
        if is_template(source, error.line):
            result.skips.append(Skip(error.line or 1, f"the file is a template: {error.reason}"))
        else:
            result.problem = Problem(error.reason, error.line)
        return result
    if document.left_alone is not None:
        line, reason = document.left_alone
        result.skips.append(Skip(line, reason))
        return result
    chosen = _in_order(options, registry)
    if options.bases and not any("bases" in given(name) for name in chosen):
        options = options._replace(bases=None)
    run = _Run(document, options, registry)
    for _ in range(ROUNDS):
        changed = []
        for name in chosen:
            if name in run.spared or run.has_seen(name):
                continue
            try:
                if run.step(name):
                    changed.append(name)
            except (BrokenPromise, DockerfileError, OverlapError) as error:
                result.problem = Problem(f"{name} is at fault: {error}")
                return result
            except Exception as error:  # a defect of one transform must not cost the other files
                result.problem = Problem(f"{name} is at fault: {type(error).__name__}: {error}")
                return result
        if not changed:
            break
    else:
        result.problem = Problem(f"{', '.join(changed)}: the edits do not settle")
        return result
    result.after = run.document.source
    result.context = run.document.context
    result.takes_folders = takes_folders(run.document)
    result.looked = run.document.looked
    result.changes = run.changes
    result.skips = run.all_skips(chosen)
    run.document.release(run.document.instructions)
    return result


def chosen_names(
    options: Options, registry: Registry | None = None, kind: str = "dockerfile"
) -> list[str]:
    """The transforms that are run on files of this kind."""
    return [
        name
        for name in transforms()
        if kind_of(name) == kind
        and selected(name, options)
        and all(
            registry is not None if each == "registry" else getattr(options, each)
            for each in given(name)
        )
    ]


def selected(name: str, options: Options) -> bool:
    """Whether the options ask for a transform: by its name, or for all that do not wait for it."""
    if name in options.ignore:
        return False
    if name in options.extend_select:
        return True
    return name not in on_request() if options.select is None else name in options.select


#: The last question of `_in_order`, and its answer: most files of a run have the same options.
_asked_last: tuple[object, list[str]] = (None, [])


def _in_order(options: Options, registry: Registry | None) -> list[str]:
    """The transforms that are run, those first that few files need: what is run on every file then
    sees most of them settled. The order changes no result, only how often one has to look again.
    """
    global _asked_last
    question = (
        id(transforms()),
        registry is None,
        options._replace(context=None, top=None, path=None, targets=(), services=(), without=()),
    )
    if _asked_last[0] != question:
        names = chosen_names(options, registry)
        _asked_last = question, sorted(names, key=lambda name: not needs(name))
    return _asked_last[1]


_UNSEEN: tuple[int, list[Skip]] = (-1, [])


class _Run:
    """The state of fixing one document."""

    def __init__(self, document: Document, options: Options, registry: Registry | None) -> None:
        self.document = document
        self.options = options
        self.changes: list[Change] = []
        self.ignores = Ignores(document)
        self._without = {(name, line): reason for name, line, reason in options.without}
        document.context = context_folder(document, options.context, options.top)
        document.path = options.path
        document.target = options.target
        document.targets = options.targets
        document.services = options.services
        document.registry = registry
        document.exact_tags = options.exact_tags
        document.bases = options.bases
        #: The transforms that have nothing to say of what the text is now.
        self.spared = spared(document.tokens)
        #: How often the document was edited, and the original number of each of its lines.
        self._version = 0
        self._lines: list[int] = []
        #: For each transform: the version that it saw last, and its skips.
        self._last: dict[str, tuple[int, list[Skip]]] = {}

    def has_seen(self, name: str) -> bool:
        """Whether a transform has said all of this very text."""
        return self._last.get(name, _UNSEEN)[0] == self._version

    def step(self, name: str) -> bool:
        """Run one transform and apply what it says. Returns whether anything changed."""
        document = self.document
        transform = transforms()[name]
        without = self._without
        edits: list[Edit] = []
        skips: list[Skip] = []
        for place in (document,) if transform.whole else document.stages:
            for said in transform.run(place):
                if isinstance(said, Skip):
                    skips.append(self._excused(transform, said) if said.fails else said)
                elif reason := self.ignores.reason(transform, said.instructions):
                    skips.append(Skip(said.line, reason))
                elif said.safety > self.options.safety:
                    skips.append(Skip(said.line, said.why, said.safety))
                elif without and (reason := without.get((name, self._original_line(said.line)))):
                    skips.append(Skip(said.line, reason))
                else:
                    edits.append(said)
        if document.unread:
            skips += [Skip(run.line, reason) for run, reason in document.unread.values()]
            document.unread = {}
        self._last[name] = (
            self._version,
            [skip._replace(line=self._original_line(skip.line), transform=name) for skip in skips],
        )
        if not edits:
            return False
        lines = [self._original_line(edit.line) for edit in edits]
        source = document.source
        self.document, spliced = apply(document, edits)
        document.release(operation.instruction for edit in edits for operation in edit.operations)
        self._version += 1
        self.spared = spared(self.document.tokens)
        self._lines = moved_lines(self._lines, source, spliced.splices)
        self.ignores = Ignores(self.document, self.ignores)
        for edit, line in zip(edits, lines, strict=True):
            self.changes.append(Change(name, line, edit.why, edit.safety))
        return True

    def _excused(self, transform: Transform, skip: Skip) -> Skip:
        """A skip that fails, or one that does not where a comment asks to leave its place alone."""
        there = [i for i in self.document.instructions if i.line == skip.line]
        reason = self.ignores.reason(transform, there)
        return Skip(skip.line, reason) if reason else skip

    def all_skips(self, chosen: list[str]) -> list[Skip]:
        """What is left alone in the end, by line."""
        last = self._last.items()
        skips = {skip for name, (_, said) in last if name not in self.spared for skip in said}
        for line, reason in self.ignores.unused(frozenset(chosen), frozenset(transforms())):
            skips.add(Skip(self._original_line(line), reason, transform="ignore"))
        return sorted(skips, key=lambda skip: (skip.line, skip.transform, skip.reason))

    def _original_line(self, line: int) -> int:
        return self._lines[min(line, len(self._lines)) - 1] if self._lines else line


def moved_lines(lines: list[int], source: bytes, splices: Iterable[Splice]) -> list[int]:
    """The original number of each line after `splices`, from those before; 1-based.

    Every edit costs its own size, and all of them together one pass over the source.
    """
    lines = lines or list(range(1, source.count(b"\n") + 2))
    out: list[int] = []
    taken = 0  # lines of `lines` that are in `out`
    line = at = 0
    for start, end, text, _ in splices:
        line += source.count(b"\n", at, start)
        removed = source.count(b"\n", start, end)
        out += lines[taken : line + 1]
        out += [lines[line]] * text.count(b"\n")
        taken = max(taken, line + 1, line + removed + 1)
        if removed and not text and (not start or source[start - 1] == 10):
            out[-1] = lines[line + removed]  # whole lines went: what follows moves up
        line += removed
        at = end
    return out + lines[taken:]


def apply(document: Document, edits: Iterable[Edit]) -> tuple[Document, Spliced]:
    """Apply one transform's edits and check that they did what they said, and nothing else.

    Raises BrokenPromise, OverlapError or DockerfileError; the document given must not be used
    after a success.
    """
    from fixer.dockerfile.rewrite import plain, signature

    touched: dict[int, list[Operation]] = {}
    for edit in edits:
        if not edit.why:
            raise BrokenPromise("an edit does not say why")
        for operation in edit.operations:
            touched.setdefault(operation.instruction.start, []).append(operation)
    expected = []
    for start, operations in touched.items():
        instruction = operations[0].instruction
        if any(operation.deletes for operation in operations):
            continue
        meanings = [meaning for operation in operations for meaning in operation.meanings]
        readable = instruction.keyword == "RUN" and not instruction.script.problem
        if meanings or readable:
            wanted = signature(instruction.script)
            for meaning in meanings:
                meaning(wanted)
            expected.append((start, plain(wanted)))
    untouched = [i for i in document.instructions if i.start not in touched]
    deleted = sum(any(o.deletes for o in operations) for operations in touched.values())
    inserted = sum(o.inserts for operations in touched.values() for o in operations)
    count = len(document.instructions) - deleted + inserted
    spliced = splice(
        document.source,
        [s for operations in touched.values() for o in operations for s in o.splices],
    )
    kept = {spliced.moved(instruction.start): instruction for instruction in untouched}
    fresh = Document(spliced.source, document, kept)
    if len(fresh.instructions) != count:
        raise BrokenPromise(f"{count} instructions were expected, not {len(fresh.instructions)}")
    by_start = {instruction.start: instruction for instruction in fresh.instructions}
    for start, instruction in kept.items():
        found = by_start.get(start)
        if found is instruction:
            continue  # taken over: its bytes stand there
        if found is None or found.raw.rstrip(b"\r\n") != instruction.raw.rstrip(b"\r\n"):
            raise BrokenPromise("an instruction that no edit touched is not the same")
    for start, words in expected:
        found = by_start.get(spliced.moved(start))
        if found is None:
            raise BrokenPromise("an edited instruction is gone")
        inner = found.trigger if found.keyword == "ONBUILD" else found
        if inner is None or inner.script.problem:
            raise BrokenPromise(f"the shell text of line {found.line} does not parse")
        if plain(signature(inner.script)) != words:
            raise BrokenPromise(f"the commands of line {found.line} are not those intended")
    return fresh, spliced
