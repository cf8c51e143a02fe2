"""Leave out of the build context what belongs into no image.

`COPY . .` takes all that lies in the folder: the history of git, with every secret that was ever
removed from it; `.env` and keys; packages and caches of whoever builds it, which lie over those of
the image and make every build another one. `.dockerignore` gets a line for what is really there,
and is made where there is none. What a COPY names, what a `!` brings back and what a build asks for
stays: the history where something asks git, `node_modules` where nothing installs packages, a
build's output where the image does not build its own.
https://docs.docker.com/build/concepts/context/#dockerignore-files
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.ignore_file import IgnoreFile
from fixer.deploy.unwanted import unwanted
from fixer.edit import Skip
from fixer.yaml.file import Edit, edit


@transform()
def dockerignore(ignore_file: IgnoreFile) -> Iterator[Edit | Skip]:
    sent = ignore_file.sent
    if sent is None or not any(take.whole for take in sent.takes):
        return
    if sent.open is not None:
        words = f"which files {sent.open.instruction.keyword} takes is only known at the build"
        yield Skip(ignore_file.line, f"{words} (line {sent.open.instruction.line})")
        return
    for each in unwanted(sent):
        if keep := each.keep or ignore_file.brings_back(each.pattern):
            yield Skip(ignore_file.line, f"{each.pattern} stays: {keep}")
            continue
        yield edit(
            ignore_file.append(each.pattern),
            why=f"{each.pattern} is sent and copied: {each.why}",
            safety=each.safety,
            line=ignore_file.line,
        )
