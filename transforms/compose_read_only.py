"""Make a service's root file system read only.

Who breaks into the program can then leave nothing behind in it: no web shell, no changed code. What
the program makes anew at every start goes to a `tmpfs`; what it keeps must be in a volume, and
where it is not, that is told. It is done where the image is built in sight, all of its program's
own code could be read, or where the image is well known.
https://docs.docker.com/reference/compose-file/services/#read_only
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.compose import ComposeService
from fixer.deploy.needs import Needs, kept, within
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Value, edit


@transform()
def compose_read_only(service: ComposeService) -> Iterator[Edit | Skip]:
    needs = service.needs
    if needs is None or service.is_shared or service.is_true("privileged"):
        return
    if service.says("read_only") or not needs.writes_known:
        return
    if needs.root is not False and not needs.capabilities:
        return  # it may write anywhere
    for path, reason in kept(needs, service.writable):
        yield Skip(service.line, f"{service.name} keeps what is in {path}: {reason}")
        return
    against = [*needs.against_read_only]
    if service.stage is None and service.says("configs"):
        against.append("a configuration may have it write elsewhere")
    if service.document.copies_in and (service.says("secrets") or service.says("configs")):
        against.append("Compose copies secrets into it that are in no file")
    if service.says("develop"):
        against.append("Compose Watch copies files into it")
    folders = [
        folder
        for folder in ("/tmp", *needs.scratch)
        if not any(within(folder, path) for path in service.writable)
    ]
    options: list[Value] = [_tmpfs(folder, needs) for folder in folders]
    file, node = service.file, service.node
    operations = [file.set(node, "read_only", True, service.after("read_only"))]
    if options and "tmpfs" in service.keys:
        operations.append(file.append(service.keys["tmpfs"], *options))
    elif options:
        operations.append(file.set(node, "tmpfs", options, service.after("tmpfs")))
    why = "nothing can be left behind in its file system"
    if folders:
        why += f"; writable, and empty at every start: {', '.join(folders)}"
    if against:
        why = f"{why}; against it: {'; '.join(against)}"
    safety = Safety.UNSAFE if against else Safety.HARDENING
    yield edit(*operations, why=why, safety=safety, line=service.line)


def _tmpfs(folder: str, needs: Needs) -> str:
    """A `tmpfs` is root's, with the mode that the folder has in the image; /tmp is everyone's."""
    if folder == "/tmp" or needs.root:
        return folder
    if needs.user:
        uid, _, gid = needs.user.partition(":")
        return f"{folder}:uid={uid},gid={gid or uid}"
    return f"{folder}:mode=1777"
