"""The flow: build before and after, try both, find what is to blame, compare, leave nothing."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Literal, NamedTuple

from fixer.verify.archive import Image, Reader
from fixer.verify.behaviour import Answer, Asked, Behaviour, differences
from fixer.verify.blame import OutOfTries, blame
from fixer.verify.builders import Build, Builder, dockerfile
from fixer.verify.compare import Comparison, compare
from fixer.verify.packages import unread
from fixer.verify.process import Failed, Ran, undisturbed

if TYPE_CHECKING:
    from fixer.edit import Skip
    from fixer.engine import Change, Options
    from fixer.workspace.run import Outcome

    #: Fixes the Dockerfile with the options given: what became of it, and its text.
    Fixer = Callable[[Options], tuple[Outcome, bytes]]

#: verified: what is in the patch was built, and does the same; unchanged: there is no patch.
#: before_fails: it is not the patch's fault; not_verified: nothing of the patch could be verified.
Status = Literal["verified", "unchanged", "before_fails", "not_verified"]


class Wanted(NamedTuple):
    """How a verification is done."""

    build: Build
    asked: Asked = Asked()
    #: So many images are built at most, the first and the second among them.
    builds: int = 20
    #: The images stay, with their names.
    keep: bool = False
    #: The log of a build that fails is kept in this folder.
    logs: str | None = None


class Built(NamedTuple):
    """An image that was built."""

    tag: str
    seconds: float
    #: As the builder counts it, in bytes.
    size: int


class Verification:
    """What came out."""

    def __init__(self, path: str, builder: str) -> None:
        self.path = path
        self.builder = builder
        self.status: Status = "unchanged"
        #: The text that was verified; the one from before where nothing was.
        self.text = b""
        self.changes: Sequence[Change] = ()
        #: What the transforms left alone, and after it what was dropped.
        self.skips: Sequence[Skip] = ()
        #: Edits that failed, each with the reason; they are among `skips`, too.
        self.dropped: list[Skip] = []
        self.before: Built | None = None
        self.after: Built | None = None
        self.comparison: Comparison | None = None
        #: What both images do, by what was asked.
        self.behaviour: dict[str, Answer] = {}
        #: Whether the image does the same without a thing; None where nothing was asked of it.
        self.withstands: dict[str, bool] | None = None
        #: Images that were built, and how many would have been at most.
        self.builds = 0
        self.bound = 0
        self.seconds = 0.0
        #: Why it was not verified: the last lines of a build, or what is another.
        self.reasons: tuple[str, ...] = ()
        #: What else a reader must know.
        self.notes: list[str] = []
        #: Files with the output of builds that failed.
        self.logs: list[str] = []
        #: Images that were kept, as `--keep` asks.
        self.kept: tuple[str, ...] = ()


class _Verdict(NamedTuple):
    """What became of one text."""

    #: Empty where it builds and does the same.
    reasons: tuple[str, ...] = ()
    built: Built | None = None


def verify(
    path: str,
    source: bytes,
    options: Options,
    fixer: Fixer,
    builder: Builder,
    wanted: Wanted,
    say: Callable[[str], None] | None = None,
) -> Verification:
    """Fix a Dockerfile in memory and prove the result; nothing is written but logs.

    `say` is given the lines of the builders' output as they come. Images and containers are gone
    when this returns, unless they are to be kept, and also when it raises. Raises Failed where it
    could not be found out.
    """
    import time

    start = time.monotonic()
    with _Session(path, builder, wanted, say) as session:
        found = _verify(session, source, options, fixer)
    found.notes += session.left
    found.seconds = time.monotonic() - start
    return found


def _verify(session: _Session, source: bytes, options: Options, fixer: Fixer) -> Verification:
    found = Verification(session.path, session.builder.name)
    found.bound = session.wanted.builds
    found.text = source
    outcome, after = fixer(options)
    if outcome.problem:
        raise Failed(outcome.problem.reason)
    found.changes, found.skips = outcome.changes, outcome.skips
    if after == source:
        return found

    try:
        ran, before = session.build("before", source)
        if before is None:
            found.status, found.reasons = "before_fails", session.builder.reason(ran)
            return found
        found.before = before
        trials = _Trials(session, source, before)
        found.behaviour = trials.reference
        found.notes += [
            f"{what}, before: {answer.said}; so it says nothing of the patch"
            for what, answer in trials.reference.items()
            if not answer.works
        ]

        verdict = trials.verdict(after)
        if verdict.built is None and session.builder.cached(ran):
            # What came from the cache may be gone from the network by now: that is no fault of
            # the patch.
            session.say("fix: the result does not build; the original, without the cache:")
            control, built = session.build("control", source, fresh=True)
            if built is None:
                found.status, found.reasons = "before_fails", session.builder.reason(control)
                found.notes.append("it builds only with what the cache still holds")
                return found
        if verdict.reasons:
            outcome, after = _without_the_guilty(options, fixer, trials, outcome, found)
            try:
                verdict = trials.verdict(after)
            except OutOfTries:
                verdict = _Verdict((_NOT_TRIED,))
        if after == source or verdict.reasons:
            found.status = "not_verified"
            found.changes, found.skips = (), outcome.skips
            return found
        found.changes, found.skips, found.text = outcome.changes, outcome.skips, after
        found.status, found.after = "verified", verdict.built
        assert found.after
        found.comparison = _compared(session, trials.behaviour, before, found.after, found.notes)
        if any(answer.works for answer in trials.reference.values()):
            session.say("fix: the result, with less and less to it:")
            found.withstands = trials.behaviour.withstands(found.after.tag, trials.reference)
        session.keep = [before.tag, found.after.tag]
        found.kept = tuple(session.keep) if session.wanted.keep else ()
        return found
    finally:
        found.builds, found.logs = session.builds, session.logs


def _compared(
    session: _Session, behaviour: Behaviour, before: Built, after: Built, notes: list[str]
) -> Comparison:
    """What became of the image; what cannot be compared is among the `notes`."""
    one, other = session.images([before.tag, after.tag])
    database = unread([*one.files, *other.files])
    if database is None:
        return compare(one, other)
    had, has = behaviour.packages(before.tag), behaviour.packages(after.tag)
    if had is None or has is None:
        notes.append(
            f"packages of rpm's are not compared: /{database} is in an older form, and the "
            "image's own rpm does not tell"
        )
        return compare(one, other)
    return compare(one, other, (had, has))


class _Trials:
    """Builds texts and tries them, each text once, within the bound."""

    def __init__(self, session: _Session, source: bytes, before: Built) -> None:
        self._session = session
        image = session.images([before.tag])[0]
        self._had_health = _has_health(image)
        self.behaviour = session.behaviour(self._had_health)
        self.reference = self.behaviour.reference(before.tag)
        self._known: dict[bytes, _Verdict] = {source: _Verdict((), before)}

    def verdict(self, text: bytes) -> _Verdict:
        """Whether the text builds and its image does the same. Raises OutOfTries."""
        if text not in self._known:
            self._known[text] = self._tried(text)
        return self._known[text]

    def _tried(self, text: bytes) -> _Verdict:
        session = self._session
        if session.builds >= session.wanted.builds:
            raise OutOfTries
        ran, built = session.build(f"after{session.builds}", text)
        if built is None:
            return _Verdict(session.builder.reason(ran))
        others = differences(self.reference, self.behaviour.answers(built.tag, (), self.reference))
        if not self._had_health and _has_health(session.images([built.tag])[0]):
            ill = self.behaviour.new_health_check(built.tag)
            others += [ill] if ill else []
        return _Verdict(tuple(others), built)


def _has_health(image: Image) -> bool:
    test = (image.config.get("Healthcheck") or {}).get("Test")
    return bool(test) and test != ["NONE"]


def _without_the_guilty(
    options: Options, fixer: Fixer, trials: _Trials, outcome: Outcome, found: Verification
) -> tuple[Outcome, bytes]:
    """The patch with as little left out as it takes: whole transforms first, then their edits."""
    reasons: dict[tuple[str, int], str] = {}
    names = tuple(dict.fromkeys(change.transform for change in outcome.changes))
    edits = {
        name: tuple(dict.fromkeys(c.line for c in outcome.changes if c.transform == name))
        for name in names
    }

    def with_all_but(left: Iterable[tuple[str, int]]) -> tuple[Outcome, bytes]:
        said = tuple((name, line, reasons.get((name, line), "-")) for name, line in left)
        return fixer(options._replace(without=(*options.without, *said)))

    def text_of(left: Iterable[tuple[str, int]]) -> bytes:
        tried, text = with_all_but(left)
        if tried.problem:
            raise Failed(tried.problem.reason)
        return text

    def all_of(these: Iterable[str]) -> list[tuple[str, int]]:
        return [(name, line) for name in these for line in edits[name]]

    def fails_for(left: Iterable[tuple[str, int]]) -> tuple[str, ...]:
        return trials.verdict(text_of(left)).reasons

    seen: dict[tuple[str, ...], tuple[str, ...]] = {}

    def transforms_pass(kept: tuple[str, ...]) -> bool:
        seen[kept] = fails_for(all_of(name for name in names if name not in kept))
        return not seen[kept]

    first = blame(names, transforms_pass)
    left = all_of((*first.guilty, *first.untried))
    whole = fails_for(())
    why: dict[str, tuple[str, ...]] = {}
    for guilty in first.guilty:
        # The shortest beginning that failed and had it in it says what is wrong with it.
        failed = [kept for kept in seen if guilty in kept and seen[kept]]
        why[guilty] = seen[min(failed, key=len)] if failed else whole
    for guilty in first.guilty:
        others = [each for each in left if each[0] != guilty]
        mine = edits[guilty]
        if len(mine) > 1:

            def edits_pass(
                kept: tuple[int, ...],
                others: list[tuple[str, int]] = others,
                mine: tuple[int, ...] = mine,
                guilty: str = guilty,
            ) -> bool:
                away = [(guilty, line) for line in mine if line not in kept]
                return not fails_for([*others, *away])

            second = blame(mine, edits_pass)
            mine = (*second.guilty, *second.untried)
            for line in second.untried:
                reasons[guilty, line] = _NOT_TRIED
        left = [*others, *((guilty, line) for line in mine)]
        for line in mine:
            reasons.setdefault((guilty, line), _reason(why[guilty]))
    for name, line in all_of(first.untried):
        reasons[name, line] = _NOT_TRIED
    found.reasons = whole
    kept, text = with_all_but(left)
    said = {(name, line): reasons[name, line] for name, line in left}
    found.dropped = [
        skip for skip in kept.skips if said.get((skip.transform, skip.line)) == skip.reason
    ]
    return kept, text


_NOT_TRIED = "dropped: the bound on builds was reached before it could be verified"


def _reason(lines: Iterable[str]) -> str:
    return f"dropped, for with it the build or the image fails: {' / '.join(lines)}"


class _Session:
    """What one verification makes outside of this process; all of it goes in the end."""

    def __init__(
        self, path: str, builder: Builder, wanted: Wanted, say: Callable[[str], None] | None
    ) -> None:
        self.path = path
        self.builder = builder
        self.wanted = wanted
        self.say: Callable[[str], None] = say or (lambda _: None)
        self.builds = 0
        #: Files with the output of builds that failed.
        self.logs: list[str] = []
        #: Images that stay where images are to be kept.
        self.keep: list[str] = []
        #: What could not be removed, in words.
        self.left: list[str] = []
        self._name = f"fixer-verify-{uuid.uuid4().hex[:12]}"
        self._tags: list[str] = []
        #: Those of them that are known to be images.
        self._built: list[str] = []
        self._failed: list[Ran] = []
        self._reader = Reader()
        self._behaviours: list[Behaviour] = []

    def __enter__(self) -> _Session:
        return self

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        with undisturbed():
            keep = self.keep if self.wanted.keep else []
            try:
                left = self.builder.remove_images([t for t in self._tags if t not in keep])
                self.builder.forget(self._failed)
            except Failed:
                left = self._tags
            left = [tag for tag in left if tag in self._built]
            self.left = [f"the image {tag} could not be removed" for tag in left]
            for behaviour in self._behaviours:
                self.left += [f"the container {n} could not be removed" for n in behaviour.left]
            for each in self.left:
                self.say(f"fix: {each}")
            if error is not None and self.wanted.logs is None:
                for path in self.logs:  # nobody is told of them
                    with suppress(OSError):
                        os.unlink(path)
            if self.left and isinstance(error, Failed):
                raise Failed("; ".join((str(error), *self.left))) from error

    def behaviour(self, has_health: bool) -> Behaviour:
        """Tries images as it is wanted."""
        behaviour = Behaviour(self.builder, self.wanted.asked, has_health)
        self._behaviours.append(behaviour)
        return behaviour

    def build(self, what: str, text: bytes, *, fresh: bool = False) -> tuple[Ran, Built | None]:
        """Build an image; without one where it fails. Raises Failed if that is not the text's."""
        tag = f"{self._name}:{what}"
        self.builds += 1
        self.say(f"fix: building {self.path} ({what}) with {self.builder.name}")
        with dockerfile(text, self.path) as (file, ignores), self._log(what) as log:
            self._tags.append(tag)
            for again in (True, False):
                ran = self.builder.build(
                    file, ignores, tag, self.wanted.build, fresh=fresh, line=self.say, log=log
                )
                if not again or not self.builder.hindered(ran):
                    break
            if ran.code == 0:
                log.truncate(0)
        if ran.code == 0:
            self._built.append(tag)
            return ran, Built(tag, ran.seconds, self.builder.size(tag))
        self._failed.append(ran)
        if ran.code is None:
            limit = f"it does not end within {self.wanted.build.timeout:g} s (--timeout)"
            return ran._replace(lines=(*ran.lines, limit)), None
        self.builder.check(ran)
        return ran, None

    def images(self, tags: Sequence[str]) -> list[Image]:
        """What images are, for comparison."""
        found: dict[str, Image] = {}
        for archive in self.builder.archives(tags):
            with archive as stream:
                found.update(self._reader.read(stream))
        if lacking := [tag for tag in tags if tag not in found]:
            raise Failed(f"{self.builder.program} does not give out the image {lacking[0]}")
        return [found[tag] for tag in tags]

    def _logged(self, what: str) -> bool:
        """Whether there is a log already that says the same: halving only repeats the first."""
        return what.startswith("after") and any("-after" in path for path in self.logs)

    @contextmanager
    def _log(self, what: str) -> Iterator[IO[bytes]]:
        """A file for the output of a build; it stays where it is the first of its kind to fail."""
        import tempfile

        folder = self.wanted.logs or tempfile.gettempdir()
        path = os.path.join(folder, f"{self._name}-{what}.log")
        kept = False
        try:
            # What a build says may be no one else's business.
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise Failed(f"a log cannot be written: {error}") from error
        try:
            # Without a buffer: what a full disk has no room for is not to be written at the end.
            with open(number, "wb", buffering=0) as file:
                yield file
                kept = bool(os.fstat(number).st_size) and not self._logged(what)
        finally:
            if kept:
                self.logs.append(path)
            else:
                with suppress(OSError):
                    os.unlink(path)
