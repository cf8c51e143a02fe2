"""Which file stands at a path of a stage's image, as far as the Dockerfile and the context tell."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fixer.context.files import context_of
from fixer.dockerfile.words import WordError, expand
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.context.files import Context
    from fixer.dockerfile.shell import Command
    from fixer.dockerfile.stages import Stage
    from fixer.dockerfile.syntax import Instruction

#: `COPY --from` and links are followed this far.
_HOPS = 8
#: As many COPY and ADD instructions are looked at, at most, for all files of a Dockerfile.
_STEPS = 50_000
ARCHIVES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst")
#: A RUN without any of these makes no file whose content could be read from it.
_MAKES = regex(rb">|\b(?:tee|cp|mv|ln|install|curl|wget)\s")
_DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Found(NamedTuple):
    """A file that some instruction puts at a path."""

    #: None where it comes from somewhere not in sight: another image, a download, an archive, a
    #: context that is not at hand.
    data: bytes | None
    #: The path in the build context, where it comes from there.
    source: str | None = None


class Image:
    """The files of a stage's image."""

    def __init__(self, stage: Stage, context: Context | None) -> None:
        self.stage = stage
        self.context = context
        self._known: dict[str, Found | None] = {}
        self._targets: dict[int, tuple[str, bool, list[str]] | None] = {}
        #: How many steps are left, which all images of the document share.
        self._steps: list[int] = stage.document.once("image steps", lambda: [_STEPS])

    def read(self, path: str) -> bytes | None:
        """The content of the file at an absolute path; None where it is not in sight."""
        found = self.find(path)
        return found.data if found is not None else None

    def hidden(self, path: str) -> bool:
        """Whether a path is known to come from somewhere not in sight."""
        found = self.find(path)
        return found is not None and found.data is None

    def find(self, path: str, hops: int = _HOPS) -> Found | None:
        """What stands at an absolute path; None where no instruction is known to put it there."""
        path = _normal(path)
        if path not in self._known:
            if self._steps[0] <= 0:
                return None
            self._known[path] = None  # a circle of links finds nothing
            self._known[path] = self._find(path, hops)
        return self._known[path]

    def which(self, program: str) -> str | None:
        """The path of a program that is started by its bare name; None where none is found."""
        for folder in self.search_path:
            if folder.startswith("/"):
                path = posixpath.join(folder, program)
                if self.find(path) is not None:
                    return path
        return None

    @property
    def search_path(self) -> list[str]:
        text = None
        if "PATH" in set(self.stage.end_state.environment):
            text = self._variable_path()
        return (text or _DEFAULT_PATH).split(":")

    def _variable_path(self) -> str | None:
        """PATH as the last ENV sets it, what it was before put in at its end."""
        for stage in reversed(self.stage.lineage):
            for instruction in reversed(stage.instructions):
                if instruction.keyword != "ENV":
                    continue
                for name, value in instruction.pairs:
                    if name == "PATH":
                        value = value.strip("\"'").replace("${PATH}", "$PATH")
                        folders = [f for f in value.split(":") if f != "$PATH"]
                        return ":".join([*folders, _DEFAULT_PATH])
        return None

    def _find(self, path: str, hops: int) -> Found | None:
        if hops <= 0:
            return None
        name = posixpath.basename(path).encode("utf-8", "surrogateescape")
        for stage in reversed(self.stage.lineage):
            for instruction in reversed(stage.instructions):
                keyword = instruction.keyword
                found: Found | None = None
                if keyword in ("COPY", "ADD"):
                    self._steps[0] -= 1
                    try:
                        found = self._copied(stage, instruction, path, hops)
                    except WordError:
                        continue
                elif keyword == "RUN" and name in instruction.raw:
                    if _MAKES.search(instruction.raw):
                        found = self._made(stage, instruction, path, hops)
                if found is not None:
                    return found
        return None

    # COPY and ADD -----------------------------------------------------------------------------

    def _copied(self, stage: Stage, instruction: Instruction, path: str, hops: int) -> Found | None:
        number = id(instruction)
        if number not in self._targets:
            self._targets[number] = self._target(stage, instruction)
        target = self._targets[number]
        if target is None:
            return None
        folder, explicit, sources = target
        if path != folder and not _below(path, folder):
            return None
        state = stage.state(instruction)
        inner = path[len(folder) :].strip("/") if path != folder else ""
        if explicit and not inner:
            return None
        origin = instruction.flag("from")
        parents = instruction.flag("parents") is not None
        bodies = {heredoc.word.text: heredoc for heredoc in instruction.heredocs}
        for source in reversed(sources):
            found: Found | None
            heredoc = bodies.get(source)
            if heredoc is not None:
                if inner in ("", heredoc.name):
                    body = heredoc.content(instruction.raw)
                    if heredoc.chomp:
                        body = b"\n".join(line.lstrip(b"\t") for line in body.split(b"\n"))
                    return Found(body)
                continue
            text = expand(source, state.environment, instruction.escape)
            if not text.certain:
                if _could_be(text.text, inner):
                    return Found(None)
                continue
            if origin is not None:
                found = self._from(stage, instruction, origin, text.text, inner, hops)
            elif "://" in text.text or text.text.startswith("git@"):
                found = Found(None) if instruction.keyword == "ADD" else None
                if text.text.endswith(".git") or "#" in text.text:
                    found = found if inner else None
                elif inner not in ("", posixpath.basename(text.text.partition("?")[0])):
                    found = None
            else:
                found = self._from_context(instruction, text.text, inner, parents)
            if found is not None:
                return found
        return None

    def _target(self, stage: Stage, instruction: Instruction) -> tuple[str, bool, list[str]] | None:
        """Where COPY or ADD puts things, whether that is said to be a folder, and the sources."""
        state = stage.state(instruction)
        *sources, last = instruction.exec_form or [word.text for word in instruction.words]
        target = expand(last, state.environment, instruction.escape)
        if not target.certain:
            return None
        folder = target.text
        explicit = folder.endswith(("/", "/.")) or folder in (".", "..") or len(sources) > 1
        if not folder.startswith("/"):
            if state.workdir is None:
                return None
            folder = posixpath.join(state.workdir, folder)
        return _normal(folder), explicit, sources

    def _from_context(
        self, instruction: Instruction, source: str, inner: str, parents: bool
    ) -> Found | None:
        """What a source of the build context puts at `inner`, below the destination."""
        context = self.context
        source = _normal("/" + source)[1:]
        if instruction.keyword == "ADD" and source.endswith(ARCHIVES):
            return Found(None) if inner else None
        if context is None:
            return Found(None) if parents or _could_be(source, inner) else None
        if any(ch in source for ch in "*?[\\"):
            matches = context.match(source)
        else:
            matches = [source]
        for match in reversed(matches):
            if parents:
                at = inner
                if at != match and not _below("/" + at, "/" + match):
                    continue
            elif match == "" or context.is_folder(match):
                if not inner:
                    continue
                at = f"{match}/{inner}" if match else inner
            elif inner in ("", posixpath.basename(match)):
                at = match
            else:
                continue
            data = context.read(at)
            if data is not None:
                return Found(data, at)
            if context.is_file(at):
                return Found(None, at)
        return None

    def _from(
        self,
        stage: Stage,
        instruction: Instruction,
        origin: str,
        source: str,
        inner: str,
        hops: int,
    ) -> Found | None:
        """What a source of another stage or image puts there."""
        other = stage.earlier(origin)
        source = _normal("/" + source)
        if other is None or any(ch in source for ch in "*?["):
            return Found(None) if _could_be(source, inner) else None
        image = image_of(other)
        if inner:
            found = image.find(posixpath.join(source, inner), hops - 1)
            if found is not None:
                return found
            if posixpath.basename(source) != inner:
                # a file of a folder that the stage makes; which ones is not known
                return None
        return image.find(source, hops - 1) or Found(None)

    # RUN --------------------------------------------------------------------------------------

    def _made(self, stage: Stage, instruction: Instruction, path: str, hops: int) -> Found | None:
        """What a RUN writes to `path`, as far as its text is plain."""
        if not stage.state(instruction).posix or instruction.script.problem is not None:
            return None
        workdir = stage.state(instruction).workdir
        found: Found | None = None
        for command in instruction.script.commands:
            if command.name == "cd" and command.chain.block.kind == "script":
                folder = command.subcommand
                workdir = posixpath.join(workdir or "/", folder) if folder else None
            made = self._of_command(command, path, workdir, hops)
            if made is not None:
                if found is not None and found.data and made.data and _appends(command):
                    made = Found(found.data + made.data)
                found = made
        return found

    def _of_command(
        self, command: Command, path: str, workdir: str | None, hops: int
    ) -> Found | None:
        def here(word: str | None) -> str | None:
            if not word:
                return None
            if word.startswith("/"):
                return _normal(word)
            return _normal(posixpath.join(workdir, word)) if workdir else None

        name = command.name
        for output in redirected(command):
            if here(output) == path:
                return Found(printed(command))
        operands = [w.literal for w in command.words[1:] if not w.text.startswith("-")]
        if name == "tee":
            if any(here(word) == path for word in operands):
                return Found(_heredoc_body(command))
        elif name in ("cp", "mv", "ln", "install") and len(operands) >= 2:
            *sources, last = operands
            target = here(last)
            for source in sources:
                if source is None or target is None:
                    continue
                if path in (target, posixpath.join(target, posixpath.basename(source))):
                    start = posixpath.dirname(path) if name == "ln" else workdir
                    origin = _normal(posixpath.join(start or "/", source))
                    if origin != path:
                        return self.find(origin, hops - 1)
        elif name in ("curl", "wget"):
            download = command.flag_value("-o", "--output", "-O", "--output-document")
            if here(download) == path:
                return Found(None)
        return None


def image_of(stage: Stage) -> Image:
    """The files of a stage's image, worked out once."""
    document = stage.document
    return document.once(("image", stage.index), lambda: Image(stage, context_of(document)))


def redirected(command: Command) -> Iterator[str]:
    """The files, as written without quotes, that a command's output goes to."""
    for word in command.redirections:
        text = word.text.lstrip("0123456789&")
        if text.startswith(">") and not text.startswith((">&", ">(")):
            target = word._replace(text=text.lstrip(">|& \t"))
            yield target.literal if target.literal is not None else target.text


def _appends(command: Command) -> bool:
    return any(">>" in word.text[:3] for word in command.redirections)


def printed(command: Command) -> bytes | None:
    """What a command prints, where its words alone tell."""
    if command.reads_heredoc:
        return _heredoc_body(command) if command.name == "cat" else None
    words = [word.literal for word in command.words[1:]]
    if any(word is None for word in words) or command.piped:
        return None
    if command.name == "echo":
        text = " ".join(word or "" for word in words if word not in ("-e", "-n", "-ne", "-en"))
    elif command.name == "printf" and words:
        text = words[0] or ""
        for word in words[1:]:
            text = text.replace("%s", word or "", 1)
    else:
        return None
    text = text.replace("\\n", "\n").replace("\\t", "\t")
    return text.encode("utf-8", "surrogateescape") + b"\n"


def _heredoc_body(command: Command) -> bytes | None:
    """The text of the heredoc that a command reads, the builder's or the shell's own."""
    instruction = command.instruction
    for word in command.redirections:
        for heredoc in instruction.heredocs:
            if heredoc.word.text == word.text:
                return heredoc.content(instruction.raw)
        if word.text.startswith("<<") and "\n" in word.text:
            body = word.text.partition("\n")[2].rpartition("\n")[0]
            return body.encode("utf-8", "surrogateescape") + b"\n"
    return None


def _could_be(source: str, inner: str) -> bool:
    """Whether a source that nobody can look at may put `inner` there: a folder, or that file."""
    name = posixpath.basename(source.rstrip("/"))
    if inner in ("", name):
        return True
    return "." not in name.strip(".") or any(ch in name for ch in "*?[")


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/") + "/")


def _normal(path: str) -> str:
    path = posixpath.normpath(path)
    return path[1:] if path.startswith("//") else path
