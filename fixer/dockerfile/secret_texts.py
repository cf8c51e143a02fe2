"""Secrets that instructions spell out, and secrets that commands leave in files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from fixer.context.image import redirected
from fixer.dockerfile.document import Document
from fixer.dockerfile.secret_variables import secret_variables
from fixer.dockerfile.secrets import (
    has_shape,
    holds_secret,
    is_placeholder,
    is_secret_name,
    kind_of,
)
from fixer.dockerfile.shell import Command
from fixer.dockerfile.syntax import Instruction
from fixer.later import regex

_ASSIGNED = regex(rb"(?i)\b(?=\w*(?:passw|token|secret|key|credential|auth))\w++[\"']?\s*+=")
#: Without one of these, as small letters, the pattern above finds nothing.
_WORDS = ("passw", "token", "secret", "key", "credential", "auth")
_HEADER = regex(rb"(?i)authorization:|private-token:")
_AUTHORIZED = regex(
    r"(?i)authorization:\s*(?:bearer|basic|token)\s+([\w.~+/=-]{8,})|private-token:\s*([\w-]{8,})"
)


def written_out(document: Document, keywords: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The secrets that stand in instructions of those kinds: the 1-based line, and what it is."""
    shaped, assigned = document.once("secret shapes", lambda: _first_look(document))
    if not shaped and not (assigned and "RUN" in keywords):
        return
    for instruction in document.instructions:
        inner = instruction.trigger if instruction.keyword == "ONBUILD" else instruction
        if inner is None or inner.keyword not in keywords:
            continue
        seen: set[int] = set()
        if shaped and (has_shape(inner.raw) or _HEADER.search(inner.raw)):
            for line, kind in _shaped(inner):
                seen.add(line)
                yield line, kind
        if assigned and inner.keyword == "RUN" and _ASSIGNED.search(inner.raw):
            for line, kind in _assigned(inner):
                if line not in seen:
                    seen.add(line)
                    yield line, kind


def _first_look(document: Document) -> tuple[bool, bool]:
    """Whether anything in a document may be a secret by its shape, or by the name it is set to."""
    source, words = document.source, document.words
    header = "authorization" in words or "private" in words
    assigned = any(word in words for word in _WORDS)
    return (
        has_shape(source) or (header and _HEADER.search(source) is not None),
        assigned and _ASSIGNED.search(source) is not None,
    )


def _shaped(instruction: Instruction) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(instruction.raw.split(b"\n")):
        if raw.lstrip().startswith(b"#") and not instruction.heredocs:
            continue
        text = raw.decode("utf-8", "surrogateescape")
        kind = kind_of(text) or _authorization(text)
        if kind is not None:
            yield instruction.line + number, kind


def _authorization(text: str) -> str | None:
    found = _AUTHORIZED.search(text)
    value = found and (found[1] or found[2])
    return "a token in a header" if value and not is_placeholder(value) else None


def _assigned(run: Instruction) -> Iterator[tuple[int, str]]:
    """`NAME=value` in front of a command, by itself, or behind `export`."""
    if run.script.problem is not None:
        return
    for command in run.script.commands:
        words = list(command.assignments)
        if command.name in ("export", "declare", "env"):
            words += command.words[1:]
        for word in words:
            name, equals, _ = word.text.partition("=")
            value = word._replace(text=word.text[len(name) + 1 :]).literal
            if equals and value and is_secret_name(name) and holds_secret(name, value):
                line = run.line + run.raw.count(b"\n", 0, word.start)
                yield line, f"the value of {name}"


def kept_in_files(document: Document) -> Iterator[tuple[int, str, str]]:
    """Secrets that a command writes where the layer keeps them: line, name, and the file.

    What the same RUN removes again is not kept.
    """
    names = {h.name for variable in secret_variables(document) for h in variable.holders}
    if not names and b"secret" not in document.source:
        return
    for instruction in document.instructions:
        if instruction.keyword != "RUN":
            continue
        there = names | {
            m["env"] for m in instruction.mounts if m["type"] == "secret" and m.get("env")
        }
        there = {name for name in there if name.encode() in instruction.raw}
        if not there or instruction.script.problem is not None:
            continue
        removed = {
            posixpath.basename(word.text.strip("\"'"))
            for command in instruction.script.commands
            if command.name in ("rm", "shred", "unlink")
            for word in command.words[1:]
        }
        for command in instruction.script.commands:
            for name in sorted(there):
                where = _kept(command, name)
                if where is not None and posixpath.basename(where) not in removed:
                    yield command.line, name, where


def _kept(command: Command, name: str) -> str | None:
    """The file that a command writes the value of a variable to."""
    pattern = re.compile(rf"\$\{{?{re.escape(name)}\b")
    if not any(pattern.search(word.text) for word in command.words):
        return None
    if command.name in ("echo", "printf", "cat"):
        members = command.element.commands
        last = members[-1]
        if last is not command and last.name != "tee":
            return None
        found = [path for path in redirected(last) if not path.startswith("/dev/")]
        if last.name == "tee":
            found += [word.text for word in last.words[1:] if not word.text.startswith("-")]
        return found[0] if found else None
    if command.name in ("npm", "yarn", "pnpm") and command.subcommand in ("config", "set"):
        return ".npmrc"
    if command.name == "git" and command.subcommand == "config":
        return ".gitconfig"
    if command.name == "git" and command.subcommand == "clone":
        return "the clone's .git/config"
    if command.name == "sed" and command.has_flag("-i"):
        return command.words[-1].text
    return None
