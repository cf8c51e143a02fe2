"""The language server: diagnostics, quick fixes and a fix of all, for whatever editor asks.

The loop only receives and answers; the fixer works in one thread of its own, so a large file or a
slow registry holds up no editor. While somebody types nobody else is asked about anything: with
`online`, registries are asked when a document is opened or saved.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import to_fs_path

from fixer import __version__
from fixer.config import Wanted
from fixer.edit import Safety
from fixer.editor import analysis
from fixer.editor.analysis import Analysis
from fixer.editor.text import Position, Text, replacements
from fixer.later import NamedTuple

FIX_ALL = "source.fixAll.fix"
#: Seconds without a key being pressed before the diagnostics are made anew.
_PAUSE = 0.1
_LEVELS = {
    Safety.SAFE: types.DiagnosticSeverity.Information,
    Safety.HARDENING: types.DiagnosticSeverity.Warning,
    Safety.UNSAFE: types.DiagnosticSeverity.Warning,
}

Result = TypeVar("Result")


class Settings(NamedTuple):
    """What the editor says."""

    wanted: Wanted = Wanted()
    #: Whether places left alone are shown.
    skips: bool = False
    online: bool = False


class _Document:
    """A document that is open in the editor."""

    def __init__(self, item: types.TextDocumentItem, encoding: str) -> None:
        self.uri = item.uri
        self.path = to_fs_path(item.uri)
        self.language = item.language_id
        self.version = item.version
        self.text = Text(item.text, encoding)
        #: What was said of this very version.
        self.analysis: Analysis | None = None
        self.timer: asyncio.TimerHandle | None = None

    def wait(self) -> None:
        """Leave what was going to be said unsaid."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


class Session:
    """One editor's session. `settings` is what the command line says, and the editor may change."""

    def __init__(self, server: LanguageServer, settings: Settings) -> None:
        self._server = server
        self._given = settings
        self._settings = settings
        self._documents: dict[str, _Document] = {}
        self._worker = ThreadPoolExecutor(1, "fixer")
        self._tasks: set[asyncio.Task[None]] = set()
        self.ended_in_order = False

    def configure(self, said: object) -> None:
        """Take the editor's settings, alone or under "fix"; what is wrong is told and left out."""
        if isinstance(said, Mapping) and isinstance(said.get("fix"), Mapping):
            said = said["fix"]
        self._settings, wrong = _configured(self._given, said if isinstance(said, Mapping) else {})
        for each in wrong:
            self._server.window_show_message(
                types.ShowMessageParams(types.MessageType.Warning, f"fix: {each}")
            )
        self.again()

    def again(self) -> None:
        """Say all diagnostics anew."""
        for document in self._documents.values():
            document.analysis = None
            self._soon(document, pause=0)

    def open(self, item: types.TextDocumentItem) -> None:
        encoding = self._server.workspace.position_encoding
        document = _Document(item, getattr(encoding, "value", None) or str(encoding or "utf-16"))
        self.close(item.uri)
        self._documents[item.uri] = document
        self._soon(document, pause=0, ask=True)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        document = self._documents.get(params.text_document.uri)
        if document is None:
            return
        for each in params.content_changes:
            if isinstance(each, types.TextDocumentContentChangePartial):
                document.text = document.text.replaced(
                    _position(each.range.start), _position(each.range.end), each.text
                )
            else:
                document.text = Text(each.text, document.text.encoding)
        document.version = params.text_document.version
        document.analysis = None
        self._soon(document, pause=_PAUSE)

    def save(self, uri: str) -> None:
        if uri in self._documents:
            self._soon(self._documents[uri], pause=0, ask=True)

    def close(self, uri: str) -> None:
        document = self._documents.pop(uri, None)
        if document is not None:
            document.wait()
            self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def end(self) -> None:
        for document in self._documents.values():
            document.wait()
        self._worker.shutdown(wait=False, cancel_futures=True)

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What can be done about the lines that the editor asks for."""
        document = self._documents.get(params.text_document.uri)
        if document is None:
            return []
        version = document.version
        if document.analysis is None:
            document.analysis = await self._work(self._analyse, document, document.text, False)
        said = document.analysis
        if said is None or document.version != version:
            return []
        found = await self._work(_actions, said, document.text, params)
        if document.version != version:
            return []
        versioned = _has(
            self._server.client_capabilities, "workspace", "workspace_edit", "document_changes"
        )
        return [
            types.CodeAction(
                title=each.title,
                kind=each.kind,
                diagnostics=[each.diagnostic] if each.diagnostic else None,
                is_preferred=True if each.preferred else None,
                edit=_workspace_edit(document, each.after, versioned=versioned),
            )
            for each in found
        ]

    def _soon(self, document: _Document, pause: float, ask: bool = False) -> None:
        document.wait()
        loop = asyncio.get_running_loop()

        def begin() -> None:
            document.timer = None
            task = loop.create_task(self._publish(document, ask))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        document.timer = loop.call_later(pause, begin)

    async def _publish(self, document: _Document, ask: bool) -> None:
        version, settings = document.version, self._settings
        said = await self._work(self._analyse, document, document.text, ask)
        if (self._documents.get(document.uri), document.version, self._settings) != (
            document, version, settings,
        ):  # fmt: skip
            return  # it is another text by now, and what is said of that is under way
        document.analysis = said
        shown = list(_diagnostics(said, document.text, skips=settings.skips)) if said else []
        self._server.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(document.uri, [each for each, _, _ in shown], version)
        )

    def _analyse(self, document: _Document, text: Text, ask: bool) -> Analysis | None:
        settings = self._settings
        wanted = settings.wanted._replace(offline=None if ask and settings.online else True)
        return analysis.analyse(text.source, document.path, document.language, wanted)

    async def _work(self, function: Callable[..., Result], *arguments: object) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._worker, function, *arguments)


class _Protocol(LanguageServerProtocol):
    """Without pygls' own copies of the texts.

    They end a line where Python does, at a form feed or U+2028, too; and to find a place in them
    the columns of the message itself are changed.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Iterator[object]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Iterator[object]:
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None


def serve(settings: Settings, source: BinaryIO, sink: BinaryIO) -> int:
    """Serve one editor until it ends the session; the exit code that the protocol asks for."""
    server = LanguageServer("fix", __version__, protocol_cls=_Protocol)
    session = Session(server, settings)
    feature = server.feature

    @feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        if params.initialization_options is not None:
            session.configure(params.initialization_options)

    @feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        if _has(workspace, "did_change_watched_files", "dynamic_registration"):
            await server.client_register_capability_async(_watchers())
        if _has(workspace, "configuration"):
            await pull()

    async def pull() -> None:
        item = types.ConfigurationItem(section="fix")
        said = await server.workspace_configuration_async(types.ConfigurationParams([item]))
        if said and said[0] is not None:
            session.configure(said[0])

    @feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configuration(params: types.DidChangeConfigurationParams) -> None:
        if params.settings:
            session.configure(params.settings)
        elif _has(server.client_capabilities.workspace, "configuration"):
            await pull()

    @feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        session.again()

    @feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        session.open(params.text_document)

    @feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        session.change(params)

    @feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        session.save(params.text_document.uri)

    @feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.close(params.text_document.uri)

    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]

    @feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    async def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return await session.actions(params)

    @feature(types.SHUTDOWN)
    def shutdown(params: None) -> None:
        session.ended_in_order = True
        session.end()

    server.start_io(source, sink)
    session.end()
    return 0 if session.ended_in_order else 1


def _configured(given: Settings, said: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """The settings, and what is wrong with those that the editor says."""
    settings, wrong = given, []
    levels = {level.name.lower(): level for level in Safety}
    for name, value in said.items():
        if value is None:
            continue
        if name == "level" and isinstance(value, str) and value in levels:
            wanted = settings.wanted._replace(safety=levels[value])
            settings = settings._replace(wanted=wanted)
        elif name == "skips" and isinstance(value, bool):
            settings = settings._replace(skips=value)
        elif name == "online" and isinstance(value, bool):
            settings = settings._replace(online=value)
        elif name == "level":
            wrong.append(f"the setting level must be one of {', '.join(levels)}")
        elif name in ("skips", "online"):
            wrong.append(f"the setting {name} must be true or false")
        else:
            wrong.append(f"no setting is named {name!r}")
    return settings, wrong


def _watchers() -> types.RegistrationParams:
    watched = types.DidChangeWatchedFilesRegistrationOptions(
        [types.FileSystemWatcher(f"**/{name}") for name in (".fixer.toml", "pyproject.toml")]
    )
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    return types.RegistrationParams([types.Registration("configuration", method, watched)])


#: A diagnostic, and the transform and the line, from 1, that it is about.
_Shown = tuple[types.Diagnostic, str, int]


def _diagnostics(said: Analysis, text: Text, *, skips: bool) -> Iterator[_Shown]:
    """What there is to say of a text, sorted by line."""
    outcome = said.outcome
    if outcome.problem is not None:
        line = outcome.problem.line or 1
        level = types.DiagnosticSeverity.Error
        yield _diagnostic(text, line, outcome.problem.reason, level), "", line
    shown: dict[tuple[int, str, str], types.DiagnosticSeverity] = {}
    for change in outcome.changes:
        shown[change.line, change.transform, change.why] = _LEVELS[change.safety]
    for skip in outcome.skips:
        if skip.fails:
            level = types.DiagnosticSeverity.Warning
        elif skips:
            level = types.DiagnosticSeverity.Hint
        else:
            continue
        reason = skip.reason
        if skip.safety is not None:
            reason += f" (not applied: {skip.safety.name.lower()})"
        shown.setdefault((skip.line, skip.transform, reason), level)
    for (line, transform, why), level in sorted(shown.items()):
        yield _diagnostic(text, line, why, level, transform), transform, line


def _diagnostic(
    text: Text, line: int, message: str, level: types.DiagnosticSeverity, code: str = ""
) -> types.Diagnostic:
    start, end = map(text.position, text.line(line))
    return types.Diagnostic(
        _range(start, end),
        # A text without half a pair: many a client would refuse the whole message.
        message.encode("utf-8", "backslashreplace").decode("utf-8"),
        severity=level,
        code=code or None,
        source="fix",
    )


class _Action(NamedTuple):
    """Something to do, and the text that it makes."""

    title: str
    kind: str
    after: str
    diagnostic: types.Diagnostic | None = None
    preferred: bool = False


def _actions(said: Analysis, text: Text, params: types.CodeActionParams) -> list[_Action]:
    wanted = params.context.only
    first, last = params.range.start.line, params.range.end.line
    made: list[_Action] = []
    if _is_wanted(types.CodeActionKind.QuickFix.value, wanted):
        changes = said.outcome.changes
        edits = {(each.transform, each.line) for each in changes}
        done: set[tuple[str, int]] = set()
        several: set[str] = set()
        for diagnostic, transform, line in _diagnostics(said, text, skips=False):
            at = diagnostic.range
            if at.end.line < first or at.start.line > last or (transform, line) in done:
                continue
            done.add((transform, line))
            if (transform, line) in edits:
                made += _fix(said, transform, line, diagnostic)
                if len({each for each in edits if each[0] == transform}) > 1:
                    several.add(transform)
            if transform:
                made += _ignore(said, transform, line, diagnostic)
        for transform in sorted(several):
            if (after := analysis.every(said, transform)) is not None:
                title = f"fix: {transform}, everywhere in this file"
                made.append(_Action(title, types.CodeActionKind.QuickFix.value, after))
    if said.outcome.changed and _is_wanted(FIX_ALL, wanted):
        made.append(_Action("fix: all of it", FIX_ALL, said.after))
    # What mends a place comes before what has it left alone.
    return sorted(made, key=lambda each: not each.preferred)


def _fix(
    said: Analysis, transform: str, line: int, diagnostic: types.Diagnostic
) -> Iterator[_Action]:
    after = analysis.only(said, transform, line)
    if after is not None:
        kind = types.CodeActionKind.QuickFix.value
        yield _Action(f"fix: {transform}", kind, after, diagnostic, preferred=True)


def _ignore(
    said: Analysis, transform: str, line: int, diagnostic: types.Diagnostic
) -> Iterator[_Action]:
    after = analysis.ignored(said, transform, line)
    if after is not None:
        title = f"fix: leave this place alone, ignore[{transform}]"
        yield _Action(title, types.CodeActionKind.QuickFix.value, after, diagnostic)


def _is_wanted(kind: str, only: Any) -> bool:
    """Whether a kind is one of those asked for, or of their own kinds."""
    if only is None:
        return True
    names = [str(getattr(each, "value", each)) for each in only]
    return any(not name or kind == name or kind.startswith(name + ".") for name in names)


def _workspace_edit(document: _Document, after: str, *, versioned: bool) -> types.WorkspaceEdit:
    text = document.text
    edits = [
        types.TextEdit(_range(text.position(start), text.position(end)), new)
        for start, end, new in replacements(text.source, after)
    ]
    if not versioned:
        return types.WorkspaceEdit(changes={document.uri: edits})
    which = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(which, edits)])


def _range(start: Position, end: Position) -> types.Range:
    return types.Range(types.Position(*start), types.Position(*end))


def _position(at: types.Position) -> Position:
    return Position(at.line, at.character)


def _has(capabilities: object, *names: str) -> bool:
    """Whether the client says that it can do something."""
    for name in names:
        capabilities = getattr(capabilities, name, None)
    return bool(capabilities)
