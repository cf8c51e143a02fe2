"""Comments that leave an instruction alone: `# fixer: ignore[name] reason`, and hadolint's own."""

from __future__ import annotations

import re

from fixer.catalog import Transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.syntax import Instruction
from fixer.later import regex

#: `# fixer: ignore[names] reason`.
OURS = regex(r"#\s*fixer:\s*ignore\[([^\]]*)\]\s*(.*)", re.IGNORECASE)
_HADOLINT = regex(r"#\s*hadolint\s+(global\s+)?ignore\s*=\s*([\w,\s]+)", re.IGNORECASE)


class _Comment:
    def __init__(self, line: int, names: frozenset[str], reason: str, ours: bool) -> None:
        self.line = line
        self.names = names
        self.reason = reason
        self.ours = ours
        self.used = False

    def covers(self, transform: Transform) -> bool:
        if self.ours:
            return transform.name in self.names
        return not self.names.isdisjoint(transform.answers)


class Ignores:
    """The ignore comments of one document.

    They keep their numbers while it is edited: an instruction is known by the comment block that
    stands above it, so a fresh reading of the edited document finds the same comments.
    """

    def __init__(self, document: Document, earlier: Ignores | None = None) -> None:
        self._everywhere: list[_Comment] = []
        self._by_line: dict[int, list[_Comment]] = {}
        self._known: list[_Comment] = earlier._known if earlier else []
        if b"ignore" not in document.source:
            return
        found: list[_Comment] = []
        lines: dict[int, _Comment] = {}
        comment_lines = {line for line, _ in document.comments}
        for line, offset in document.comments:
            end = document.source.find(b"\n", offset)
            raw = document.source[offset : end if end >= 0 else None]
            if b"ignore" not in raw:
                continue
            comment = self._read(line, raw.decode("utf-8", "replace").strip())
            if comment is None:
                continue
            if earlier and len(found) < len(earlier._known):
                kept = earlier._known[len(found)]
                if kept.names == comment.names:
                    comment = kept
            found.append(comment)
            lines[line] = comment
        self._known = found
        for instruction in document.instructions:
            line = instruction.line - 1
            while line in comment_lines:
                if line in lines and lines[line] not in self._everywhere:
                    self._by_line.setdefault(instruction.line, []).append(lines[line])
                line -= 1

    def _read(self, line: int, text: str) -> _Comment | None:
        ours = OURS.match(text)
        if ours:
            names = frozenset(name.strip() for name in ours[1].split(",") if name.strip())
            return _Comment(line, names, ours[2].strip(), True)
        theirs = _HADOLINT.match(text)
        if theirs:
            codes = frozenset(code.strip().upper() for code in re.split(r"[,\s]+", theirs[2]))
            comment = _Comment(line, codes, "", False)
            if theirs[1]:
                self._everywhere.append(comment)
            return comment
        return None

    def reason(self, transform: Transform, instructions: list[Instruction]) -> str | None:
        """Why `transform` must leave one of `instructions` alone, or None."""
        if not self._everywhere and not self._by_line:
            return None
        for comment in self._everywhere:
            if comment.covers(transform):
                comment.used = True
                return f"the comment on line {comment.line} asks for it"
        for instruction in instructions:
            for comment in self._by_line.get(instruction.line, ()):
                if comment.covers(transform):
                    comment.used = True
                    why = f": {comment.reason}" if comment.reason else ""
                    return f"the comment on line {comment.line} asks for it{why}"
        return None

    def unused(self, ran: frozenset[str], known: frozenset[str]) -> list[tuple[int, str]]:
        """(line, reason) of each comment of ours that hid nothing, of those that could have."""
        out = []
        for comment in self._known:
            if not comment.ours:
                continue
            strange = sorted(comment.names - known)
            if strange:
                out.append((comment.line, f"no transform is named '{strange[0]}'"))
            elif not comment.used and comment.names <= ran:
                out.append((comment.line, "this ignore comment hides nothing"))
        return out
