"""Announce no SSH port where no SSH server is; report the servers.

A second service in the image is a second way in, with keys and passwords of its own to keep;
`docker exec` and `kubectl exec` open a shell without it.
https://docs.docker.com/reference/cli/docker/container/exec/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.elevation import unseen_script
from fixer.dockerfile.arguments import drop_argument
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.sudo import installs
from fixer.edit import Edit, Safety, Skip, edit
from fixer.later import regex

_SERVERS = frozenset(("openssh-server", "dropbear", "openssh-sftp-server"))
#: What is, starts or may well bring a server that listens on the port.
_TRACES = regex(rb"ssh|sftp|dropbear|\bgit\b|gitea|gogs|gerrit|supervis|s6-|/init\b|runit")


@transform(answers=["CKV_DOCKER_1", "AVD-DS-0004"])
def ssh_server(stage: Stage) -> Iterator[Edit | Skip]:
    for install in installs(stage, _SERVERS):
        for word in install.operands:
            if word.text.partition("=")[0] in _SERVERS:
                yield Skip(
                    install.line, f"{word.text} is a second way in: `docker exec` needs none"
                )
    for instruction in stage.instructions:
        if instruction.keyword != "EXPOSE":
            continue
        ports = [word for word in instruction.words if word.text in ("22", "22/tcp")]
        if not ports:
            continue
        if any(
            _TRACES.search(i.raw) for s in stage.lineage + stage.children for i in s.instructions
        ):
            yield Skip(instruction.line, "port 22 stays: an SSH server is in sight")
            continue
        plain = stage.facts.family != "unknown" and stage.facts.has_cmd is not True
        unseen = unseen_script(stage) if plain else "what the base image starts is not known"
        why = "nothing in sight listens on port 22"
        yield edit(
            drop_argument(stage.document, instruction, "22", "22/tcp"),
            line=instruction.line,
            why=f"{why}, but {unseen}" if unseen else why,
            safety=Safety.UNSAFE if unseen else Safety.HARDENING,
        )
