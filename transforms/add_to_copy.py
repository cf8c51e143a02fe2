"""Copy local files with COPY, not ADD.

ADD also unpacks whatever turns out to be a tar archive, and fetches URLs; COPY only copies, which
is what is meant for a file of one's own. An archive goes by its content: where the build context is
at hand the file is looked at, else its name must do.
https://docs.docker.com/build/building/best-practices/#add-or-copy
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.files import Context, context_of
from fixer.dockerfile.rewrite import replace_keyword, replace_text
from fixer.dockerfile.stages import Environment, Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Edit, Safety, Skip, edit
from fixer.later import NamedTuple, regex

_WHY = "ADD would also unpack an archive or fetch a URL; COPY only copies"
_SHARED_FLAGS = frozenset(("chown", "chmod", "link", "exclude"))
#: What BuildKit fetches, `git@host:path` included.
_REMOTE = regex(r"[A-Za-z][\w+.-]*://|[\w-]+@[\w.-]+:")
_ARCHIVE = regex(
    r"\.(?:tar(?:\.\w+)?|t(?:gz|az|pz|bz|bz2|b2|z2|xz|lz|zst|Z)|gz|bz2|xz|lz|lzma|zst|Z)\Z"
)
#: Tar archives by another name.
_DISGUISED = frozenset("apk box cbt crate gem ipk oci ova phar spk spl unitypackage".split())
#: What ADD does not unpack; jar, zip and their like are none of its archives.
_FILES = frozenset(
    "bash bat c cc cer cert cfg cjs cmd cnf conf config cpp crt cs csh css csproj csv d deb dll"
    " ear env exe fish go gradle groovy h hcl hpp htm html ico ini ipynb j2 jar java jinja jks jpeg"
    " jpg js json jsonc jsx key kt ldif lock lua md mjs patch pem php pl plist png pom properties"
    " proto ps1 pub py pyc pyi r rb repo rpm rs rules sass scala scss service sh sln so sql svg"
    " template tf tmpl toml tpl ts tsx ttf txt vim vue war wasm whl woff woff2 xml xsd xsl yaml"
    " yml zip zsh".split()
)
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"(\xb5/\xfd")


_RELATIVE = regex(r"[\w.][\w./-]*")


class _Source(NamedTuple):
    """How sure it is that COPY takes a source as ADD does; None where it would not, or may not."""

    safety: Safety | None
    note: str = ""


@transform(answers=["DL3020", "CKV_DOCKER_4", "AVD-DS-0005"], needs=["add"])
def add_to_copy(stage: Stage) -> Iterator[Edit | Skip]:
    for outer in stage.instructions:
        instruction = outer.trigger or outer
        if instruction.keyword != "ADD" or instruction.heredocs:
            continue
        triggered = instruction is not outer
        known = Environment() if triggered else stage.state(outer).environment
        context = None if triggered else context_of(stage.document)
        sources = []
        for written in instruction.values[:-1]:
            bare = written.strip("'\"")
            if _REMOTE.match(bare) or _ARCHIVE.search(bare):
                sources.append(_Source(None))
                continue
            try:
                text, certain = expand(written, known, instruction.escape)
            except WordError as error:
                sources.append(_Source(None, f"{written}: {error}"))
                continue
            source = _judge(text if certain else bare, certain, context)
            if certain and "$" in written and source.safety:
                note = f"{written} is taken to be {text}, as the file has it"
                source = _Source(Safety.HARDENING, note)
            sources.append(source)
        foreign = [flag.name for flag in instruction.flags if flag.name not in _SHARED_FLAGS]
        left = [source.note for source in sources if source.safety is None]
        if not any(left) and len(left) == len(sources):
            continue  # what ADD is for
        if foreign or left:
            note = f"COPY has no --{foreign[0]}" if foreign else max(left)
            yield Skip(outer.line, note or "one of the sources is only for ADD")
            continue
        notes = dict.fromkeys(source.note for source in sources if source.note)
        operations = [replace_keyword(instruction, "COPY")]
        if not triggered and (destination := _in_full(stage, instruction)):
            word = instruction.words[-1]
            operations.append(replace_text(instruction, word.start, word.end, destination))
            notes[f"{word.text} is {destination} in this base"] = None
        yield edit(
            *operations,
            why="; ".join([_WHY, *notes]),
            safety=max(source.safety for source in sources if source.safety),
        )


def _in_full(stage: Stage, instruction: Instruction) -> str | None:
    """The destination from the root on, where nothing but the base's own folder completes it."""
    folder = stage.state(instruction).workdir
    written = instruction.words[-1].text
    if folder is None or instruction.exec_form is not None or not _RELATIVE.fullmatch(written):
        return None
    for ancestor in stage.lineage:
        for other in ancestor.instructions:
            if other is instruction:
                break
            if other.keyword == "WORKDIR":
                return None
    full = posixpath.normpath(posixpath.join(folder, written))
    ends_as_folder = written.endswith("/") or posixpath.basename(written) in (".", "..")
    return full.rstrip("/") + "/" if ends_as_folder else full


def _judge(source: str, certain: bool, context: Context | None) -> _Source:
    """How COPY would take a source; `certain`: no variable is left in it."""
    name = posixpath.basename(source)
    extension = posixpath.splitext(name)[1][1:].lower()
    pattern = any(ch in source for ch in "*?[")
    if _REMOTE.match(source):
        return _Source(None, f"COPY cannot fetch {source}")
    if source.startswith("$"):
        return _Source(None, f"{source} may hold a URL or an archive")
    seen = _look(context, source, pattern) if context and certain else None
    if seen is not None:
        return _Source(None, f"ADD unpacks {source}") if seen else _Source(Safety.SAFE)
    if _ARCHIVE.search(name):
        return _Source(None, f"ADD unpacks {source}")
    if extension in _DISGUISED:
        return _Source(None, f"a .{extension} file is a tar archive, which ADD unpacks")
    if name in ("", ".", "..") or extension in _FILES:
        return _Source(Safety.SAFE)
    if pattern or not certain:
        return _Source(None, f"{source} may be an archive, which ADD unpacks")
    return _Source(Safety.HARDENING, f"{source} has no archive's name")


def _look(context: Context, source: str, pattern: bool) -> bool | None:
    """Whether a file that a source stands for is an archive; None where there is none to see."""
    seen = None
    for path in context.match(source) if pattern else (source,):
        if context.is_file(path):
            head = context.head(path, 512)
            if head is None:
                return None
            if _is_archive(head):
                return True
        elif not context.is_folder(path):
            return None
        seen = False
    return seen


def _is_archive(head: bytes) -> bool:
    """Whether a file begins as a tar archive does, or as one that was compressed."""
    if head.startswith(_COMPRESSED):
        return True
    stated, total = head[148:156], sum(head) - sum(head[148:156]) + 8 * ord(" ")
    return stated.strip(b" \0").lstrip(b"0") == b"%o" % total
