"""Images that people work in: a `devcontainer.json` says how an editor starts them.

Who works there is whoever it says, in folders of the host's; sudo and root are for installing more.
https://containers.dev/implementors/json_reference/
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fixer.context.files import context_of, folders_around
from fixer.later import regex

if TYPE_CHECKING:
    from fixer.dockerfile.stages import Stage

_FILES = (".devcontainer/devcontainer.json", ".devcontainer.json")
#: The file is JSON with comments: what is commented out names nothing.
_COMMENTED = regex(rb"(?m)^[ \t]*+//.*|(?s:/\*.*?(?:\*/|\Z))")
_DOCKERFILE = regex(rb'"docker[fF]ile"\s*:\s*"([^"]+)"')
_TARGET = regex(rb'"target"\s*:\s*"([^"]+)"')
_COMPOSE = regex(rb'"dockerComposeFile"\s*:\s*(?:"([^"]+)"|\[([^\]]*)\])')
_SERVICE = regex(rb'"service"\s*:\s*"([^"]+)"')


def worked_in(stage: Stage) -> str | None:
    """The file that says that people work in a stage's image; None where none does."""
    return stage.document.once(("worked in", stage.index), lambda: _worked_in(stage))


def _worked_in(stage: Stage) -> str | None:
    context = context_of(stage.document)
    if context is None:
        return None
    path = os.path.abspath(stage.document.path) if stage.document.path else None
    for folder in folders_around(stage.document):
        for name in _FILES:
            place = os.path.join(folder, name)
            text = context.beside(place)
            if text is not None and _names(stage, text, os.path.dirname(place), path):
                return name
    return None


def _names(stage: Stage, text: bytes, folder: str, path: str | None) -> bool:
    """Whether a `devcontainer.json` in a folder is for what the stage is built to."""
    text = _COMMENTED.sub(b"", text)
    for found in _DOCKERFILE.finditer(text):
        named = os.path.normpath(os.path.join(folder, os.fsdecode(found[1])))
        if path is not None and os.path.realpath(named) == os.path.realpath(path):
            target = _TARGET.search(text)
            return stage.is_last if target is None else stage.is_called(os.fsdecode(target[1]))
    compose, service = _COMPOSE.search(text), _SERVICE.search(text)
    if compose is None or service is None:
        return False
    files = os.fsdecode(compose[1] or compose[2])
    return any(
        each.name == os.fsdecode(service[1])
        and os.path.basename(each.file) in files
        and (stage.is_last if each.target is None else stage.is_called(each.target))
        for each in stage.document.services
    )
