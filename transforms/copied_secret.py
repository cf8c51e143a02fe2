"""Copy no file of secrets into the image: mount it where a command needs it.

A key or a password file that COPY brings is in a layer, and stays in it when a later RUN removes
the file. A RUN that needs it gets it as a secret mount at the same path, for as long as it runs;
the COPY goes, and so does the `rm`. Where only the program would read the file, it goes from the
image, and is mounted into the container. Files are known by their names (`id_rsa`, `.netrc`), and
by what they hold where the build context is at hand: an `.npmrc` without a token is left alone,
and so is a public certificate.

Builds must then say `--secret id=…,src=…`, which nothing in sight shows that they do: this is never
done without being asked for.
https://docs.docker.com/build/building/secrets/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from fixer.catalog import transform
from fixer.context.copies import destination
from fixer.context.files import context_of
from fixer.dockerfile.arguments import add_run_flags, drop_source
from fixer.dockerfile.document import Document
from fixer.dockerfile.removal import drop_pipelines
from fixer.dockerfile.rewrite import drop_words
from fixer.dockerfile.secret_variables import own_code
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.syntax_directive import require_syntax
from fixer.edit import Edit, Operation, Safety, Skip, Unable, edit
from fixer.facts.secret_files import SecretFile, secret_file, shows_secret
from fixer.later import NamedTuple

#: Folders that hold keys and passwords, and other files beside them.
_FOLDERS = frozenset((".ssh", ".aws", ".docker", ".kube", ".gnupg"))
#: Commands that only need a path to be there, and that a mount makes needless.
_NEEDLESS = frozenset(("rm", "shred", "unlink", "chmod"))
#: Commands that change a file, which a mount does not allow.
_CHANGING = frozenset(("mv", "chown", "sed", "tee", "ln", "dos2unix", "truncate", "install"))


class _Copy(NamedTuple):
    """A file of secrets that an instruction copies."""

    stage: Stage
    instruction: Instruction
    #: As written, and where it stands among the instruction's words.
    source: str
    at: int
    kind: SecretFile
    #: Its absolute path in the image; None where it is not known.
    path: str | None


@transform(answers=["AVD-DS-0031", "CIS-DI-0010"], needs=["copy", "add"])
def copied_secret(stage: Stage) -> Iterator[Edit | Skip]:
    taken: set[int] = set()
    for line, source in _folders(stage):
        yield Skip(line, f"{source} is copied: name the one file that is needed, or mount it")
    for copy in _copies(stage):
        said = _said(copy)
        if isinstance(said, Edit):
            places = {id(instruction) for instruction in said.instructions}
            if not taken.isdisjoint(places):
                # two edits of one round do not change one instruction: this is for the next
                said = Skip(said.line, said.why, said.safety)
            else:
                taken |= places
        yield said


def _folders(stage: Stage) -> Iterator[tuple[int, str]]:
    """The folders of secrets that instructions copy as a whole."""
    for instruction in stage.instructions:
        if instruction.keyword in ("COPY", "ADD") and instruction.flag("from") is None:
            for source in instruction.values[:-1]:
                if posixpath.basename(source.strip("\"'").rstrip("/")) in _FOLDERS:
                    yield instruction.line, source.strip("\"'")


def _copies(stage: Stage) -> Iterator[_Copy]:
    for instruction in stage.instructions:
        if instruction.keyword not in ("COPY", "ADD") or instruction.flag("from") is not None:
            continue
        values = list(instruction.values)
        for index, source in enumerate(values[:-1]):
            name = source.strip("\"'")
            known = secret_file(name)
            if known is None or "$" in name or "*" in name or "://" in name:
                continue
            context = context_of(stage.document)
            data = context.read(name) if context is not None else None
            by_name = known.certain and known.what != "a private key"
            if data is not None and not (by_name and data.strip()) and not shows_secret(data):
                continue
            if data is None and not known.certain:
                if known.what == "a private key":
                    continue  # most are certificates, or keys to check signatures with
                # what is copied and not at hand is kept out of the repository
                if posixpath.basename(name) not in (".npmrc", ".env"):
                    continue
                if b"TOKEN" in stage.document.source and name.endswith("rc"):
                    continue  # it names the variable that holds the token
            yield _Copy(stage, instruction, name, index, known, _path(stage, instruction, name))


def _path(stage: Stage, instruction: Instruction, source: str) -> str | None:
    values = instruction.values
    folder = destination(stage, instruction)
    if folder is None:
        return None
    last = values[-1].strip("\"'")
    name = posixpath.basename(source)
    if last.endswith(("/", "/.")) or last in (".", "..") or len(values) > 2:
        return posixpath.join(folder, name)
    if posixpath.basename(folder) == name or "." in posixpath.basename(folder):
        return folder
    known = {stage.state(i).workdir for i in stage.instructions}
    return posixpath.join(folder, name) if folder in known else None


def _said(copy: _Copy) -> Edit | Skip:
    stage, instruction = copy.stage, copy.instruction
    what = f"{copy.source} ({copy.kind.what})"
    if copy.path is None:
        return Skip(instruction.line, f"{what} is copied, and it is not known to which path")
    operations: list[Operation | Unable] = [drop_source(stage.document, copy.instruction, copy.at)]
    needing: list[Instruction] = []
    removed = False
    if _makes_folder(copy):
        return Skip(instruction.line, f"{what} is copied, and others use the folder this makes")
    for run in _runs_behind(copy):
        if removed:
            break
        commands = list(_naming(run, copy))
        if run.script.problem is not None and _mentions(run.raw, copy):
            return Skip(run.line, f"{what} is copied: {run.script.problem}")
        if any(_changes(command, copy) for command in commands):
            return Skip(run.line, f"{what} is copied, and a command changes it or its folder")
        needless = [command for command in commands if command.name in _NEEDLESS]
        removed |= any(command.name != "chmod" for command in needless)
        if len(needless) < len(commands) or _reads(run, copy):
            needing.append(run)
        elif not needless:
            continue
        operations += _without(stage.document, needless, copy)
    flag = f"--mount=type=secret,id={_id(copy)},target={copy.path},required=true"
    for run in needing:
        operations.append(add_run_flags(run, [flag]))
        if run is needing[0] and any(name == "syntax" for name, _, _ in stage.document.directives):
            operations += require_syntax(stage.document, run, (1, 2))
    why = f"{what} stays in a layer for whoever has the image: "
    if needing:
        why += f"builds give it by --secret id={_id(copy)},src={copy.source}"
    elif removed:
        why += "nothing here reads it before it is removed"
    else:
        why += "mount it into the container if the program reads it"
    whole = _whole_context(copy)
    if whole is not None:
        why += f"; line {whole} copies it too, unless .dockerignore names it"
    return edit(
        *operations,
        why=f"{why}; revoke what images hold",
        safety=Safety.UNSAFE,
        line=instruction.line,
    )


def _id(copy: _Copy) -> str:
    return re.sub(r"[^\w.-]", "-", posixpath.basename(copy.source)).lstrip("._-")


def _runs_behind(copy: _Copy) -> Iterator[Instruction]:
    instructions = copy.stage.instructions
    behind = instructions[instructions.index(copy.instruction) + 1 :]
    for stage in copy.stage.children:
        behind = [*behind, *stage.instructions]
    return (instruction for instruction in behind if instruction.keyword == "RUN")


def _makes_folder(copy: _Copy) -> bool:
    """Whether commands behind use the file's folder, which nothing but this COPY makes."""
    path = copy.path or "/"
    folder = posixpath.dirname(path)
    stage = copy.stage
    made = {member.state(i).workdir for member in stage.lineage for i in member.instructions}
    if len(copy.instruction.values) > 2 or folder in made or folder.count("/") < 2:
        return False
    folder_name = posixpath.basename(folder)
    name = folder_name.encode()
    before = stage.instructions[: stage.instructions.index(copy.instruction)]
    if any(i.keyword in ("RUN", "COPY", "ADD") and name in i.raw for i in before):
        return False
    whole = name + b"/" + posixpath.basename(path).encode()
    for run in _runs_behind(copy):
        if name in run.raw.replace(whole, b""):
            return not any(
                command.name == "mkdir" and any(folder_name in w.text for w in command.words)
                for command in run.script.commands
            )
    return False


def _mentions(raw: bytes, copy: _Copy) -> bool:
    return posixpath.basename(copy.path or copy.source).encode() in raw


def _naming(run: Instruction, copy: _Copy) -> Iterator[Command]:
    """The commands of a RUN that name the file."""
    if not _mentions(run.raw, copy) or run.script.problem is not None:
        return
    name = posixpath.basename(copy.path or "")
    pattern = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
    for command in run.script.commands:
        words = [*command.words, *command.redirections]
        if any(pattern.search(word.text) for word in words):
            yield command


def _changes(command: Command, copy: _Copy) -> bool:
    """Whether a command does to the file, or its folder, what a mount does not allow."""
    name = posixpath.basename(copy.path or "")
    if any(
        name in word.text and word.text.lstrip().startswith(">") for word in command.redirections
    ):
        return True
    if command.name in _CHANGING:
        return True
    if command.name == "chmod" and command.has_flag("-R", "--recursive"):
        return True
    return command.name == "cp" and name not in "".join(w.text for w in command.operands[-1:])


def _reads(run: Instruction, copy: _Copy) -> bool:
    """Whether programs of a RUN read the file without naming it."""
    readers = copy.kind.readers
    if posixpath.basename(copy.path or "").startswith(".env"):
        return own_code(run)
    if copy.kind.readers and run.script.problem is not None:
        return any(reader.encode() in run.raw for reader in readers)
    return any(command.name in readers for command in run.script.commands)


def _without(
    document: Document, commands: Iterable[Command], copy: _Copy
) -> Iterator[Operation | Unable]:
    """The commands that only close the file or remove it go, or lose the word that names it."""
    whole = []
    name = posixpath.basename(copy.path or "")
    for command in commands:
        own = [w for w in command.words[1:] if posixpath.basename(w.text.strip("\"'")) == name]
        files = [w for w in command.words[1:] if not w.text.startswith("-")]
        if command.name == "chmod":
            files = files[1:]
        if not own:
            yield Unable(command.instruction, "a command removes more than the file")
        elif len(own) == len(files):
            whole.append(command)
        else:
            yield drop_words(command, own)
    if whole:
        yield drop_pipelines(document, whole)


def _whole_context(copy: _Copy) -> int | None:
    """The line of a COPY that brings the whole context, the file with it."""
    context = context_of(copy.stage.document)
    if context is not None and not context.is_file(copy.source):
        return None
    for stage in copy.stage.document.stages:
        for instruction in stage.instructions:
            if instruction.keyword in ("COPY", "ADD") and instruction.flag("from") is None:
                if any(value in (".", "./") for value in instruction.values[:-1]):
                    return instruction.line
    return None
