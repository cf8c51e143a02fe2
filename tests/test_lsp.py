"""`fix lsp`, asked by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from fixer import fix_text
from fixer.editor.text import Position, Text, replacements
from tests.conftest import ROOT

#: In seconds: far more than anything here takes.
_PATIENCE = 60

DOCKERFILE = """\
FROM debian:12
WORKDIR app
RUN apt-get update && apt-get install -y curl \\
    && rm -rf /var/lib/apt/lists/*
RUN pip install requests
RUN pip install flask
"""


class Editor:
    """An editor with a text open: it applies what the server answers, as UTF-16 counts it."""

    def __init__(self, **capabilities: Any) -> None:
        self.client = LanguageClient("test", "1")
        self.capabilities = types.ClientCapabilities(**capabilities)
        self.said: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []
        self.settings: object = None
        self.watched: list[object] = []
        self.text = ""
        self.uri = ""
        self.version = 1

        @self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: types.PublishDiagnosticsParams) -> None:
            self.said.put_nowait(params)

        @self.client.feature(types.WINDOW_SHOW_MESSAGE)
        def _(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)

        @self.client.feature(types.WORKSPACE_CONFIGURATION)
        def _(params: types.ConfigurationParams) -> list[object]:
            return [self.settings for _ in params.items]

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def _(params: types.RegistrationParams) -> None:
            self.watched += params.registrations

    async def open(
        self, uri: str, text: str, language: str = "dockerfile"
    ) -> list[types.Diagnostic]:
        self.uri, self.text, self.version = uri, text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )
        return await self.diagnostics()

    async def diagnostics(self) -> list[types.Diagnostic]:
        """What is said of this very version."""
        while True:
            said = await asyncio.wait_for(self.said.get(), _PATIENCE)
            if said.uri == self.uri and said.version == self.version:
                return list(said.diagnostics)

    async def type(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Change a part of the text, here and there."""
        at = types.Range(types.Position(*start), types.Position(*end))
        self.text = applied(self.text, [types.TextEdit(at, text)])
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri),
                [types.TextDocumentContentChangePartial(at, text)],
            )
        )

    async def actions(
        self, first: int = 0, last: int = 9999, only: list[str] | None = None
    ) -> list[types.CodeAction]:
        at = types.Range(types.Position(first, 0), types.Position(last, 0))
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri), at, types.CodeActionContext([], only)
            )
        )
        assert all(isinstance(each, types.CodeAction) for each in answer or [])
        return [each for each in answer or [] if isinstance(each, types.CodeAction)]

    async def all_fixed(self) -> str:
        """The text after `source.fixAll`."""
        (action,) = await self.actions(only=["source.fixAll"])
        assert action.kind == "source.fixAll.fix"
        return self.after(action)

    def after(self, action: types.CodeAction) -> str:
        assert action.edit
        if action.edit.document_changes:
            (change,) = action.edit.document_changes
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == self.version
            edits: Any = change.edits
        else:
            assert action.edit.changes
            edits = action.edit.changes[self.uri]
        return applied(self.text, edits)


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """As an editor does it: in UTF-16, all places counted in the text before any edit."""
    units = text.encode("utf-16-le", "surrogatepass")
    starts = [0]
    for end in re.finditer(r"\r\n|\r|\n", text):
        starts.append(len(text[: end.end()].encode("utf-16-le", "surrogatepass")))

    def offset(at: types.Position) -> int:
        place = starts[at.line] + 2 * at.character
        line_end = starts[at.line + 1] if at.line + 1 < len(starts) else len(units)
        assert place <= line_end, f"{at} is beyond its line"
        return place

    placed = sorted((offset(e.range.start), offset(e.range.end), e.new_text) for e in edits)
    for (_, end, _), (start, _, _) in pairwise(placed):
        assert end <= start, "two edits overlap"
    for start, end, new in reversed(placed):
        units = units[:start] + new.encode("utf-16-le", "surrogatepass") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")


@asynccontextmanager
async def session(
    *arguments: str, options: object = None, editor: Editor | None = None
) -> AsyncIterator[Editor]:
    """A server, from `initialize` to `exit`; it must end with 0 and say no error."""
    editor = editor or Editor()
    client = editor.client
    await client.start_io(sys.executable, "-P", "-m", "fixer", "lsp", "--stdio", *arguments)
    process = client._server
    assert process
    try:
        await client.initialize_async(
            types.InitializeParams(editor.capabilities, initialization_options=options)
        )
        client.initialized(types.InitializedParams())
        yield editor
        await asyncio.wait_for(client.shutdown_async(None), _PATIENCE)
        client.exit(None)
        assert process.stderr
        said = await asyncio.wait_for(process.stderr.read(), _PATIENCE)
        assert await asyncio.wait_for(process.wait(), _PATIENCE) == 0, said.decode()
        assert b"Traceback" not in said, said.decode()
        await client.stop()
    finally:
        if process.returncode is None:
            process.kill()


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 2 * _PATIENCE))


def fixed_by_command(path: Path, *arguments: str) -> str:
    """What the command prints for the same text, as it would name the file."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "fixer", "-q", *arguments, "--stdin-filename", str(path), "-"],
        input=path.read_bytes(), capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def test_from_a_diagnostic_to_the_text_that_the_command_writes(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text(DOCKERFILE)

    async def test() -> None:
        async with session() as editor:
            said = await editor.open(path.as_uri(), DOCKERFILE)
            named = {(each.code, each.range.start.line) for each in said}
            assert ("absolute_workdir", 1) in named
            assert ("no_install_recommends", 2) in named
            assert {4, 5} <= {line for code, line in named if code == "pip_cache"}
            assert all(each.source == "fix" and each.message for each in said)
            kinds = {each.severity for each in said}
            assert kinds <= {types.DiagnosticSeverity.Information, types.DiagnosticSeverity.Warning}
            line = DOCKERFILE.splitlines()[2]
            there = next(each for each in said if each.code == "no_install_recommends")
            assert (there.range.start.character, there.range.end.character) == (0, len(line))
            after = await editor.all_fixed()
            assert after != DOCKERFILE
            assert after == fixed_by_command(path)

    run(test)


def test_a_quick_fix_is_that_edit_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"

    async def test() -> None:
        capable = types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
        )
        async with session(editor=Editor(workspace=capable)) as editor:
            await editor.open(path.as_uri(), DOCKERFILE)
            actions = await editor.actions(5, 5, ["quickfix"])
            fix = next(each for each in actions if each.title == "fix: pip_cache")
            assert fix.is_preferred
            assert fix.diagnostics
            assert [each.range.start.line for each in fix.diagnostics] == [5]
            lines = DOCKERFILE.splitlines()
            after = editor.after(fix).splitlines()
            assert after[:5] == lines[:5]
            assert "--no-cache-dir" in after[5]
            everywhere = next(each for each in actions if "everywhere" in each.title)
            wanted = fix_text(DOCKERFILE, select=["pip_cache"]).after.decode()
            assert editor.after(everywhere) == wanted
            assert wanted.count("--no-cache-dir") == 2
            assert not await editor.actions(0, 0, ["quickfix"])
            assert not await editor.actions(only=["refactor"])

    run(test)


def test_a_place_is_left_alone_by_a_comment() -> None:
    source = 'FROM debian:12\nRUN \\\n    pip install flask\nCMD ["x"]\n'

    async def test() -> None:
        async with session() as editor:
            for text in (source, source.replace("\n", "\r\n")):
                await editor.open(f"untitled:{len(text)}", text)
                actions = await editor.actions(only=["quickfix"])
                action = next(each for each in actions if "ignore[pip_cache]" in each.title)
                after = editor.after(action)
                end = "\r\n" if "\r" in text else "\n"
                comment = f"# fixer: ignore[pip_cache]{end}RUN \\{end}"
                assert after == text.replace(f"RUN \\{end}", comment)
                changes = fix_text(after).changes
                assert all(change.transform != "pip_cache" for change in changes)

    run(test)


def test_typing_changes_what_is_said_and_columns_are_counted_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    # Characters that end no line here, although Python takes them for line ends.
    text = 'FROM debian:12\r\nLABEL a="🐳🐳é\u2028\x0c\x85"\r\nRUN true\r\n'

    async def test() -> None:
        async with session() as editor:
            before = await editor.open(path.as_uri(), text)
            assert all(each.code != "pip_cache" for each in before)
            await editor.type((2, 4), (2, 8), "true && echo '🐳' && pip install flask")
            await editor.type((1, 9), (1, 11), "x🐙")
            said = await editor.diagnostics()
            assert "a=\"x🐙🐳é" in editor.text  # fmt: skip
            assert [each.range.start.line for each in said if each.code == "pip_cache"] == [2]
            whole = next(each.range for each in said if each.code == "pip_cache")
            units = len(editor.text.split("\r\n")[2].encode("utf-16-le")) // 2
            assert whole.end.character == units
            assert await editor.all_fixed() == fix_text(editor.text, offline=True).after.decode()
            await editor.type((0, 0), (3, 0), "")
            (problem,) = await editor.diagnostics()
            assert editor.text == ""
            assert problem.severity == types.DiagnosticSeverity.Error
            await editor.type((0, 0), (0, 0), text)
            assert await editor.diagnostics() == before

    run(test)


def test_an_invalid_dockerfile_is_an_error_and_the_server_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"

    async def test() -> None:
        async with session() as editor:
            (problem,) = await editor.open(path.as_uri(), "FROM debian:12\nFORM x\n")
            assert problem.severity == types.DiagnosticSeverity.Error
            assert problem.range.start.line == 1
            assert "FORM" in problem.message
            assert await editor.actions() == []
            await editor.type((1, 0), (1, 6), "RUN pip install x")
            assert [each.code for each in await editor.diagnostics() if each.code == "pip_cache"]

    run(test)


def test_documents_that_lie_nowhere_and_those_that_are_not_ours(tmp_path: Path) -> None:
    async def test() -> None:
        async with session() as editor:
            assert await editor.open("untitled:Untitled-1", DOCKERFILE)
            assert await editor.all_fixed() == fix_text(DOCKERFILE, offline=True).after.decode()
            missing = (tmp_path / "no" / "such" / "Dockerfile").as_uri()
            assert await editor.open(missing, DOCKERFILE)
            # The name says what it is, where the editor does not.
            assert await editor.open((tmp_path / "a.Dockerfile").as_uri(), DOCKERFILE, "plaintext")
            assert not await editor.open((tmp_path / "a.txt").as_uri(), DOCKERFILE, "plaintext")
            assert not await editor.open((tmp_path / "a.yaml").as_uri(), "a: 1\n", "yaml")
            assert not await editor.open("untitled:3", DOCKERFILE, "yaml")
            assert await editor.actions() == []
            editor.client.text_document_did_close(
                types.DidCloseTextDocumentParams(
                    types.TextDocumentIdentifier("untitled:Untitled-1")
                )
            )
            assert (await asyncio.wait_for(editor.said.get(), _PATIENCE)).diagnostics == ()
            half = 'FROM debian:12\nLABEL a="\ud83d"\nRUN pip install x\n'
            assert await editor.open("untitled:2", half)
            after = await editor.all_fixed()
            assert "--no-cache-dir" in after
            assert "\ud83d" in after

    run(test)


def test_compose_and_kubernetes_files(tmp_path: Path) -> None:
    compose = tmp_path / "compose.yaml"
    compose.write_text("services:\n  db:\n    image: postgres:16\n    privileged: true\n")
    (tmp_path / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n"
    )
    wanted = [
        each.with_name(each.name.replace(".fixed.", "."))
        for kind in ("compose", "kube")
        for each in sorted((ROOT / "cases").glob(f"{kind}_*/*.fixed.*.yaml"))
        if ".unsafe." not in each.name
    ][:4]

    async def test() -> None:
        async with session() as editor:
            await editor.open(compose.as_uri(), compose.read_text(), "dockercompose")
            pod = tmp_path / "pod.yaml"
            await editor.open(pod.as_uri(), pod.read_text(), "yaml")
            changed = 0
            for case in wanted:
                path = tmp_path / case.parent.name / "compose.yaml"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(case.read_bytes())
                said = await editor.open(path.as_uri(), case.read_text(), "yaml")
                subprocess.run(
                    [sys.executable, "-P", "-m", "fixer", "-q", str(path)],
                    check=True, capture_output=True,
                )  # fmt: skip
                if path.read_text() != case.read_text():
                    changed += 1
                    assert said
                    assert await editor.all_fixed() == path.read_text()
            assert changed

    run(test)


def test_the_files_own_configuration_counts_and_the_editors_settings(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    config = tmp_path / ".fixer.toml"
    config.write_text('ignore = ["pip_cache"]\nexclude = ["old.Dockerfile"]\n')
    path = tmp_path / "Dockerfile"
    path.write_text(DOCKERFILE)

    async def test() -> None:
        workspace = types.WorkspaceClientCapabilities(
            configuration=True,
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                dynamic_registration=True
            ),
        )
        editor = Editor(workspace=workspace)
        editor.settings = {"level": "safe"}
        async with session(editor=editor):
            said = await editor.open(path.as_uri(), DOCKERFILE)
            while any(each.code == "no_install_recommends" for each in said):
                said = await editor.diagnostics()  # the settings came after the text
            assert all(each.code != "pip_cache" for each in said)
            assert await editor.all_fixed() == fixed_by_command(path, "--safe")
            assert editor.watched
            assert not await editor.open((tmp_path / "old.Dockerfile").as_uri(), DOCKERFILE)

            await editor.open(path.as_uri(), DOCKERFILE)
            config.write_text("colour = 1\n")
            editor.client.workspace_did_change_watched_files(
                types.DidChangeWatchedFilesParams(
                    [types.FileEvent(config.as_uri(), types.FileChangeType.Changed)]
                )
            )
            (problem,) = await editor.diagnostics()
            assert problem.severity == types.DiagnosticSeverity.Error
            assert str(config) in problem.message
            assert "colour is not known" in problem.message
            config.unlink()

            editor.client.workspace_did_change_configuration(
                types.DidChangeConfigurationParams({"fix": {"skips": True, "level": "highest"}})
            )
            said = await editor.diagnostics()
            while not any(each.severity == types.DiagnosticSeverity.Hint for each in said):
                said = await editor.diagnostics()
            assert any(each.code == "pip_cache" for each in said)
            assert "fix: the setting level must be one of safe, hardening, unsafe" in (
                editor.messages
            )

    run(test)


def test_the_level_of_the_command_line_and_of_the_start(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text(DOCKERFILE)

    async def test() -> None:
        async with session("--safe", "--ignore", "pip_cache") as editor:
            await editor.open(path.as_uri(), DOCKERFILE)
            wanted = fixed_by_command(path, "--safe", "--ignore", "pip_cache")
            assert await editor.all_fixed() == wanted
        async with session("--safe", options={"level": "unsafe"}) as editor:
            await editor.open(path.as_uri(), DOCKERFILE)
            assert await editor.all_fixed() == fixed_by_command(path, "--unsafe")

    run(test)


def test_nobody_is_asked_while_somebody_types(tmp_path: Path) -> None:
    """A proxy that is asked for anything would be told so; there is none to be asked."""
    path = tmp_path / "Dockerfile"

    async def test() -> None:
        asked = asyncio.Event()
        server = await asyncio.start_server(
            lambda reader, writer: (asked.set(), writer.close()), "127.0.0.1", 0
        )  # fmt: skip
        port = server.sockets[0].getsockname()[1]
        changed = {"FIXER_OFFLINE": "", "HTTPS_PROXY": f"http://127.0.0.1:{port}"}
        kept = {name: os.environ.get(name) for name in changed}
        os.environ.update(changed)
        try:
            async with session() as editor:
                await editor.open(path.as_uri(), DOCKERFILE)
                await editor.all_fixed()
                assert not asked.is_set()
            async with session(options={"online": True}) as editor:
                await editor.open(path.as_uri(), DOCKERFILE)
                assert asked.is_set()
                asked.clear()
                await editor.type((0, 0), (0, 0), "# a comment\n")
                await editor.diagnostics()
                await editor.all_fixed()
                assert not asked.is_set()
        finally:
            for name, value in kept.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
            server.close()

    run(test)


def test_an_editor_that_goes_away_ends_the_server() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "fixer", "lsp"],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == b""


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pygls'] = None\n")
    done = subprocess.run(
        [sys.executable, "-m", "fixer", "lsp"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'dockerfile-fixer[lsp]'" in done.stderr


_TEXTS = st.text(st.sampled_from("ab \n\r\u2028🐳é"), max_size=30)


@given(_TEXTS, _TEXTS)
def test_replacements_make_one_text_of_the_other(before: str, after: str) -> None:
    text = Text(before)
    edits = []
    for start, end, new in replacements(before, after):
        at, stop = text.position(start), text.position(end)
        edits.append(types.TextEdit(types.Range(types.Position(*at), types.Position(*stop)), new))
    assert applied(before, edits) == after


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(_TEXTS)
def test_positions_and_offsets_are_each_others_inverse(encoding: str, source: str) -> None:
    text = Text(source, encoding)
    for offset in range(len(source) + 1):
        if source[offset - 1 : offset + 1] != "\r\n":
            assert text.offset(text.position(offset)) == offset
    assert text.offset(Position(999, 0)) == len(source)
